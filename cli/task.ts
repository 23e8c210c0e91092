import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { exitCodes, UserError } from "../packages/common/errors";
import { commandOf } from "../operations/task/command";
import { minutes } from "../operations/task/minutes";
import { openSession } from "../operations/task/session";
import { task } from "../operations/task/task";

const usage = `usage: npm run task -- ENVIRONMENT [OPTION...] COMMAND

Runs a command once as an ECS task of its own, on the image that the service runs, with the web container's variables and
secrets; shows its log and exits with its exit code. A COMMAND of one text is read by the image's shell:
npm run task -- production "bin/rails runner 'puts User.count'"

  --timeout MINUTES      stop the task after that time
  --stop-on-interrupt    Ctrl-C stops the task; without it the task goes on, and only you leave
  --emulator             in what npm start deployed to the emulator, not in AWS

Without an exit code of the command, it exits with: 121 bad input, or the task did not run to its end · 122 AWS cannot be asked ·
123 there is no service or no task definition yet · 124 it took longer than --timeout · 130 you left`;

/** Codes of its own that a command hardly has: 1, 2 and 3 are the command's; 124 is that of timeout(1). */
const ownCodes: Readonly<Record<number, number>> = {
  [exitCodes.failed]: 121,
  [exitCodes.unreachable]: 122,
  [exitCodes.refused]: 123,
  [exitCodes.notSteady]: 124,
};

runCli((args) =>
  main(args).catch((error: unknown) => {
    if (error instanceof UserError) throw new UserError(error.message, ownCodes[error.exitCode] ?? error.exitCode);
    // What parseArgs says.
    throw String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS")
      ? new UserError((error as Error).message, ownCodes[exitCodes.failed])
      : error;
  }),
);

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      timeout: { type: "string" },
      "stop-on-interrupt": { type: "boolean" },
      emulator: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [environmentName, ...words] = positionals;
  if (environmentName === undefined) throw new UserError(`name an environment and a command\n\n${usage}`);
  const command = commandOf(words);
  const timeoutMinutes = minutes("--timeout", values.timeout);
  const session = await openSession(environmentName, values.emulator ?? false);
  return task({
    session,
    command,
    stopOnInterrupt: values["stop-on-interrupt"] ?? false,
    onLog: (line) => console.log(line),
    // The log alone is standard output, so that it can be piped.
    say: (line) => console.error(line),
    ...(timeoutMinutes !== undefined && { timeoutMinutes }),
  });
}
