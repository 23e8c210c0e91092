import { defineCommand } from "./program/execute";
import { emulator, environmentOrDefault, json } from "./program/options";

export default defineCommand({
  name: "report",
  group: "inspect",
  summary: "one page about an environment: picture, cost, rollouts, policies",
  description:
    "Writes one HTML file about an environment: its picture, what it costs by the month, its rollouts over time, policies and waivers with their dates, alarms and recipients, and where each fact is configured. The file loads nothing and runs nothing, so it can be sent to an auditor, a new colleague or whoever pays.",
  arguments: [environmentOrDefault],
  options: [
    { flags: "--output <file>", description: "file to write (default: cdktf.out/{environment}.html)" },
    { flags: "--status", description: "also how its services are now, as status says" },
    { flags: "--from <folder>", description: "an output folder of synth, instead of synthesizing now" },
    emulator,
    json,
  ],
  examples: [
    { command: "report {environment}", explanation: "writes cdktf.out/{environment}.html" },
    { command: "report {environment} --status --output report.html", explanation: "with what is running" },
  ],
  exitCodes: { done: true, failed: "the environment is wrong" },
  run: async ({ environment, options }) => {
    const { report } = await import("../operations/report/report");
    const { inputOf } = await import("../modules/platform/environment");
    const emulated = options.flag("emulator");
    const status = async () => (await import("../operations/picture/status")).statesOf(environment, emulated);
    return report({
      environment,
      from: options.text("from"),
      output: options.text("output"),
      inputOf,
      ...(options.flag("status") && { status }),
    });
  },
});
