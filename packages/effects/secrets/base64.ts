import { gunzipSync } from "node:zlib";

/** Bytes of what is unpacked; AWS takes 16 KiB of user data, Azure 64 KiB, Google Cloud 256 KiB. */
const largest = 1024 * 1024;

/**
 * The text that is encoded in base64, as user data is, compressed or not; undefined for anything else.
 *
 * @param shortest characters; fewer may be a word that happens to be of the alphabet
 */
export function decodeText(value: string | undefined, shortest = 24): string | undefined {
  const packed = value?.replace(/[\r\n]/g, "") ?? "";
  if (packed.length < shortest || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined;
  const bytes = unpacked(Buffer.from(packed, "base64"));
  const text = bytes?.toString("utf8") ?? "\u0000";
  // oxlint-disable-next-line no-control-regex -- what no text holds is looked for
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? undefined : text;
}

export function encodeText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}

function unpacked(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch {
    return undefined;
  }
}
