import type { Block } from "./configuration";
import { parseJson } from "./json";
import { once } from "./once";
import { isRecord, kindOf } from "./values";

/** One entry of `container_definitions`, in the words of the ECS API: camelCase, `environment` a list of name and value. */
export type Container = Readonly<Record<string, unknown>> & { readonly name: string };

/**
 * The containers of an `aws_ecs_task_definition`.
 *
 * @throws one error that names the block when `container_definitions` cannot be read
 */
export const containersOf: (taskDefinition: Block) => readonly Container[] = once(
  ({ configuration }: Block) => configuration,
  readContainers,
);

function readContainers(taskDefinition: Block): Container[] {
  const text = taskDefinition.properties.container_definitions;
  const problem = (got: string) =>
    new Error(
      `${taskDefinition.toString()}: container_definitions must be the JSON of a list of objects with a name, got ${got}`,
    );
  if (typeof text !== "string") throw problem(kindOf(text));
  let list: unknown;
  try {
    list = parseJson(text);
  } catch {
    throw problem(shorten(text));
  }
  if (!Array.isArray(list) || !list.every(isContainer)) throw problem(shorten(text));
  return list;
}

function isContainer(value: unknown): value is Container {
  return isRecord(value) && typeof value.name === "string";
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
