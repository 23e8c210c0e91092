import { defineCommand } from "./program/execute";
import { emulator, environment, json, stacks } from "./program/options";

export default defineCommand({
  name: "deploy",
  group: "change",
  summary: "show what changes, ask, and deploy the stacks of an environment",
  description:
    "Checks the credentials and, before a first deployment, everything that ./platform doctor checks; plans the stacks, shows what they change, asks for the environment's name, and deploys them with Terraform, each after the stacks it depends on, which are deployed too. A stack that reads outputs which do not exist yet is planned and applied after the stack that makes them.",
  arguments: [environment, stacks],
  options: [
    {
      flags: "--yes <environment>",
      description: "confirm with the environment's name, and do not ask",
      conflicts: ["autoApprove"],
    },
    { flags: "--skip-doctor", description: "do not look for what would make a first deployment fail" },
    { flags: "--auto-approve", description: "deploy without asking, as cdktf deploy does" },
    emulator,
    json,
  ],
  examples: [
    { command: "deploy {environment}", explanation: "deploys every stack of {environment}" },
    {
      command: "deploy {environment} foundation data --yes {environment}",
      explanation: "deploys two stacks, and the state bucket that they depend on, without asking",
    },
  ],
  exitCodes: {
    done: "deployed",
    failed: "a plan failed, or Terraform failed",
    refused: "not confirmed, or a first deployment would fail; nothing was changed",
    applyFailed: true,
    unreachable: true,
    interrupted: true,
  },
  run: async ({ words, options, progress }) => {
    const { deploy } = await import("../operations/deploy/deploy");
    const { asker } = await import("./program/ask");
    const emulated = options.flag("emulator");
    return deploy({
      words,
      emulated,
      ...(!emulated && !options.flag("auto-approve") && { ask: asker(options.text("yes"), progress) }),
      checksFirst: !emulated && !options.flag("skip-doctor"),
      progress,
    });
  },
});
