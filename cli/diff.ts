import { defineCommand } from "./program/execute";
import { emulator, environment, json, stacks } from "./program/options";

export default defineCommand({
  name: "diff",
  group: "change",
  summary: "show what a deployment would change, and keep no plan",
  description:
    "Plans every stack of the environment, or some, and shows what the plans change and what that means for the running system. The states are not locked and no plan is kept; ./platform plan keeps plans that can be applied.",
  arguments: [environment, stacks],
  options: [emulator, json],
  examples: [
    { command: "diff {environment}", explanation: "shows what would change in {environment}" },
    { command: "diff {environment} service", explanation: "the same of {environment}-service alone" },
  ],
  exitCodes: {
    done: "no changes",
    failed: "a plan failed",
    changes: "there are changes, or a stack that waits",
    refused: "something that a review blocks",
    unreachable: true,
  },
  run: async ({ words: [environmentOrStack = "", ...chosen], options, progress }) => {
    const { diff } = await import("../operations/deploy/diff");
    return diff({ words: [environmentOrStack, ...chosen], emulated: options.flag("emulator"), progress });
  },
});
