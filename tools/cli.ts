import pc from "picocolors";

/** Something a person can mend: the message says all of it, so no stack is shown. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** Runs a program and exits with the code it returns; the only place of tools/ that exits. */
export function runCli(main: (args: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(`\n${pc.red("✖")} ${report(error)}`);
      process.exit(1);
    },
  );
}

/** What is shown for an error: the message of one that was foreseen, the stack of one that was not. */
export function report(error: unknown): string {
  const { message = String(error), stack = message, code } = Object(error) as Partial<NodeJS.ErrnoException>;
  // What util.parseArgs says of an unknown option or a missing value was foreseen, too.
  const foreseen = error instanceof UserError || String(code).startsWith("ERR_PARSE_ARGS");
  return foreseen ? message : stack;
}
