import { imageTag } from "../aws/limits";
import { defineCommand } from "./program/execute";
import { emulator, environment, timeout, usage } from "./program/options";

export default defineCommand({
  name: "release",
  group: "operate",
  summary: "bring a new image to the service: checks, migration, deployment",
  description:
    "Checks the image, its scan and the secrets; runs the database migration on the new image; plans and applies the service stack; and follows the deployment until it is steady. Ctrl-C stops watching, not the deployment.",
  arguments: [environment, { term: "[tag]", description: "tag of the image in the environment's repository" }],
  options: [
    { flags: "--build", description: "build and push the image first (scripts/build-and-push.sh)" },
    {
      flags: "--accept-findings <reason>",
      description: "release although the scan found something critical or is not finished",
      parse: (reason) => {
        if (reason.trim().length >= 10) return reason;
        throw usage(`--accept-findings takes a reason of at least 10 characters; got ${JSON.stringify(reason)}`);
      },
    },
    { flags: "--allow-changes", description: "apply whatever else the plan of the service stack contains" },
    { flags: "--skip-migration", description: "leave out the migration" },
    timeout,
    { flags: "--unlock", description: "remove the lock of a release that was killed, and do nothing else" },
    emulator,
  ],
  examples: [
    { command: "release {environment} v42", explanation: "releases the image with the tag v42" },
    { command: "release {environment} --unlock", explanation: "removes the lock that a killed release left" },
  ],
  exitCodes: {
    done: "the new tasks are steady",
    failed: true,
    refused: "a check failed, and nothing was changed",
    migrationFailed: true,
    applyFailed: true,
    rolledBack: true,
    busy: true,
    notSteady: true,
    unreachable: true,
    interrupted: "you stopped watching",
  },
  run: async ({ words: [environmentName = "", tag], options, progress }) => {
    const emulated = options.flag("emulator");
    const { releaseImage, unlock } = await import("../operations/release");
    if (options.flag("unlock")) {
      if (tag !== undefined) throw usage(`--unlock takes an environment alone, got ${environmentName} ${tag}`);
      return { text: await unlock(environmentName, emulated) };
    }
    if (tag === undefined) throw usage(`name the tag of an image: ./platform release ${environmentName} TAG`);
    if (!imageTag.pattern.test(tag)) throw usage(`a tag is ${imageTag.allowed}; got ${JSON.stringify(tag)}`);
    const code = await releaseImage({
      environmentName,
      emulated,
      tag,
      build: options.flag("build"),
      acceptFindings: options.text("accept-findings"),
      allowChanges: options.flag("allow-changes"),
      skipMigration: options.flag("skip-migration"),
      steadyMinutes: options.number("timeout"),
      output: progress,
    });
    return { code };
  },
});
