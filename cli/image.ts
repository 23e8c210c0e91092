import { loadEnvironment } from "../lib/environments";
import { defineCommand } from "./program/execute";
import { environment, json } from "./program/options";
import { registryOf } from "../aws/regions";

export default defineCommand({
  name: "image",
  group: "inspect",
  summary: "where an environment's image is pushed, and for which platform",
  description:
    "Prints the region, the registry, the repository and the platform of the environment's image, a line each, for scripts such as scripts/build-and-push.sh.",
  arguments: [environment],
  options: [json],
  examples: [
    { command: "image {environment}", explanation: "four lines that a shell reads one by one" },
    { command: "image {environment} --json", explanation: "the same as JSON" },
  ],
  exitCodes: { done: true, failed: true },
  run: async ({ environment: name }) => {
    const { account, region, repository, task } = await loadEnvironment(name);
    const platform = { x86_64: "linux/amd64", arm64: "linux/arm64" }[task.architecture];
    const image = {
      region,
      registry: registryOf(region, account),
      repository: repository.name,
      platform,
    };
    return { json: image, text: Object.values(image).join("\n") };
  },
});
