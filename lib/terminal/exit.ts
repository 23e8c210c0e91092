import pc from "picocolors";
import { exitCodes, report, UserError } from "../../packages/common/errors";
import { awsError } from "../aws/errors";
import { terminal } from "./streams";
import { verbose } from "./verbose";

/**
 * Runs a program and ends the process with the code that it returns; everything that ends does so here.
 *
 * A reader that goes away, as `head` does, is no error: what is under way continues. A pipe takes no more than 64 KiB at once, so the process
 * ends only when everything was taken.
 */
export function runProgram(main: (args: readonly string[]) => Promise<number>, args = process.argv.slice(2)): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  void main(args)
    .catch((error: unknown) => {
      terminal.errors.write(failure(error));
      return codeOf(error);
    })
    .then(async (code) => {
      await Promise.all([drained(process.stdout), drained(process.stderr)]);
      process.exit(code);
    });
}

/** What is printed for an error: the message of one that was foreseen, without its stack unless `--verbose` asks for it. */
export function failure(error: unknown): string {
  const text = verbose.isOn && error instanceof Error ? (error.stack ?? error.message) : report(explained(error));
  return `${pc.red("✖")} ${text}\n`;
}

export function codeOf(error: unknown): number {
  const known = explained(error);
  return known instanceof UserError ? known.exitCode : exitCodes.failed;
}

/** An error of the AWS SDK that no command foresaw is AWS's message, not a fault of this program. */
const explained = (error: unknown): unknown =>
  error instanceof Error && "$metadata" in error ? awsError(error, "go on") : error;

const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write("", () => resolve());
  });
