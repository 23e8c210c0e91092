import { isRecord } from "../../../terraform-json";
import { isNothing, isScalar } from "./equal";

/** Longest value that is shown whole, in characters. */
const longest = 160;
/** Characters of what two long texts have in common that stay on each side of where they differ. */
const around = 24;

/** A value as one line for people. */
export function show(value: unknown): string {
  return shorten(oneLine(whole(value)));
}

/** Two values as one line each; of long ones, the part where they differ. */
export function showBoth(before: unknown, after: unknown): { before: string; after: string } {
  const [was, becomes] = [oneLine(whole(before)), oneLine(whole(after))];
  if (was.length <= longest && becomes.length <= longest) return { before: was, after: becomes };
  let start = 0;
  while (start < was.length && was[start] === becomes[start]) start++;
  const from = start > around * 2 ? start - around : 0;
  const lead = from > 0 ? "..." : "";
  return { before: lead + shorten(was.slice(from)), after: lead + shorten(becomes.slice(from)) };
}

/** Line breaks and the blanks around them become a blank. */
export function oneLine(text: string): string {
  if (!/[\r\n\u2028\u2029]/.test(text)) return text;
  const lines = text.split(/[\r\n\u2028\u2029]+/).map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}

/** A long text, without its middle and with its length. */
export function shorten(text: string, limit = longest): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2) - 16;
  const length = String(text.length).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${text.slice(0, half)} ... (${length} characters) ... ${text.slice(-half)}`;
}

function whole(value: unknown, depth = 0): string {
  if (typeof value === "string") return value === "" ? '""' : value;
  if (isScalar(value)) return String(value);
  if (depth > 8) return "...";
  if (Array.isArray(value)) {
    const items = value.map((item) => (isRecord(item) ? `{${whole(item, depth + 1)}}` : whole(item, depth + 1)));
    return items.length === 0 ? "[]" : items.join(", ");
  }
  if (!isRecord(value)) return "null";
  const entries = Object.entries(value).filter(([, item]) => !isNothing(item));
  if (entries.length === 0) return "{}";
  return entries
    .map(([key, item]) => {
      const text = whole(item, depth + 1);
      return `${key}: ${isRecord(item) ? `{${text}}` : Array.isArray(item) ? `[${text}]` : text}`;
    })
    .join(", ");
}
