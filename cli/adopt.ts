import { defineCommand } from "./program/execute";
import { emulator, environment, json } from "./program/options";

export default defineCommand({
  name: "adopt",
  group: "set up",
  summary: "propose how to bring existing AWS resources under Terraform",
  description:
    "Reads the environment's AWS account, finds the existing resources by the names in the environment and by how they are connected, and proposes the section `adopt` that imports them, with what the first plan would change. Nothing is changed, in the account or in the project.",
  arguments: [environment],
  options: [{ flags: "--no-plan", description: "leave out Terraform's plan of the proposal" }, emulator, json],
  examples: [
    {
      command: "adopt {environment}",
      explanation: "prints the proposal for environments/{environment}.ts, and what Terraform would do",
    },
    { command: "adopt {environment} --no-plan --json", explanation: "the proposal alone, as JSON" },
  ],
  exitCodes: {
    done: "there is a proposal, and its plan is harmless",
    failed: "nothing was found, or the plan could not be made",
    refused: "the plan would replace or destroy something",
    unreachable: true,
  },
  run: async ({ environment: name, options, notice }) => {
    const { openSession } = await import("../lib/sessions");
    const { adopt } = await import("../operations/adopt/adopt");
    const { environment: adopted, config, env } = await openSession(name, options.flag("emulator"));
    return adopt(adopted, config, { plan: options.flag("plan"), env, onNotice: notice });
  },
});
