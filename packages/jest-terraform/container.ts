import { Block, containersOf, isRecord, type Container } from "../terraform-json";
import { differencesOf, type Difference } from "./compare";
import { misuse, stacksOf } from "./receiver";
import { hint, print, printDifferences, type MatcherContext, type Verdict } from "./report";
import type { AnyProperties } from "./types";
import { plural } from "../common/text";

/** Lists of name and value in a container definition, which an expectation may write as a map: the field each value is in. */
const namedLists: Readonly<Record<string, string>> = { environment: "value", secrets: "valueFrom" };

/**
 * A task definition has a container of this name with these properties, in the words of the ECS API (`memoryReservation`).
 * `environment` and `secrets` may be written as maps: `{ environment: { MODE: "production" } }`.
 */
export function toHaveContainer(
  this: MatcherContext,
  received: unknown,
  name: string,
  properties: AnyProperties = {},
): Verdict {
  if (received instanceof Block && received.type !== "aws_ecs_task_definition") {
    throw misuse(this, "toHaveContainer", "a stack, an app or an aws_ecs_task_definition", received);
  }
  const definitions =
    received instanceof Block
      ? [received]
      : stacksOf(this, "toHaveContainer", received).flatMap((stack) => stack.resourcesOf("aws_ecs_task_definition"));
  if (typeof name !== "string") throw new Error(`toHaveContainer: the name must be a string, got ${String(name)}`);
  const containers = definitions.flatMap((block) => containersOf(block).map((container) => ({ block, container })));
  const candidates = containers
    .filter(({ container }) => container.name === name)
    .map(({ block, container }) => {
      const captured: (() => void)[] = [];
      return { block, container, captured, differences: containerDifferences(properties, container, block, captured) };
    })
    .sort((one, other) => one.differences.length - other.differences.length);
  const [nearest] = candidates;
  const pass = nearest?.differences.length === 0;
  if (pass && !this.isNot) for (const keep of nearest.captured) keep();
  return {
    pass,
    message: () => {
      const asked = Object.keys(properties).length > 0;
      const title = hint(this, "toHaveContainer", "stack", JSON.stringify(name), asked ? "properties" : undefined);
      if (nearest === undefined) {
        const names = containers.map(({ container }) => container.name);
        const where = plural(definitions.length, "task definition");
        return `${title}No container "${name}" in ${where}; there ${names.length === 1 ? "is" : "are"} ${names.join(", ") || "none"}`;
      }
      const where = `Container "${name}" of ${nearest.block.toString()}`;
      if (pass)
        return `${title}${where} ${asked ? `has these properties:\n  ${print(this.utils, properties)}` : "is there"}`;
      return `${title}${where} differs:\n\n${printDifferences(this, nearest.differences)}`;
    },
  };
}

function containerDifferences(
  expected: AnyProperties,
  container: Container,
  block: Block,
  captured: (() => void)[],
): Difference[] {
  const context = { configuration: block.configuration, exactKeys: true, captured };
  return Object.entries(expected).flatMap(([key, value]) => {
    const field = namedLists[key];
    const received = container[key];
    const isMap = field !== undefined && isRecord(value) && !("$$typeof" in value);
    return differencesOf(value, isMap ? asMap(received, field) : received, key, context);
  });
}

function asMap(list: unknown, field: string): unknown {
  if (!Array.isArray(list)) return list ?? {};
  return Object.fromEntries(list.filter(isRecord).map((item) => [String(item.name), item[field]]));
}
