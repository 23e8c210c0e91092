import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { destroy } from "../operations/destroy/destroy";

const usage = `usage: npm run destroy -- ENVIRONMENT [--including-data] [--emulator] [--yes ENVIRONMENT]

  --including-data   destroy the database, files, secrets, images and network as well, not the service alone
  --emulator         destroy what npm start deployed to the emulator, not what is in AWS
  --yes ENVIRONMENT  confirm with the environment's name here, and not when asked`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "including-data": { type: "boolean" },
      emulator: { type: "boolean" },
      yes: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [environmentName, ...more] = positionals;
  if (environmentName === undefined || more.length > 0) {
    throw new UserError(
      `name one environment, got ${positionals.length === 0 ? "none" : positionals.join(", ")}\n\n${usage}`,
    );
  }
  const { yes } = values;
  return destroy({
    environmentName,
    includingData: values["including-data"],
    emulator: values.emulator,
    ask: (question) => (yes === undefined ? ask(question) : say(question, yes)),
  });
});

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UserError(`${question}\n\nNobody is here to type it: confirm with --yes ENVIRONMENT`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise<string>((resolve) => {
    // Ctrl-C and Ctrl-D are answers, too.
    terminal.once("SIGINT", () => resolve("")).once("close", () => resolve(""));
    terminal.question(question, resolve);
  });
  terminal.close();
  return answer;
}

function say(question: string, answer: string): Promise<string> {
  console.log(`${question}${answer}\n`);
  return Promise.resolve(answer);
}
