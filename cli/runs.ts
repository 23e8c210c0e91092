import { defineCommand } from "./program/execute";
import { emulator, environment, json, onlyService, wholeNumber } from "./program/options";

export default defineCommand({
  name: "runs",
  group: "inspect",
  summary: "the latest releases, rollbacks and deployments, and their results",
  description:
    "Lists releases and rollbacks as they recorded themselves (who, when, which command, what ran before, the result), and deployments that neither of them started. ECS remembers deployments for 90 days.",
  arguments: [environment],
  options: [
    {
      flags: "--count <number>",
      description: "how many, 1 to 100",
      default: 20,
      parse: wholeNumber("--count", 1, 100),
    },
    onlyService,
    emulator,
    json,
  ],
  examples: [
    { command: "runs {environment}", explanation: "the last 20" },
    { command: "runs {environment} --count 3 --json", explanation: "the last three, as JSON" },
  ],
  exitCodes: { done: true, failed: true, unreachable: true },
  run: async ({ environment: name, options }) => {
    const { openSession } = await import("../lib/sessions");
    const { connect } = await import("../operations/release/work");
    const { describeRuns, readRuns } = await import("../operations/runs/runs");
    const session = await openSession(name, options.flag("emulator"));
    const runs = await readRuns(
      connect(session),
      session.environment,
      options.number("count") ?? 20,
      options.text("service"),
    );
    return { text: describeRuns(runs), json: runs };
  },
});
