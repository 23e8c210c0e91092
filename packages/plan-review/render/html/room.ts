import type { Html } from "./tag";

/** What a page has room for, in bytes of UTF-8. */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Whether there is room for a part of the page, which is then taken. @param kept bytes that are left for others */
  takes(part: Html, kept = 0): boolean {
    const bytes = Buffer.byteLength(part);
    if (bytes > this.#left - kept) return false;
    this.#left -= bytes;
    return true;
  }

  get left(): number {
    return this.#left;
  }
}
