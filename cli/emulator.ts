import type { Emulator } from "../lib/emulator";

import { defineCommand } from "./program/execute";
import { environmentOrDefault, json } from "./program/options";
import { defaultEnvironment } from "../lib/environment-names";

const actions = ["start", "stop", "status", "env", "reset"] as const;

export default defineCommand({
  name: "emulator",
  group: "set up",
  summary: "start, stop, inspect or empty the AWS emulator on this machine",
  description: [
    "start starts the emulator of the environment's account, unless it is running; stop stops it, and what was deployed to it is gone; reset does both. status shows whether it is running and where its log is. env prints the variables that send Terraform, the AWS CLI and the SDKs to it.",
    "Environments of one account share its emulator.",
  ].join("\n\n"),
  arguments: [{ term: "<action>", description: "what to do", choices: actions }, environmentOrDefault],
  options: [json],
  examples: [
    { command: "emulator start", explanation: "starts the emulator of production's account in the background" },
    {
      command: "emulator env",
      explanation:
        'prints the variables; eval "$(./platform emulator env)" sends the AWS CLI of this shell to the emulator',
    },
  ],
  exitCodes: { done: true, failed: true, refused: "no emulator is running, so there are no variables to print" },
  run: async ({ words: [action = "", name = defaultEnvironment()], notice }) => {
    const { operate } = await import("../operations/emulator/operate");
    const { emulator, variables, stopped, account } = await operate(action as (typeof actions)[number], name, notice);
    if (variables !== undefined) {
      return {
        json: variables,
        text: Object.entries(variables)
          .map(([variable, value]) => `export ${variable}=${value}`)
          .join("\n"),
      };
    }
    if (emulator !== undefined) return { json: emulator, text: describe(emulator) };
    return {
      json: { account, running: false, stopped },
      text: stopped
        ? `The emulator of account ${account} is stopped.`
        : `No emulator of account ${account} is running.`,
    };
  },
});

/** What a person wants to know about an emulator that is running. */
const describe = ({ url, account, pid, startedAt, log, origin }: Emulator): string =>
  [
    ...(origin === "replaced" ? ["packages/emulator has changed: what was deployed to the old emulator is gone."] : []),
    `The AWS emulator of account ${account} is running at ${url} (process ${pid}, since ${startedAt}).`,
    'To use it from this shell: eval "$(./platform emulator env)"',
    `Its requests are logged in ${log}`,
  ].join("\n");
