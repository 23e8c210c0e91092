import { defineCommand } from "./program/execute";
import { emulator, environment, json, stacks } from "./program/options";

export default defineCommand({
  name: "plan",
  group: "change",
  summary: "plan every stack of an environment into a folder",
  description:
    "Plans every stack of the environment, or some, and writes for each STACK.plan and STACK.json, or STACK.log where the plan failed or waits for another stack. A plan contains secret values in plain text: the folder is for you alone (mode 0700), and git ignores plans/.",
  arguments: [environment, stacks],
  options: [
    { flags: "--output <folder>", description: "folder for the plans (default: plans in the project)" },
    { flags: "--no-lock", description: "leave the states unlocked, for a role that may not write" },
    emulator,
    json,
  ],
  examples: [
    { command: "plan {environment}", explanation: "plans every stack of {environment} into plans/" },
    {
      command: "plan {environment} service --no-lock",
      explanation: "plans {environment}-service with read-only credentials",
    },
  ],
  exitCodes: {
    done: "no changes",
    failed: "a plan failed",
    changes: "there are changes, or a stack that waits",
    unreachable: true,
  },
  run: async ({ words, options, progress }) => {
    const { chosen } = await import("../operations/deploy/chosen");
    const { plansFolder } = await import("../operations/plan/folder");
    const { plan } = await import("../operations/plan/plan");
    const { exitCodeOf, planReport } = await import("../operations/plan/report");
    const output = options.text("output") ?? plansFolder();
    const planned = await plan({
      ...chosen(words),
      output,
      lock: options.flag("lock"),
      emulated: options.flag("emulator"),
      screen: progress,
    });
    return { code: exitCodeOf(planned), json: { folder: output, stacks: planned }, text: planReport(planned, output) };
  },
});
