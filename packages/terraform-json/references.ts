import { endOfQuote, interpolationsOf } from "./template";
import { isRecord } from "./values";

/** One mention of another block, variable, local or module output. */
export interface Reference {
  /** The property it is in: `network_configuration[0].subnets[1]`; empty for a bare string. */
  readonly property: string;
  /** The address it leads to: `aws_vpc.main`, `data.aws_ami.ecs`, `var.image_tag`, `local.name`, `module.x`. */
  readonly address: string;
  /** What is taken from it, without indexes: `id`, `outputs.vpc_id`; empty when it is named as a whole. */
  readonly attribute: string;
}

/** Names that begin an expression without leading to a block. */
const notBlocks: ReadonlySet<string> = new Set(["each", "count", "self", "path", "terraform", "provider"]);

/** Lists whose entries are addresses without `${...}`. */
const bareAddresses = /(^|\.)(depends_on|replace_triggered_by)\[\d+\]$/;

/**
 * Every reference below a value: in `${...}` inside longer strings, inside functions, and in the bare addresses of `depends_on` and
 * `lifecycle.replace_triggered_by`.
 *
 * @param property where the value is, which the references' `property` begins with @default - nowhere
 */
export function referencesIn(value: unknown, property = ""): Reference[] {
  return referencesBelow(value, property, notBlocks);
}

/** References of one expression, the inside of a `${...}`. */
export function referencesInExpression(expression: string, property = ""): Reference[] {
  return referencesInCode(expression, property, notBlocks);
}

function referencesBelow(value: unknown, property: string, bound: ReadonlySet<string>): Reference[] {
  if (typeof value === "string") {
    const interpolations = interpolationsOf(value);
    if (interpolations.length === 0 && bareAddresses.test(property)) return referencesInCode(value, property, bound);
    return interpolations.flatMap((interpolation) => referencesInCode(interpolation.expression, property, bound));
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => referencesBelow(item, `${property}[${index}]`, bound));
  }
  if (!isRecord(value)) return [];
  const names = isRecord(value.dynamic) ? new Set([...bound, ...iteratorsOf(value.dynamic)]) : bound;
  return Object.entries(value).flatMap(([key, item]) =>
    referencesBelow(item, property === "" ? key : `${property}.${key}`, names),
  );
}

/** An expression that is one traversal without indexes, as nearly all are. */
const plainTraversal = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)+$/;

function referencesInCode(expression: string, property: string, bound: ReadonlySet<string>): Reference[] {
  if (plainTraversal.test(expression)) {
    const reference = referenceOf(expression, property, bound);
    return reference === undefined ? [] : [reference];
  }
  const found: Reference[] = [];
  const quoted: string[] = [];
  const code = withoutQuotes(expression, quoted);
  const names = new Set([...bound, ...namesInFor(code)]);
  for (const template of quoted) found.push(...referencesBelow(template, property, names));
  const traversal = /(?<![\w.-])[A-Za-z_][\w-]*(?:\.(?:[A-Za-z_][\w-]*|\*|\d+)|\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\])+/g;
  for (const [text] of code.matchAll(traversal)) {
    for (const [, index = ""] of text.matchAll(/\[((?:[^[\]]|\[[^[\]]*\])*)\]/g)) {
      found.push(...referencesInCode(index, property, names));
    }
    const reference = referenceOf(text, property, names);
    if (reference !== undefined) found.push(reference);
  }
  return found;
}

/** A traversal such as `data.aws_ami.ecs[0].id`, taken apart; undefined for `each.value` and the like. */
function referenceOf(traversal: string, property: string, bound: ReadonlySet<string>): Reference | undefined {
  const parts = traversal
    .replace(/\[(?:[^[\]]|\[[^[\]]*\])*\]/g, "")
    .split(".")
    .filter((part) => part !== "*" && !/^\d+$/.test(part));
  const [head = ""] = parts;
  if (bound.has(head)) return undefined;
  const length = head === "data" || head === "ephemeral" ? 3 : 2;
  if (parts.length < length) return undefined;
  return { property, address: parts.slice(0, length).join("."), attribute: parts.slice(length).join(".") };
}

/** Blanks out quoted text and collects it, since a quoted template may hold references of its own. */
function withoutQuotes(expression: string, quoted: string[]): string {
  let code = "";
  for (let at = 0; at < expression.length; at++) {
    if (expression[at] !== '"') {
      code += expression[at];
      continue;
    }
    const end = endOfQuote(expression, at + 1);
    quoted.push(expression.slice(at + 1, end - 1));
    code += '""';
    at = end - 1;
  }
  return code;
}

/** `[for key, subnet in aws_subnet.all : subnet.id]` binds `key` and `subnet`. */
function namesInFor(code: string): string[] {
  return [...code.matchAll(/\bfor\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b/g)].flatMap(([, one = "", other = ""]) => [
    one,
    other,
  ]);
}

/** A dynamic block binds its own name, or its `iterator`. */
function iteratorsOf(dynamic: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(dynamic).flatMap(([name, blocks]) => [
    name,
    ...[blocks]
      .flat()
      .flatMap((block) => (isRecord(block) && typeof block.iterator === "string" ? [block.iterator] : [])),
  ]);
}
