import { questions } from "../lib/init-questions";
import { defineCommand } from "./program/execute";

export default defineCommand({
  name: "init",
  group: "set up",
  summary: "write the file of a new environment",
  description: [
    "Writes environments/NAME.ts: the smallest environment, a web service behind a load balancer or, with --host none, a service without one. What is not given as an option is asked for on a terminal, and is an error elsewhere: nothing is guessed.",
    "The file is checked, formatted and synthesized before the command ends. A file that exists is never overwritten.",
  ].join("\n\n"),
  arguments: [{ term: "[name]", description: "name of the environment, and of its file (default: it is asked for)" }],
  options: questions.map(({ option, value, description }) => ({ flags: `--${option} <${value}>`, description })),
  examples: [
    { command: "init", explanation: "asks for everything" },
    {
      command:
        "init preprod --application acorn --account 111122223333 --region eu-central-1 --host shop.acorn.example --port 3000 --health-check /health --image-tag 1.0.0 --instance-type t4g.medium --cpu 512 --memory 512 --email ops@acorn.example",
      explanation: "asks for nothing",
    },
  ],
  exitCodes: {
    done: "the file is written",
    failed: "the environment cannot be synthesized; nothing was written",
    interrupted: true,
  },
  run: async ({ words: [name], options, notice }) => {
    const { init } = await import("../operations/init/init");
    const { conversation } = await import("./program/ask");
    const answers = Object.fromEntries(questions.map(({ option }) => [option, options.text(option)]));
    return { text: await conversation((ask) => init({ name, answers, ask, notice })) };
  },
});
