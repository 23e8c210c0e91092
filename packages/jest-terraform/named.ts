import type { Configuration } from "../terraform-json";
import { differencesOf, type Difference } from "./compare";
import { checkNames } from "./names";
import { stacksOf } from "./receiver";
import { hint, namesOf, print, printDifferences, type MatcherContext, type Verdict } from "./report";
import { typeName } from "./select";
import type { AnyProperties, TerraformType } from "./types";
import { plural } from "../common/text";

/** Something of a stack that is found by name. */
interface Named {
  readonly name: string;
  readonly properties: AnyProperties;
  readonly stack: Configuration;
}

/** The stack has an output of this name: Terraform's, or the construct id of the `TerraformOutput`. */
export function toHaveOutput(
  this: MatcherContext,
  received: unknown,
  name: string,
  properties?: AnyProperties,
): Verdict {
  const stacks = stacksOf(this, "toHaveOutput", received);
  return haveNamed(this, "toHaveOutput", "output", stacks, stacks.flatMap(outputsOf), name, properties);
}

/** The stack has a variable of this name. */
export function toHaveVariable(
  this: MatcherContext,
  received: unknown,
  name: string,
  properties?: AnyProperties,
): Verdict {
  const stacks = stacksOf(this, "toHaveVariable", received);
  const variables = stacks.flatMap((stack) =>
    [...stack.variables].map(([variable, own]) => ({ name: variable, properties: own, stack })),
  );
  return haveNamed(this, "toHaveVariable", "variable", stacks, variables, name, properties);
}

/** The stack keeps its state in a backend of this type: `s3`, `local`, `remote`, `cloud`. */
export function toHaveBackend(
  this: MatcherContext,
  received: unknown,
  type: string,
  properties?: AnyProperties,
): Verdict {
  const stacks = stacksOf(this, "toHaveBackend", received);
  const backends = stacks.flatMap((stack) =>
    stack.backend === undefined ? [] : [{ name: stack.backend.type, properties: stack.backend.properties, stack }],
  );
  return haveNamed(this, "toHaveBackend", "backend", stacks, backends, type, properties);
}

/** The stack has a provider of this type: its class, or a name such as `aws`. */
export function toHaveProvider(
  this: MatcherContext,
  received: unknown,
  type: TerraformType,
  properties?: AnyProperties,
): Verdict {
  const stacks = stacksOf(this, "toHaveProvider", received);
  checkNames("toHaveProvider", "provider", type, properties);
  const providers = stacks.flatMap((stack) =>
    stack.providers.map((provider) => ({ name: provider.type, properties: provider.properties, stack })),
  );
  return haveNamed(this, "toHaveProvider", "provider", stacks, providers, typeName(type), properties);
}

/** Outputs by Terraform's name, and by construct id where no other output has taken that name. */
function outputsOf(stack: Configuration): Named[] {
  const ids = [...stack.outputPaths].map(([path, name]) => [path.split("/").at(-1) ?? path, name] as const);
  const byId = ids.filter(([id, name]) => id !== name && !stack.outputs.has(id));
  const byName = [...stack.outputs.keys()].map((name) => [name, name] as const);
  return [...byName, ...byId].map(([id, name]) => ({ name: id, properties: stack.outputs.get(name) ?? {}, stack }));
}

function haveNamed(
  context: MatcherContext,
  matcher: string,
  kind: string,
  stacks: readonly Configuration[],
  all: readonly Named[],
  name: string,
  properties: AnyProperties = {},
): Verdict {
  if (typeof name !== "string") throw new Error(`${matcher}: the name must be a string, got ${String(name)}`);
  const found = all.filter((own) => own.name === name).map((own) => ({ own, ...compare(properties, own) }));
  const [nearest, ...others] = found.sort((one, other) => one.differences.length - other.differences.length);
  const pass = nearest?.differences.length === 0;
  if (pass && !context.isNot) for (const keep of nearest.captured) keep();
  return {
    pass,
    message: () => {
      const asked = Object.keys(properties).length > 0 ? "properties" : undefined;
      const title = hint(context, matcher, "stack", JSON.stringify(name), asked);
      if (nearest === undefined) {
        const names = all.map((own) => own.name).join(", ");
        return `${title}${namesOf(stacks)} has no ${kind} "${name}"; it has ${names || "none"}`;
      }
      const where = `The ${kind} "${name}" of ${nearest.own.stack.name}`;
      if (pass) return `${title}${where} is\n  ${print(context.utils, nearest.own.properties)}`;
      const looked = others.length === 0 ? "" : ` (${plural(others.length, "other was", "others were")} looked at)`;
      return `${title}${where} differs${looked}:\n\n${printDifferences(context, nearest.differences)}`;
    },
  };
}

function compare(expected: AnyProperties, { properties, stack }: Named) {
  const captured: (() => void)[] = [];
  const differences: Difference[] = differencesOf(expected, properties, "", { configuration: stack, captured });
  return { captured, differences };
}
