import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/**
 * Frees what is no longer used, now. Node.js lets its memory grow to several times what is in use before it does so by itself, which is
 * too much between the steps of work on hundreds of megabytes.
 */
export function freeMemory(): void {
  setFlagsFromString("--expose-gc");
  collect ??= runInNewContext("gc") as () => void;
  collect();
}
