import { endOfQuote, holesOf } from "./template";
import { isRecord } from "./values";

/** One mention of another block, variable, local or module output. */
export interface Reference {
  /** The property it stands in: `network_configuration[0].subnets[1]`; empty for a bare string. */
  readonly property: string;
  /** The address it leads to: `aws_vpc.main`, `data.aws_ami.ecs`, `var.image_tag`, `local.name`, `module.x`. */
  readonly address: string;
  /** What is taken from it, without indexes: `id`, `outputs.vpc_id`; empty when it is named as a whole. */
  readonly attribute: string;
}

/** Names that begin an expression without leading to a block. */
const notBlocks = new Set(["each", "count", "self", "path", "terraform", "provider"]);

/**
 * Every reference below a value: in `${...}` inside longer strings, inside functions, and in the bare addresses of `depends_on` and
 * `lifecycle.replace_triggered_by`.
 */
export function referencesIn(value: unknown, property = ""): Reference[] {
  if (typeof value === "string") {
    return holesOf(value).flatMap((hole) => referencesInExpression(hole.expression, property));
  }
  if (Array.isArray(value)) {
    const bare = /(^|\.)(depends_on|replace_triggered_by)$/.test(property);
    return value.flatMap((item, index) => {
      const place = `${property}[${index}]`;
      return bare && typeof item === "string" && holesOf(item).length === 0
        ? referencesInExpression(item, place)
        : referencesIn(item, place);
    });
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    referencesIn(item, property === "" ? key : `${property}.${key}`),
  );
}

/** References of one expression, the inside of a `${...}`. */
export function referencesInExpression(expression: string, property = ""): Reference[] {
  const found: Reference[] = [];
  const code = withoutQuotes(expression, (template) => found.push(...referencesIn(template, property)));
  const traversal = /(?<![\w.-])[A-Za-z_][\w-]*(?:\.(?:[A-Za-z_][\w-]*|\*|\d+)|\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\])+/g;
  for (const [text] of code.matchAll(traversal)) {
    for (const [, index = ""] of text.matchAll(/\[((?:[^[\]]|\[[^[\]]*\])*)\]/g))
      found.push(...referencesInExpression(index, property));
    const reference = referenceOf(text, property);
    if (reference !== undefined) found.push(reference);
  }
  return found;
}

/** A traversal such as `data.aws_ami.ecs[0].id`, taken apart; undefined for `each.value` and the like. */
function referenceOf(traversal: string, property: string): Reference | undefined {
  const parts = traversal
    .replace(/\[(?:[^[\]]|\[[^[\]]*\])*\]/g, "")
    .split(".")
    .filter((part) => part !== "*" && !/^\d+$/.test(part));
  const [head = ""] = parts;
  if (notBlocks.has(head)) return undefined;
  const length = head === "data" || head === "ephemeral" ? 3 : 2;
  if (parts.length < length) return undefined;
  return { property, address: parts.slice(0, length).join("."), attribute: parts.slice(length).join(".") };
}

/** Blanks out quoted text, handing each piece on, since a quoted template may hold references of its own. */
function withoutQuotes(expression: string, found: (template: string) => void): string {
  let code = "";
  for (let at = 0; at < expression.length; at++) {
    if (expression[at] !== '"') {
      code += expression[at];
      continue;
    }
    const end = endOfQuote(expression, at + 1);
    found(expression.slice(at + 1, end - 1));
    code += '""';
    at = end - 1;
  }
  return code;
}
