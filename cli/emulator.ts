import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { findEnvironment } from "../lib/environment";
import {
  findEmulator,
  startEmulator,
  stopEmulator,
  type Emulator,
  type EmulatorOptions,
} from "../lib/emulator/emulator";
import { emulatorEnv } from "../lib/emulator/env";
import { seed } from "../lib/emulator/seed";

const usage = `usage: npm run emulator -- start|stop|status|env|reset [environment]

  start    start the AWS emulator of the environment's account, unless it runs
  stop     stop it; what was deployed to it is gone
  status   say whether it runs, and how to look into it
  env      print the variables that send Terraform, the AWS CLI and SDKs to it: eval "$(npm run --silent emulator -- env)"
  reset    stop it and start it empty

The environment is production where none is named; environments of one account share its emulator.`;

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  const [command = "", environmentName = "production"] = positionals;
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const action = actions[command];
  if (action === undefined) throw new UserError(`no command ${JSON.stringify(command)}\n\n${usage}`);
  const environment = findEnvironment(environmentName);
  const { account, region } = environment;
  const options: EmulatorOptions = { account, region, onNotice: (notice) => console.error(notice) };
  const start = async () => {
    const emulator = await startEmulator(options);
    await seed(emulator, environment);
    return emulator;
  };
  console.log(await action(options, start));
  return 0;
}

type Action = (options: EmulatorOptions, start: () => Promise<Emulator>) => Promise<string>;

const actions: Readonly<Record<string, Action>> = {
  start: async (_options, start) => describe(await start()),
  stop: async (options) => {
    const stopped = await stopEmulator(options);
    return stopped ? `The emulator of account ${options.account} is stopped.` : notRunning(options);
  },
  status: async (options) => {
    const emulator = await findEmulator(options);
    return emulator === undefined ? notRunning(options) : describe(emulator);
  },
  env: async (options) => {
    const emulator = await findEmulator(options);
    if (emulator === undefined) throw new UserError(notRunning(options));
    return Object.entries(emulatorEnv(emulator, {}))
      .map(([name, value]) => `export ${name}=${value}`)
      .join("\n");
  },
  reset: async (options, start) => {
    await stopEmulator(options);
    return describe(await start());
  },
};

const notRunning = ({ account }: EmulatorOptions): string => `No emulator of account ${account} runs.`;

/** What a person wants to know of an emulator that runs. */
const describe = ({ url, account, pid, startedAt, log, origin }: Emulator): string =>
  `${origin === "replaced" ? "packages/emulator has changed: what was deployed to the old one is gone.\n" : ""}The AWS emulator of account ${account} runs at ${url} (process ${pid}, since ${startedAt}).
To use it from this shell: eval "$(npm run --silent emulator -- env)"
Requests are logged in ${log}`;

runCli(main);
