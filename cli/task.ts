import { exitCodes, UserError } from "../packages/common/errors";
import { defineCommand } from "./program/execute";
import { emulator, environment, json, service, timeout } from "./program/options";

/** As `docker run`: the command itself has no exit code, because it did not run. */
const notRun = 125;
/** As timeout(1). */
const timedOut = 124;

export default defineCommand({
  name: "task",
  group: "operate",
  summary: "run a command once, on the image that the service runs",
  description: [
    "Runs a command once as an ECS task of its own, on the image that the service runs, with the variables and secrets of the web container; shows its log and exits with its exit code. The log alone goes to standard output.",
    "A command in one pair of quotes is read by the image's shell. Options of the command come after --, or in the quotes.",
  ].join("\n\n"),
  arguments: [environment, { term: "<command...>", description: "what the container runs" }],
  options: [
    { ...timeout, description: "stop the task after this time (default: never)" },
    { flags: "--stop-on-interrupt", description: "Ctrl-C stops the task; without it the task continues" },
    service,
    emulator,
    { ...json, description: "print task, exit code and log as JSON; the log also goes to standard error" },
  ],
  examples: [
    { command: 'task {environment} "ls -l /tmp | head"', explanation: "the image's shell reads a text with spaces" },
    {
      command: "task {environment} --timeout 30 -- ./migrate --verbose",
      explanation: "options after -- are the command's",
    },
  ],
  exitCodes: { interrupted: "you stopped watching; the task continues" },
  otherExitCodes: [
    ["0-255", "the exit code of the command, whatever it is"],
    [String(timedOut), "the task took longer than --timeout and was stopped, as timeout(1) reports it"],
    [String(notRun), "the command did not run or did not finish, as docker run reports it; the message says why"],
  ],
  run: async ({ words: [environmentName = "", ...words], options, log, notice }) => {
    const { commandOf } = await import("../operations/task/command");
    const { openSession } = await import("../lib/sessions");
    const { task } = await import("../operations/task/task");
    const timeoutMinutes = options.number("timeout");
    const command = commandOf(words);
    try {
      const lines: string[] = [];
      const asJson = options.flag("json");
      const { code, json: ended } = await task({
        service: options.text("service"),
        session: await openSession(environmentName, options.flag("emulator")),
        command,
        stopOnInterrupt: options.flag("stop-on-interrupt"),
        onLog: (line) => {
          if (!asJson) return log(line);
          lines.push(line);
          notice(line);
        },
        // The log alone is standard output, so that it can be piped.
        say: notice,
        ...(timeoutMinutes !== undefined && { timeoutMinutes }),
      });
      return { code, json: { ...ended, log: lines } };
    } catch (error) {
      // The small codes are those of the command that the task runs.
      if (!(error instanceof UserError) || error.exitCode === exitCodes.usage) throw error;
      throw new UserError(error.message, error.exitCode === exitCodes.notSteady ? timedOut : notRun);
    }
  },
});
