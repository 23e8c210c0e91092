import { isRecord } from "../../../terraform-json";
import { hasUnknownValue, markUnknownValues } from "./unknown-values";

/** Deeper than any policy or dashboard, and shallow enough to walk. */
export const deepest = 60;

/** Marks of the private use area, which no Terraform text holds. */
const open = "\uE000";
const close = "\uE001";

/** The object or list that a text is the JSON of, with or without unknown values; undefined for any other value. */
export function parseStructure(text: unknown): unknown {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text) || isTooDeep(text)) return undefined;
  const known = parse(text);
  if (known !== undefined || !hasUnknownValue(text)) return known;
  const { text: marked, unknownValues } = markUnknownValues(text, (index) => `${open}${index}${close}`);
  return fill(parse(marked), unknownValues);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fill(value: unknown, unknownValues: readonly string[]): unknown {
  if (typeof value === "string") {
    return value.replace(
      new RegExp(`${open}(\\d+)${close}`, "g"),
      (mark, index: string) => unknownValues[Number(index)] ?? mark,
    );
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, unknownValues));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(fill(key, unknownValues)), fill(item, unknownValues)]),
  );
}

/** An upper bound: brackets within strings count too. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}") depth--;
    if (depth > deepest) return true;
  }
  return false;
}
