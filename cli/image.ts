import { registryOf } from "../aws/regions";
import { releasedTargets, targetOf } from "../lib/ecs/target";
import { loadEnvironment } from "../lib/environments";
import { defineCommand } from "./program/execute";
import { environment, json, service } from "./program/options";

export default defineCommand({
  name: "image",
  group: "inspect",
  summary: "where an environment's image is pushed, and for which platform",
  description:
    "Prints the region, the registry, the repository and the platform of the environment's image, a line each, for scripts such as scripts/build-and-push.sh.",
  arguments: [environment, { term: "[image]", description: "which of several images; the one that the service runs" }],
  options: [service, json],
  examples: [
    { command: "image {environment}", explanation: "four lines that a shell reads one by one" },
    { command: "image {environment} --json", explanation: "the same as JSON" },
  ],
  exitCodes: { done: true, failed: true },
  run: async ({ environment: name, words: [, key], options }) => {
    const chosen = await loadEnvironment(name);
    const { parseTags } = await import("../operations/release/tags");
    const ofService = options.text("service");
    if (key !== undefined) parseTags(chosen, [`${key}=TAG`]);
    const user = key === undefined ? ofService : (ofService ?? releasedTargets(chosen, key)[0]?.service.key);
    const { account, region, image: own, service } = targetOf(chosen, user, key);
    const platform = { x86_64: "linux/amd64", arm64: "linux/arm64" }[service.architecture];
    const image = {
      region,
      registry: registryOf(region, account),
      repository: own.repository,
      platform,
    };
    return { json: image, text: Object.values(image).join("\n") };
  },
});
