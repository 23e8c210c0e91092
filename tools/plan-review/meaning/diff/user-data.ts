import type { DiffLine } from "../../model";
import { same, type Knowledge } from "./equal";
import { hasHoles } from "./holes";
import { changed } from "./lines";
import { textLine } from "./text";

/** The script an instance starts with, decoded where it is base64, line by line. */
export function diffUserData(name: string, before: unknown, after: unknown, knowledge: Knowledge): DiffLine[] {
  const [was, becomes] = [decode(before), decode(after)];
  if (was === becomes || same(was, becomes, knowledge) || same(before, after, knowledge)) return [];
  return was.includes("\n") || becomes.includes("\n")
    ? [textLine([name], was, becomes, knowledge)]
    : [changed([name], was, becomes)];
}

/** Text that is no base64, or the base64 of something else than text, stays as it is. */
function decode(value: unknown): string {
  if (typeof value !== "string") return "";
  const text = value.replace(/\s/g, "");
  if (text.length < 8 || text.length % 4 !== 0 || hasHoles(value) || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return value;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  // eslint-disable-next-line no-control-regex -- what no script holds
  return /[\u0000-\u0008\u000E-\u001F\uFFFD]/.test(decoded) ? value : decoded;
}
