import type { Emulator } from "../lib/emulator";

import { defineCommand } from "./program/execute";
import { environmentOrDefault, json, usage } from "./program/options";
import { defaultEnvironment } from "../lib/environment-names";

const actions = ["start", "stop", "status", "env", "reset", "push"] as const;

export default defineCommand({
  name: "emulator",
  group: "set up",
  summary: "start, stop, inspect or empty the AWS emulator on this machine",
  description: [
    "start starts the emulator of the environment's account, unless it is running; stop stops it, and what was deployed to it is gone; reset does both. status shows whether it is running and where its log is. env prints the variables that send Terraform, the AWS CLI and the SDKs to it.",
    "push adds an image to the environment's repository, to be released; it runs, unless an option makes it crash or stay unhealthy.",
    "Environments of one account share its emulator.",
  ].join("\n\n"),
  arguments: [
    { term: "<action>", description: "what to do", choices: actions },
    environmentOrDefault,
    {
      term: "[tag]",
      description: "tag of the image that push adds; IMAGE=TAG where the environment has several images",
    },
  ],
  options: [
    { flags: "--crashes", description: "the pushed image exits with 1 whenever it runs", conflicts: ["unhealthy"] },
    { flags: "--unhealthy", description: "the pushed image never passes its health checks" },
    json,
  ],
  examples: [
    { command: "emulator start", explanation: "starts the emulator of the default environment's account" },
    {
      command: "emulator push {environment} v43 --crashes",
      explanation: "adds an image whose release fails and is rolled back",
    },
    {
      command: "emulator env",
      explanation:
        'prints the variables; eval "$(./platform emulator env)" sends the AWS CLI of this shell to the emulator',
    },
  ],
  exitCodes: { done: true, failed: true, refused: "no emulator is running, or nothing is deployed to it" },
  run: async ({ words: [action = "", name = defaultEnvironment(), tag], options, notice }) => {
    const { operate, push } = await import("../operations/emulator/operate");
    const kind = options.flag("crashes") ? "crashes" : options.flag("unhealthy") ? "unhealthy" : "runs";
    if (action === "push") {
      if (tag === undefined) throw usage("push needs a tag: ./platform emulator push ENVIRONMENT TAG");
      const isNew = await push(name, tag, kind);
      const text = `${isNew ? "Pushed" : "There is already"} ${tag}, which ${doing[kind]}. To release it: ./platform release ${name} ${tag} --emulator`;
      return { json: { tag, kind, new: isNew }, text };
    }
    if (tag !== undefined || kind !== "runs")
      throw usage(`a tag, --crashes and --unhealthy belong to push, not to ${action}`);
    const { emulator, variables, stopped, account } = await operate(
      action as Exclude<(typeof actions)[number], "push">,
      name,
      notice,
    );
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

const doing = {
  runs: "runs and is healthy",
  crashes: "exits with 1 whenever it runs",
  unhealthy: "never becomes healthy",
} as const;

/** What a person wants to know about an emulator that is running. */
const describe = ({ url, account, pid, startedAt, log, origin }: Emulator): string =>
  [
    ...(origin === "replaced" ? ["packages/emulator has changed: what was deployed to the old emulator is gone."] : []),
    `The AWS emulator of account ${account} is running at ${url} (process ${pid}, since ${startedAt}).`,
    'To use it from this shell: eval "$(./platform emulator env)"',
    `Its requests are logged in ${log}`,
  ].join("\n");
