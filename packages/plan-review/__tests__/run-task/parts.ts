import { createHmac } from "node:crypto";

export const hmacKey = "0123456789abcdef";

export const sign = (body: string, key = hmacKey): string => createHmac("sha512", key).update(body).digest("hex");
