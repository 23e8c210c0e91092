import { defineCommand } from "./program/execute";
import { emulator, environment, json, service } from "./program/options";

export default defineCommand({
  name: "env",
  group: "inspect",
  summary: "what the running containers see in their environment",
  description:
    "Prints the variables of the revision that runs, by container: those in plain text with their values, secrets with the name of the secret they are read from. No secret value is read.",
  arguments: [environment],
  options: [{ flags: "--container <name>", description: "one container (default: all)" }, service, emulator, json],
  examples: [
    { command: "env {environment}", explanation: "every container" },
    { command: "env {environment} --container web --json", explanation: "one container, as JSON" },
  ],
  exitCodes: { done: true, failed: true, refused: "nothing is deployed yet", unreachable: true },
  run: async ({ environment: name, options }) => {
    const { ECSClient } = await import("@aws-sdk/client-ecs");
    const { chooseService } = await import("../lib/ecs/target");
    const { openSession } = await import("../lib/sessions");
    const { describeVariables, readVariables } = await import("../operations/describe/variables");
    const { environment: loaded, config } = await openSession(name, options.flag("emulator"));
    const environment = chooseService(loaded, options.text("service"));
    const variables = await readVariables(new ECSClient(config), environment, options.text("container"));
    return { text: describeVariables(variables), json: variables };
  },
});
