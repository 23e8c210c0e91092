import { gunzipSync } from "node:zlib";

/** Bytes of a plan, unpacked; 50,000 resources are about 130 MB. */
const largest = 1024 ** 3;

/**
 * The text of a file: gzip is unpacked, and UTF-16, which PowerShell's `>` writes, is read with or without its mark.
 *
 * @throws RangeError for gzip that unpacks to more than 1 GiB, Error for gzip that is damaged
 */
export function decodeText(bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largest }) : bytes;
  const [first, second] = plain;
  if (first === 0xff && second === 0xfe) return plain.subarray(2).toString("utf16le");
  if (first === 0xfe && second === 0xff) return swapped(plain.subarray(2));
  // Without a mark: JSON begins with an ASCII character, of which UTF-16 has a zero byte.
  if (second === 0 && first !== 0 && plain.length > 2) return plain.toString("utf16le");
  if (first === 0 && second !== 0 && plain.length > 2) return swapped(plain);
  return plain.toString("utf8");
}

function swapped(bytes: Buffer): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return even.swap16().toString("utf16le");
}
