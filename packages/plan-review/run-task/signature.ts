import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether a body is from somebody who knows the key: `X-TFC-Task-Signature` is the HMAC-SHA512 of the raw body, in hex.
 * How long it takes says nothing of how much of it was right.
 */
export function isSigned(body: Buffer, signature: string | undefined, key: string): boolean {
  const expected = createHmac("sha512", key).update(body).digest();
  const given = Buffer.from(signature !== undefined && /^[0-9a-f]{128}$/i.test(signature) ? signature : "", "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
