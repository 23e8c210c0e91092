import { join } from "node:path";
import type { Environment } from "../../modules/platform/environment";
import { bootstrap } from "../bootstrap";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen, type Output } from "../../lib/terminal/screen";
import { terminal } from "../../lib/terminal/streams";
import { Steps } from "../../lib/terminal/steps";
import { synthesize } from "../../lib/cdktf/synthesize";
import { emulatorState } from "../../lib/environment-names";
import {
  addSamples,
  emulatorEnv,
  emulatorFolder,
  emulatorStateFolder,
  seed,
  startEmulator,
  type Emulator,
  type Samples,
} from "../../lib/emulator";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { RunRecords } from "../../lib/run-record";
import { findTerraform } from "../../lib/terraform";
import { runDeployment } from "../deploy/run";
import { resume } from "../recover/resume";
import { picture } from "../picture/picture";
import { summary } from "./summary";
import { plural } from "../../packages/common/text";

export interface StartOptions {
  /** @default - standard output */
  readonly output?: Output;
  /** Whether images and secret values to try things with are added. @default true */
  readonly withSamples?: boolean;
}

export interface Started {
  /** 0, 1 when a stack failed, or 130 when the person interrupted it. */
  readonly code: number;
  readonly json: object;
}

/**
 * Deploys all stacks of an environment to the AWS emulator, with real Terraform, and says what came out.
 *
 * @throws UserError when it cannot begin: a wrong environment, no Terraform, no emulator
 */
export async function start(
  environmentName: string,
  { output = terminal.output, withSamples = true }: StartOptions = {},
): Promise<Started> {
  const begun = Date.now();
  const environment = await loadEnvironment(environmentName);
  const { name } = environment;
  const screen = new Screen(output, `${name}-state-backend`.length);
  const interrupts = new Interrupts();
  const log = join(emulatorFolder(), `${name}-deploy.log`);
  const command = `./platform start ${name}`;
  const { stacks, program, bootstrapped, emulator, hint } = await prepare(environment, {
    steps: new Steps(screen, interrupts),
    begin: (records) => records.begin(command, [{ file: log }]),
  });
  if (hint !== undefined) screen.print(hint);

  const { code, failure, result, outputs } = await runDeployment({
    environment,
    stacks,
    program,
    screen,
    interrupts,
    command,
    log,
  });
  const json = (samples?: Samples) => ({
    environment: name,
    emulator: emulator.url,
    stacks: result.map(({ name: stack, phase, changes }) => ({ stack, phase, changes })),
    outputs,
    samples,
  });
  if (failure !== undefined) {
    screen.print(`\n${failure}`);
    return { code, json: json() };
  }
  const samples = withSamples ? await addSamples(emulator, environment) : undefined;
  const { json: drawn } = await picture({ environment: name, from: join(projectRoot(), "cdktf.out") });
  const milliseconds = Date.now() - begun;
  screen.print(
    summary({
      environment,
      samples,
      stacks: result,
      bootstrapped,
      outputs,
      milliseconds,
      log,
      picture: drawn.files[0],
    }),
  );
  return { code: 0, json: json(samples) };
}

/** All that a deployment needs: the configurations, Terraform, an emulator, and the bucket for the state. */
async function prepare(
  environment: Environment,
  { steps, begin }: { readonly steps: Steps; readonly begin: (records: RunRecords) => Promise<void> },
) {
  const { name, account, region, state } = environment;
  const owner = environment.preview?.from ?? name;
  const all = await steps.do({
    name: "synthesize",
    work: () => {
      const env = { ...process.env, [emulatorState]: emulatorStateFolder(account) };
      return synthesize({ environments: [name], env });
    },
    outcome: (stacks) => `${plural(stacks.length, "stack")} written to cdktf.out`,
  });
  const terraform = await steps.do({
    name: "Terraform",
    work: (say) => findTerraform({ download: { onDownload: (url) => say(`fetching ${url}`) } }),
    outcome: ({ version, mirror }) => `${version}${mirror === undefined ? "" : `, AWS provider from ${mirror}`}`,
  });
  const emulator = await steps.do({
    name: "AWS emulator",
    work: async (say) => {
      const started = await startEmulator({ account, region, onNotice: say });
      await seed(started, environment);
      return started;
    },
    outcome: ({ origin, url }) => `account ${account} at ${url}${origins[origin]}`,
  });
  const program = { ...terraform, env: emulatorEnv(emulator, terraform.env) };
  const stacks = all.filter((stack) => stack.name.startsWith(`${name}-`));
  const records = new RunRecords(name, program.env);
  await records.check();
  // From here on this is the only one, unless an earlier run left something to take up first.
  if (records.read() === undefined) await begin(records);
  const output = join(projectRoot(), "cdktf.out");
  const takeUp = () => resume({ environment, stacks, output, program, records, steps });
  if (state.kind !== "s3") return { stacks, program, emulator, hint: await takeUp() };

  const { changed } = await steps.do({
    name: "state bucket",
    work: (say) => bootstrap(owner, { env: program.env, say }),
    outcome: (outcome) => `s3://${state.bucket}${outcome.changed ? "" : ", exists"}`,
  });
  const hint = await takeUp();
  return { stacks, program, emulator, hint, bootstrapped: changed ? `${owner}-state-backend` : undefined };
}

const origins: Readonly<Record<Emulator["origin"], string>> = {
  running: ", running already",
  started: "",
  replaced: ", new: packages/emulator has changed, and what was deployed to the old one is gone",
};
