import { endOfExpression } from "./template";
import { isRecord } from "./values";

/** Marks of the private use area, which no Terraform text holds. */
const open = "\uE000";
const close = "\uE001";

/**
 * Parses a JSON string with `${...}` in it, as container definitions and policies are before Terraform fills them in.
 *
 * An interpolation inside a JSON string stays in the string. An interpolation that represents a whole value (`"cpu": ${var.cpu}`) becomes the string
 * `${var.cpu}`. `$${` stays as it is: Terraform's way to write a literal `${`.
 *
 * @throws SyntaxError when the text around the interpolations is not JSON
 */
export function parseJson(text: string): unknown {
  if (!/[$%]\{/.test(text)) return JSON.parse(text);
  const interpolations: string[] = [];
  let json = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if ((char === "$" || char === "%") && text[at + 1] === "{" && !isEscaped(text, at)) {
      const end = endOfExpression(text, at + 2);
      const mark = `${open}${interpolations.push(text.slice(at, end)) - 1}${close}`;
      json += quoted ? mark : `"${mark}"`;
      at = end - 1;
    } else if (quoted && char === "\\") {
      json += char + (text[++at] ?? "");
    } else {
      if (char === '"') quoted = !quoted;
      json += char;
    }
  }
  return fill(JSON.parse(json), interpolations);
}

/** As `parseJson`, but undefined for anything that is not the JSON of an object or a list. */
export function tryParseJson(text: unknown): unknown {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** `$${` : an odd number of the same sign before it means that this one is the second of a pair. */
function isEscaped(text: string, at: number): boolean {
  let before = 0;
  while (text[at - 1 - before] === text[at]) before++;
  return before % 2 === 1;
}

function fill(value: unknown, interpolations: readonly string[]): unknown {
  if (typeof value === "string") {
    return value.replace(
      new RegExp(`${open}(\\d+)${close}`, "g"),
      (_, index: string) => interpolations[Number(index)] ?? "",
    );
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, interpolations));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(fill(key, interpolations)), fill(item, interpolations)]),
  );
}
