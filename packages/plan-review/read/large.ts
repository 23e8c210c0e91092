import { randomBytes } from "node:crypto";

/** Bytes from which a file is read piece by piece. */
export const largeFile = 8 * 1024 * 1024;

/** Objects in lists, down to this depth, are parsed by themselves when they have so many bytes. */
const [deepest, smallest] = [40, 128];

/** Shorter texts are not worth being kept once. */
const shortest = 16;

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The value of JSON that is too large to be in memory as one text: each larger object in a list is parsed as soon as it ends, and equal
 * texts (a plan holds most values three times) are kept once.
 *
 * @throws Error for what is not JSON
 */
export function parseLarge(chunks: Iterable<Buffer>): unknown {
  // Stands in the text where an object was taken out; nothing in a file can look like it.
  const marker = `${randomBytes(12).toString("hex")}:`;
  const values: unknown[] = [];
  const texts = new Map<string, string>();
  const open: { readonly isList: boolean; readonly start: number }[] = [];
  let pending = Buffer.allocUnsafe(1024 * 1024);
  let length = 0;
  let [isText, isEscaped] = [false, false];

  const append = (bytes: Buffer): void => {
    if (length + bytes.length > pending.length) {
      const larger = Buffer.allocUnsafe(2 * (length + bytes.length));
      pending.copy(larger, 0, 0, length);
      pending = larger;
    }
    length += bytes.copy(pending, length);
  };
  const parse = (start: number): unknown =>
    settle(JSON.parse(pending.toString("utf8", start, length)) as unknown, { marker, values, texts }, 0);
  const close = (isList: boolean): number => {
    const { isList: isOpenList, start } = open.pop() ?? { isList: !isList, start: 0 };
    if (isOpenList !== isList) throw new SyntaxError("brackets do not match");
    return start;
  };

  for (const chunk of chunks) {
    let from = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isText = false;
        continue;
      }
      if (byte === quote) isText = true;
      else if (byte === openList || byte === openObject)
        open.push({ isList: byte === openList, start: length + index - from });
      else if (byte === closeList) close(true);
      else if (byte === closeObject) {
        const start = close(false);
        const isItem = open.at(-1)?.isList === true && open.length <= deepest;
        if (!isItem || length + index - from - start < smallest) continue;
        append(chunk.subarray(from, index + 1));
        from = index + 1;
        values.push(parse(start));
        length = start;
        append(Buffer.from(JSON.stringify(`${marker}${values.length - 1}`)));
      }
    }
    append(chunk.subarray(from));
  }
  if (open.length > 0 || isText) throw new SyntaxError("it does not end");
  return parse(pending.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0);
}

interface Parts {
  readonly marker: string;
  readonly values: readonly unknown[];
  readonly texts: Map<string, string>;
}

/** The value with what was taken out in its place, and with each text once. */
function settle(value: unknown, parts: Parts, depth: number): unknown {
  const { marker, values, texts } = parts;
  if (typeof value === "string") {
    if (value.startsWith(marker)) return values[Number(value.slice(marker.length))];
    if (value.length < shortest) return value;
    const known = texts.get(value);
    if (known === undefined) texts.set(value, value);
    return known ?? value;
  }
  if (typeof value !== "object" || value === null || depth > 2 * deepest) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) value[index] = settle(value[index], parts, depth + 1);
    return value;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const settled = settle(record[key], parts, depth + 1);
    // Assigning to it would set the prototype. Only lists hold what was taken out, so that nothing is missing.
    if (key !== "__proto__") record[key] = settled;
  }
  return record;
}
