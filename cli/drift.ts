import { defineCommand } from "./program/execute";
import { environment, json } from "./program/options";

export default defineCommand({
  name: "drift",
  group: "inspect",
  summary: "keep a GitHub issue open while an environment differs from main",
  description:
    "Reads plans that were made from main. While they change anything in the environment, an issue is kept open with their review; when they no longer do, it is closed. Where a plan failed, the issue stays as it is.",
  arguments: [environment, { term: "<folder>", description: "folder of the plans" }],
  options: [json],
  variables: [["GITHUB_REPOSITORY, GITHUB_TOKEN", "where the issue is kept"]],
  examples: [
    { command: "drift {environment} plans", explanation: "after ./platform plan {environment} on main" },
    { command: "drift {environment} plans --json", explanation: "the same, with the number of the issue as JSON" },
  ],
  exitCodes: { done: "the issue says what is true", failed: "a plan failed, or GitHub refuses" },
  run: async ({ words: [name = "", folder = ""] }) => {
    const { trackDrift } = await import("../operations/plan/drift");
    return trackDrift(name, folder, process.env);
  },
});
