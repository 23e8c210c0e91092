import { defineCommand } from "./program/execute";
import { environmentOrDefault, json } from "./program/options";

export default defineCommand({
  name: "rehearse",
  group: "set up",
  summary: "run releases that work and that fail on the emulator, as a timeline",
  description:
    "Deploys an environment to the emulator on this machine and runs a round of commands as a person would: status, a release, logs, a rollback, a release that crashes, one that never becomes healthy, a task. What each printed, when and for how long, is written as a page that needs nothing else.",
  arguments: [environmentOrDefault],
  options: [
    {
      flags: "--output <file>",
      description: "where the page is written (default: .emulator/ENVIRONMENT-rehearsal.html)",
    },
    json,
  ],
  examples: [
    { command: "rehearse {environment}", explanation: "the whole round; it takes some minutes" },
    { command: "rehearse {environment} --output rehearsal.html", explanation: "writes the page where you want it" },
  ],
  exitCodes: {
    done: "every command did what it should",
    failed: "a command did not, or the environment cannot be deployed",
    refused: "there is no image to release",
    interrupted: true,
  },
  run: async ({ environment, options, progress }) => {
    const { rehearse } = await import("../operations/rehearse/rehearse");
    return rehearse({ environmentName: environment, file: options.text("output"), progress });
  },
});
