import { defineCommand } from "./program/execute";
import { emulator, environment, json, timeout, usage } from "./program/options";

export default defineCommand({
  name: "release",
  group: "operate",
  summary: "bring new images to the services: checks, migration, deployment",
  description: [
    "Checks the image, its scan and the secrets; runs the database migration on the new image; plans and applies the service stack; and follows the deployment until it is steady. Ctrl-C stops watching, not the deployment.",
    "Every service that uses a released image is deployed, one after the other, in the order of the environment's file. The first that does not become steady ends the release; rollback restores all of them.",
  ].join("\n\n"),
  arguments: [
    environment,
    { term: "[image...]", description: "tag of the only image, or image=tag of some of several" },
  ],
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
    json,
  ],
  examples: [
    { command: "release {environment} v42", explanation: "releases the image with the tag v42" },
    { command: "release {environment} api=v7 worker=v3", explanation: "releases two of several images" },
    { command: "release {environment} --unlock", explanation: "removes the lock that a killed release left" },
  ],
  exitCodes: {
    done: "the new tasks of every service are steady",
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
  run: async ({ words: [environmentName = "", ...images], options, progress }) => {
    const emulated = options.flag("emulator");
    const { releaseImages, unlock } = await import("../operations/release");
    if (options.flag("unlock")) {
      if (images.length > 0) {
        throw usage(`--unlock takes an environment alone, got ${environmentName} ${images.join(" ")}`);
      }
      const text = await unlock(environmentName, emulated);
      return { text, json: { environment: environmentName, message: text } };
    }
    if (images.length === 0) throw usage(`name the tag of an image: ./platform release ${environmentName} TAG`);
    return releaseImages({
      environmentName,
      emulated,
      images,
      build: options.flag("build"),
      acceptFindings: options.text("accept-findings"),
      allowChanges: options.flag("allow-changes"),
      skipMigration: options.flag("skip-migration"),
      steadyMinutes: options.number("timeout"),
      output: progress,
    });
  },
});
