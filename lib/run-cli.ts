import pc from "picocolors";
import { exitCodes, report, UserError } from "../packages/common/errors";

/** Runs a program and exits with the code it returns; the only place that exits. */
export function runCli(main: (args: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(`\n${pc.red("✖")} ${report(error)}`);
      process.exit(error instanceof UserError ? error.exitCode : exitCodes.failed);
    },
  );
}
