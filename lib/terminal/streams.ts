import pc from "picocolors";
import { printable } from "../../packages/common/printable";
import type { Output } from "./screen";

/**
 * A stream for text from anywhere: what an application logs, or AWS repeats, may hold sequences that move the cursor, write to the
 * clipboard or hide what follows. They become visible; only this program's own, given to `control`, reach the terminal.
 */
export const safely = (output: Output): Output => ({
  get isTTY() {
    return output.isTTY;
  },
  get columns() {
    return output.columns;
  },
  write: (text) => output.write(printable(text, { colors: pc.isColorSupported })),
  control: (sequence) => output.write(sequence),
});

/** The streams of this process. Nothing else in the program writes to `process.stdout` and `process.stderr`. */
export const terminal = { output: safely(process.stdout), errors: safely(process.stderr) };
