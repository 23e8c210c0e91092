/** Short ones are words that happen to be of the alphabet. */
const shortest = 24;

/** The text that is encoded in base64, as user data is; undefined for anything else, such as a compressed file. */
export function decodeText(value: string | undefined): string | undefined {
  if (value === undefined || value.length < shortest || value.length % 4 !== 0) return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, "base64").toString("utf8");
  // oxlint-disable-next-line no-control-regex -- what no text holds is looked for
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? undefined : text;
}

export function encodeText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}
