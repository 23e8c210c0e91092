import { follow, referencesIn, stackBehind, type Configuration, type Reference } from "../terraform-json";
import { stacksOf } from "./receiver";
import { hint, namesOf, type MatcherContext, type Verdict } from "./report";

/**
 * Something of the stack refers to what is not there: a block of no or another stack, an undeclared variable, an output that the other
 * stack does not have, a provider alias, or a token that was never resolved. Meant for `.not`.
 */
export function toHaveDanglingReferences(this: MatcherContext, received: unknown): Verdict {
  const stacks = stacksOf(this, "toHaveDanglingReferences", received);
  const dangling = stacks.flatMap(danglingIn);
  return {
    pass: dangling.length > 0,
    message: () => {
      const list = dangling.map((line) => `\n  ${line}`).join("");
      const found =
        dangling.length > 0
          ? `${namesOf(stacks)} ${stacks.length === 1 ? "refers" : "refer"} to what is not there:${list}`
          : "";
      const none = `Every reference in ${namesOf(stacks)} leads somewhere`;
      return `${hint(this, "toHaveDanglingReferences", "stack")}${found || none}`;
    },
  };
}

function danglingIn(configuration: Configuration): string[] {
  const places = [
    ...configuration.blocks.map((block) => ({
      where: block.path ?? block.address,
      references: block.references,
      value: block.properties as unknown,
    })),
    ...[...configuration.outputs].map(([name, value]) => placeOf(`output ${name}`, value)),
    ...[...configuration.locals].map(([name, value]) => placeOf(`local ${name}`, value)),
    ...[...configuration.modules].map(([name, value]) => placeOf(`module ${name}`, value)),
    ...configuration.providers.map(({ type, properties }) => placeOf(`provider ${type}`, properties)),
  ];
  return places.flatMap(({ where, references, value }) => [
    ...references.flatMap((reference) => problemsOf(configuration, where, reference)),
    ...unresolvedIn(value).map((property) => `${where}, ${property}: a cdktf token that was never resolved`),
    ...aliasProblems(configuration, value).map((problem) => `${where}, provider: ${problem}`),
  ]);
}

function placeOf(where: string, value: unknown) {
  return { where, references: referencesIn(value), value };
}

function problemsOf(configuration: Configuration, where: string, reference: Reference): string[] {
  const place = reference.property === "" ? where : `${where}, ${reference.property}`;
  return follow(configuration, reference).flatMap((end) => {
    if (end.block === undefined) {
      const problem = missing(end.configuration, end.address);
      return problem === undefined ? [] : [`${place}: ${problem}`];
    }
    // It was followed no further: the other stack is at hand, but has no such output.
    if (end.block.type !== "terraform_remote_state" || !end.attribute.startsWith("outputs.")) return [];
    const other = stackBehind(end.configuration, end.address);
    return other === undefined
      ? []
      : [`${place}: ${other.name} has no output ${end.attribute.slice("outputs.".length)}`];
  });
}

/** Why an address leads nowhere; undefined when it is a variable, local or module that is declared. */
function missing(configuration: Configuration, address: string): string | undefined {
  const [kind = "", name = ""] = address.split(".");
  const declared = { var: configuration.variables, local: configuration.locals, module: configuration.modules };
  const names = Object.entries(declared).find(([key]) => key === kind)?.[1];
  if (names?.has(name) === true) return undefined;
  const elsewhere = configuration.siblings.find((sibling) => sibling.find(address) !== undefined);
  if (names !== undefined || elsewhere === undefined) return `${configuration.name} has no ${address}`;
  return `${configuration.name} has no ${address}; ${elsewhere.name} has, so pass its construct instead of text`;
}

/** A token as text, also in other case or cut off; and the number that represents one, -8.1e+298, also calculated with. */
const unresolved = /\$\{tftok|-\d(\.\d+)?e\+(29|30)\d/i;

/** Properties that still hold cdktf's mark for a text, list or number to come. */
function unresolvedIn(value: unknown, property = ""): string[] {
  if (typeof value === "string") return unresolved.test(value) ? [property] : [];
  if (typeof value === "number") return value < -1e290 ? [property] : [];
  if (typeof value !== "object" || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, item]) =>
    unresolvedIn(item, isList ? `${property}[${key}]` : property === "" ? key : `${property}.${key}`),
  );
}

function aliasProblems(configuration: Configuration, value: unknown): string[] {
  const provider = typeof value === "object" && value !== null && "provider" in value ? value.provider : undefined;
  if (typeof provider !== "string") return [];
  const [type, alias] = provider.split(".");
  const isDeclared = configuration.providers.some((own) => own.type === type && own.properties.alias === alias);
  return isDeclared ? [] : [`${configuration.name} has no provider ${provider}`];
}
