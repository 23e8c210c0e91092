import { defineCommand } from "./program/execute";

export default defineCommand({
  name: "atlantis",
  group: "set up",
  summary: "print or write the atlantis.yaml of the environments there are",
  description:
    "Prints the configuration that Atlantis reads from the repository: a project for each stack of each environment. Write it after an environment was added or removed; a test fails while the file differs. The server's own configuration is in docs/guides/plan-review.md.",
  options: [{ flags: "--write", description: "write atlantis.yaml in the project instead of printing it" }],
  examples: [
    { command: "atlantis", explanation: "prints it" },
    { command: "atlantis --write", explanation: "after an environment was added or removed" },
  ],
  exitCodes: { done: true, failed: "an environment is wrong" },
  run: async ({ options }) => {
    const { atlantis } = await import("../operations/describe/atlantis");
    return { text: await atlantis({ write: options.flag("write") }) };
  },
});
