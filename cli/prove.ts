import { defineCommand } from "./program/execute";
import { json } from "./program/options";

export default defineCommand({
  name: "prove",
  group: "inspect",
  summary: "prove that an environment's rollouts can finish",
  description:
    "Proves for each environment that its tasks fit the instances, and that rolling updates, instance refreshes and the loss of a zone can finish; or shows the step that blocks and the changes that unblock it.",
  arguments: [{ term: "[environment...]", description: "some environments only (default: all)" }],
  options: [
    { flags: "--html <file>", description: "write the rollouts over time as a page" },
    { flags: "--alarms", description: "replay faults against the synthesized alarms instead" },
    json,
  ],
  examples: [
    { command: "prove", explanation: "proves every environment" },
    {
      command: "prove {environment} --alarms",
      explanation: "which alarm fires when, whom it notifies, what it rolls back",
    },
    { command: "prove {environment} --json", explanation: "the proof of {environment} with all its steps, as JSON" },
  ],
  exitCodes: {
    done: "every rollout can finish; with --alarms: every fault is noticed",
    failed: "a rollout could not finish; with --alarms: a fault is not noticed, or nobody is notified",
  },
  run: async ({ words, options }) => {
    const { prove, proveAlarms } = await import("../operations/prove/prove");
    return options.flag("alarms") ? proveAlarms(words) : prove(words, options.text("html"));
  },
});
