import { defineCommand } from "./program/execute";
import { emulator, environment, service } from "./program/options";

export default defineCommand({
  name: "logs",
  group: "inspect",
  summary: "what the containers of the service log, live if you like",
  description:
    "Prints what the containers log, oldest first. On a terminal a line shows its time, container and task, and lines of JSON are made readable; into a pipe or a file go the messages alone, as they were written.",
  arguments: [environment],
  options: [
    { flags: "--follow", description: "go on with what comes, until Ctrl-C" },
    { flags: "--since <time>", description: "a time ago (10m, 2h, 3d) or an ISO 8601 time", default: "10m" },
    { flags: "--filter <pattern>", description: "CloudWatch Logs filter pattern, such as ERROR" },
    { flags: "--container <name>", description: "lines of one container (default: all)" },
    { flags: "--task <id>", description: "lines of one task, by the beginning of its id (default: all)" },
    service,
    emulator,
  ],
  examples: [
    { command: "logs {environment} --follow", explanation: "the last ten minutes, and what comes" },
    { command: "logs {environment} --since 2h --filter ERROR", explanation: "the errors of the last two hours" },
  ],
  exitCodes: { done: "all of it was printed, or you stopped following", failed: true, unreachable: true },
  run: async ({ environment: name, options, log }) => {
    const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
    const { chooseService } = await import("../lib/ecs/target");
    const { openSession } = await import("../lib/sessions");
    const { formatLine } = await import("../operations/logs/format");
    const { followLogs, parseSince, readLogs } = await import("../operations/logs/logs");
    const since = parseSince(options.text("since") ?? "10m", Date.now());
    const [container, task, filter] = ["container", "task", "filter"].map((option) => options.text(option));
    const what = {
      since,
      ...(container !== undefined && { container }),
      ...(task !== undefined && { task }),
      ...(filter !== undefined && { filter }),
    };
    const { environment: loaded, config } = await openSession(name, options.flag("emulator"));
    const environment = chooseService(loaded, options.text("service"));
    const logs = new CloudWatchLogsClient(config);
    const isOne = container !== undefined || Object.keys(environment.service.containers).length === 1;
    const show = process.stdout.isTTY === true;
    const printAll = (lines: Awaited<ReturnType<typeof readLogs>>): void => {
      for (const line of lines) log(show ? formatLine(line, !isOne) : line.message);
    };
    if (!options.flag("follow")) {
      printAll(await readLogs(logs, environment, what));
      return {};
    }
    let stopped = false;
    process.once("SIGINT", () => (stopped = true));
    for await (const lines of followLogs(logs, environment, {
      ...what,
      isOver: () => stopped || !process.stdout.writable,
    }))
      printAll(lines);
    return {};
  },
});
