import { defineCommand } from "./program/execute";
import { emulator, environment, json } from "./program/options";

export default defineCommand({
  name: "bootstrap",
  group: "set up",
  summary: "create the bucket for an environment's Terraform state, once",
  description:
    "Creates the bucket that keeps the Terraform state of the environment, and moves the bucket's own state into it. A second run finds it and changes nothing; a run that was interrupted is continued by the next.",
  arguments: [environment],
  options: [emulator, json],
  examples: [
    { command: "bootstrap {environment}", explanation: "creates the state bucket in {environment}'s account" },
    { command: "bootstrap {environment} --emulator", explanation: "the same in the emulator that is running" },
  ],
  exitCodes: { done: "the bucket exists and holds its own state", failed: true, unreachable: true },
  run: async ({ environment: name, options, notice }) => {
    const { bootstrapEnvironment } = await import("../operations/bootstrap");
    const { changed, message } = await bootstrapEnvironment(name, { emulated: options.flag("emulator"), say: notice });
    return { json: { environment: name, changed, message }, text: message };
  },
});
