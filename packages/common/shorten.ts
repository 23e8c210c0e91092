import { createHash } from "node:crypto";

/** A name that is too long ends in a hash of itself, so that two long names stay different. */
export function shorten(name: string, maximum: number): string {
  if (name.length <= maximum) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 6);
  return `${name.slice(0, maximum - 7).replace(/-+$/, "")}-${hash}`;
}
