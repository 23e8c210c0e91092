import { defineCommand } from "./program/execute";
import { emulator, environment, json, onlyService, timeout, usage } from "./program/options";

export default defineCommand({
  name: "rollback",
  group: "operate",
  summary: "go back to the revision before, or to a given one",
  description: [
    "Goes back to the revision of the task definition that ran before the last completed deployment, or to the given one, and follows the deployment until it is steady. Where the two differ in the image alone, Terraform does it; else ECS runs that very revision. No migration is undone. Ctrl-C stops watching, not the deployment.",
    "Where several services can be released, all that the last release changed run again what they ran before it; --service takes one alone.",
  ].join("\n\n"),
  arguments: [environment, { term: "[revision]", description: "number of a revision, such as 3 in ma-app:3" }],
  options: [
    {
      flags: "--image-only",
      description: "take the image alone, through Terraform, whatever else differs",
      conflicts: ["exact"],
    },
    { flags: "--exact", description: "take that very revision, without Terraform" },
    { ...onlyService, description: "one service alone (default: all that the last release changed)" },
    timeout,
    emulator,
    json,
  ],
  examples: [
    { command: "rollback {environment}", explanation: "goes back to what ran before" },
    { command: "rollback {environment} --service worker", explanation: "goes back with one of several services" },
    { command: "rollback {environment} 3 --exact", explanation: "runs revision 3 exactly as it was registered" },
  ],
  exitCodes: {
    done: "the earlier revision is steady",
    failed: true,
    refused: "a check failed, and nothing was changed",
    applyFailed: true,
    rolledBack: true,
    busy: "a release is under way: let it finish, or stop watching it with Ctrl-C first",
    notSteady: true,
    unreachable: true,
    interrupted: "you stopped watching",
  },
  run: async ({ words: [environmentName = "", revision], options, progress }) => {
    if (revision !== undefined && !/^[1-9]\d{0,8}$/.test(revision)) {
      throw usage(`a revision is a number, such as 3 in ma-app:3; got ${JSON.stringify(revision)}`);
    }
    const { rollBack } = await import("../operations/release");
    return rollBack({
      environmentName,
      emulated: options.flag("emulator"),
      revision: revision === undefined ? undefined : Number(revision),
      mode: options.flag("image-only") ? "image" : options.flag("exact") ? "exact" : undefined,
      service: options.text("service"),
      steadyMinutes: options.number("timeout"),
      output: progress,
    });
  },
});
