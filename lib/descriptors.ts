import { closeSync, openSync, readdirSync } from "node:fs";
import { devNull } from "node:os";

/**
 * Standard streams for a background process that keeps nothing open which this process was started with, such as the lock of a
 * script or the other end of a pipe: in its place the child gets the null device. Node.js passes such descriptors on.
 *
 * @param standard what the child gets as 0, 1 and 2
 * @param start starts the child with the given `stdio`
 */
export function withoutInherited<Child>(
  standard: readonly ("ignore" | "pipe" | number)[],
  start: (stdio: ("ignore" | "pipe" | number)[]) => Child,
): Child {
  const nothing = openSync(devNull, "r+");
  try {
    const open = openDescriptors().filter((descriptor) => descriptor >= standard.length);
    const highest = Math.max(standard.length - 1, ...open);
    const others = Array.from({ length: highest - standard.length + 1 }, () => nothing);
    return start([...standard, ...others]);
  } finally {
    closeSync(nothing);
  }
}

/** Numbers of the open descriptors; none where the system does not list them. */
function openDescriptors(): readonly number[] {
  try {
    return readdirSync("/dev/fd").map(Number);
  } catch {
    return [];
  }
}
