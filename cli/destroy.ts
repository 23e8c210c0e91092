import { defineCommand } from "./program/execute";
import { emulator, environment, json } from "./program/options";

export default defineCommand({
  name: "destroy",
  group: "change",
  summary: "destroy the service of an environment, or everything",
  description:
    "Destroys the service stack. With --including-data it also destroys the database, files, secrets, images and network; their deletion protection is lifted only then. It lists what exists and asks for the environment's name first.",
  arguments: [environment],
  options: [
    { flags: "--including-data", description: "destroy the data and the network, too" },
    { flags: "--yes <environment>", description: "confirm with the environment's name, and do not ask" },
    emulator,
    json,
  ],
  examples: [
    { command: "destroy {environment}", explanation: "destroys the service of {environment}; the data stays" },
    {
      command: "destroy {environment} --emulator --including-data",
      explanation: "empties the emulator of {environment}",
    },
  ],
  exitCodes: {
    done: "destroyed, or nothing existed",
    failed: true,
    refused: "not confirmed, and nothing was destroyed",
    unreachable: true,
    interrupted: true,
  },
  run: async ({ environment: environmentName, options, progress }) => {
    const { destroy } = await import("../operations/destroy/destroy");
    const { asker } = await import("./program/ask");
    return destroy({
      environmentName,
      includingData: options.flag("including-data"),
      emulator: options.flag("emulator"),
      ask: asker(options.text("yes"), progress),
      output: progress,
    });
  },
});
