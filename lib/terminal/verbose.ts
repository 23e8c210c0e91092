import { terminal } from "./streams";

/** Whether the person wants to see what Terraform and cdktf print, and the stacks of errors: `--verbose`. */
export const verbose = { isOn: false };

/** Shows a line of a program that is run, with `--verbose`. */
export function trace(line: string): void {
  if (verbose.isOn) terminal.errors.write(`${line}\n`);
}
