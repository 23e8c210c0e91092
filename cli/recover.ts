import { defineCommand } from "./program/execute";
import { emulator, environment } from "./program/options";

export default defineCommand({
  name: "recover",
  group: "operate",
  summary: "free locks and import or delete what an interrupted run left",
  description: [
    "Shows the locks of the states and of releases: who holds them, since when, and whether that process is running. Frees those whose holder is gone.",
    "Then finds what carries the tags of the stacks, or a name that they configure, and is in no state. What has a free address is imported; of what has none, such as a second VPC, it shows the monthly cost and asks whether to delete or keep it.",
  ].join("\n\n"),
  arguments: [environment],
  options: [
    { flags: "--unlock", description: "also free locks whose holder may be alive, such as one on another host" },
    { flags: "--import-all", description: "import everything that has a free address, and do not ask" },
    { flags: "--delete", description: "delete everything that has none, and do not ask", conflicts: ["keep"] },
    { flags: "--keep", description: "keep everything that has none, and do not ask" },
    emulator,
  ],
  examples: [
    { command: "recover {environment}", explanation: "shows what was left, and asks what to do about it" },
    {
      command: "recover {environment} --unlock --import-all --delete",
      explanation: "frees every lock, imports what has an address and deletes the rest, without a question",
    },
  ],
  exitCodes: {
    done: "nothing is left behind",
    changes: "objects stay outside of every state, or locks stay",
    failed: true,
    busy: "another run is at work",
    unreachable: true,
    interrupted: true,
  },
  run: async ({ environment: environmentName, options, progress }) => {
    const { recover } = await import("../operations/recover/recover");
    const { asker } = await import("./program/ask");
    const code = await recover({
      environmentName,
      emulated: options.flag("emulator"),
      unlock: options.flag("unlock"),
      found: options.flag("import-all") ? "import" : "ask",
      left: options.flag("delete") ? "delete" : options.flag("keep") ? "keep" : "ask",
      ask: asker(undefined, progress),
      output: progress,
    });
    return { code };
  },
});
