import { defineCommand } from "./program/execute";
import { environmentOrDefault, json } from "./program/options";

export default defineCommand({
  name: "start",
  group: "set up",
  summary: "deploy an environment to an AWS emulator on this machine",
  description:
    "Starts the AWS emulator of the environment's account and deploys all stacks to it, with real Terraform. A second run deploys what has changed since. Nothing reaches AWS, and no credentials are needed.",
  arguments: [environmentOrDefault],
  options: [
    {
      flags: "--no-samples",
      description: "add no images and no secret values to try things with: only what is deployed",
    },
    json,
  ],
  examples: [
    { command: "start", explanation: "deploys the default environment, and prints where it is and what to try next" },
    { command: "start {environment}", explanation: "deploys {environment} to the emulator of its account" },
  ],
  exitCodes: { done: "everything is deployed", failed: true, interrupted: true },
  run: async ({ environment, options, progress }) => {
    const { start } = await import("../operations/start/start");
    return start(environment, { output: progress, withSamples: options.flag("samples") });
  },
});
