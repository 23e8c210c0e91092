import { defineCommand } from "./program/execute";
import { json } from "./program/options";

export default defineCommand({
  name: "synth",
  group: "change",
  summary: "write the Terraform configuration of every stack to cdktf.out",
  description:
    "Checks the environments, proves that their rollouts can finish, asks the policies, and writes the configuration of each stack to cdktf.out/stacks. Nothing is written when something fails.",
  arguments: [{ term: "[environment...]", description: "some environments only (default: all)" }],
  options: [json],
  examples: [
    { command: "synth", explanation: "writes the stacks of every environment" },
    { command: "synth {environment}", explanation: "loads and writes {environment} alone" },
  ],
  exitCodes: { done: true, failed: "an environment is wrong, or fails a proof or a policy" },
  run: async ({ words, progress, notice }) => {
    const { synth } = await import("../operations/deploy/synth");
    return synth({ environments: words, progress, notice });
  },
});
