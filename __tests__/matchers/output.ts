import { differencesOf } from "./compare";
import { stacksOf } from "./receiver";
import { hint, namesOf, print, printDifferences, type MatcherContext, type Verdict } from "./report";
import type { AnyProperties } from "./types";
import type { Configuration } from "../../tools/terraform-json";

/** The stack has an output of this name: Terraform's, or the construct id of the `TerraformOutput`. */
export function toHaveOutput(
  this: MatcherContext,
  received: unknown,
  name: string,
  properties: AnyProperties = {},
): Verdict {
  const outputs = stacksOf(this, "toHaveOutput", received).map((stack) => ({ stack, outputs: namedOutputs(stack) }));
  return haveNamed(this, "toHaveOutput", "output", outputs, name, properties);
}

/** The stack has a variable of this name. */
export function toHaveVariable(
  this: MatcherContext,
  received: unknown,
  name: string,
  properties: AnyProperties = {},
): Verdict {
  const variables = stacksOf(this, "toHaveVariable", received).map((stack) => ({ stack, outputs: stack.variables }));
  return haveNamed(this, "toHaveVariable", "variable", variables, name, properties);
}

/** Outputs by Terraform's name, and by construct id where no other output has taken that name. */
function namedOutputs(stack: Configuration): Map<string, AnyProperties> {
  const named = new Map<string, AnyProperties>(stack.outputs);
  for (const [path, name] of stack.outputPaths) {
    const id = path.split("/").at(-1) ?? path;
    const output = stack.outputs.get(name);
    if (output !== undefined && !named.has(id)) named.set(id, output);
  }
  return named;
}

function haveNamed(
  context: MatcherContext,
  matcher: string,
  kind: string,
  stacks: readonly { stack: Configuration; outputs: ReadonlyMap<string, AnyProperties> }[],
  name: string,
  properties: AnyProperties,
): Verdict {
  if (typeof name !== "string") throw new Error(`${matcher}: the name must be a string, got ${String(name)}`);
  const found = stacks.flatMap(({ stack, outputs }) => {
    const entry = outputs.get(name);
    if (entry === undefined) return [];
    const captured: (() => void)[] = [];
    return [{ entry, captured, differences: differencesOf(properties, entry, "", { configuration: stack, captured }) }];
  });
  const [nearest] = found.sort((one, other) => one.differences.length - other.differences.length);
  const pass = nearest?.differences.length === 0;
  if (pass && !context.isNot) for (const keep of nearest.captured) keep();
  return {
    pass,
    message: () => {
      const title = hint(
        context,
        matcher,
        "stack",
        JSON.stringify(name),
        Object.keys(properties).length > 0 ? "properties" : undefined,
      );
      const where = namesOf(stacks.map(({ stack }) => stack));
      if (nearest === undefined) {
        const names = stacks.flatMap(({ outputs }) => [...outputs.keys()]);
        return `${title}${where} has no ${kind} "${name}"; it has ${names.length > 0 ? names.join(", ") : "none"}`;
      }
      if (pass) return `${title}${where} has the ${kind} "${name}":\n  ${print(context.utils, nearest.entry)}`;
      return `${title}The ${kind} "${name}" of ${where} differs:\n\n${printDifferences(context, nearest.differences)}`;
    },
  };
}
