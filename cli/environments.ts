import { defineCommand } from "./program/execute";
import { json } from "./program/options";

export default defineCommand({
  name: "environments",
  group: "inspect",
  summary: "list the environments with their accounts, regions and stacks",
  description:
    "Lists every environment, or those named: its account, its region and the names of its stacks, in the order in which main is deployed (environments without deletion protection first, then by name). Nothing is asked of AWS. The workflows take their environments from here.",
  arguments: [{ term: "[environment...]", description: "some environments only (default: all)" }],
  options: [json],
  examples: [
    { command: "environments", explanation: "a table of all of them" },
    { command: "environments --json", explanation: "the same as JSON, as the matrix of a workflow reads it" },
  ],
  exitCodes: { done: true, failed: "an environment is wrong" },
  run: async ({ words }) => {
    const { summarizeEnvironments } = await import("../operations/describe/environments");
    return summarizeEnvironments(words);
  },
});
