import { isRecord } from "../../../terraform-json";
import { isNothing, isScalar } from "./equal";

/** Levels of a value that a sentence shows; no resource of any provider has as many. */
const deepest = 100;

/** A value as one line for people; all of it, since what executes or grants must be readable. */
export function show(value: unknown): string {
  return oneLine(whole(value));
}

/** Line breaks and the blanks around them become a blank. */
export function oneLine(text: string): string {
  if (!/[\r\n\u2028\u2029]/.test(text)) return text;
  const lines = text.split(/[\r\n\u2028\u2029]+/).map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}

/** A long text, without its middle and with its length. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2) - 16;
  const length = String(text.length).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${text.slice(0, half)} ... (${length} characters) ... ${text.slice(-half)}`;
}

function whole(value: unknown, depth = 0): string {
  if (typeof value === "string") return value === "" ? '""' : value;
  if (isScalar(value)) return String(value);
  if (depth > deepest) return "(nested too deeply to be shown)";
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
