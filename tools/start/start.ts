import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bootstrap } from "../bootstrap";
import { failure } from "../cdktf/failure";
import { Interrupts } from "../cdktf/interrupts";
import { plural } from "../cdktf/rows";
import { Screen, type Output } from "../cdktf/screen";
import { runStacks } from "../cdktf/stacks";
import { step } from "../cdktf/steps";
import { synthesize } from "../cdktf/synthesize";
import { UserError } from "../cli";
import { emulatorEnv, emulatorFolder, seed, startEmulator } from "../emulator";
import { findEnvironment } from "../environment";
import { findTerraform } from "../terraform";
import { summary, type Outputs } from "./summary";

/**
 * Deploys all stacks of an environment to the AWS emulator, with real Terraform, and says what came out.
 *
 * @returns 0, or 1 when a stack failed
 * @throws UserError when it cannot begin: a wrong environment, no Terraform, no emulator
 */
export async function start(environmentName: string, output: Output = process.stdout): Promise<number> {
  const begun = Date.now();
  const environment = findEnvironment(environmentName);
  const { name, account, region, state } = environment;
  if (state.kind === "hcp") {
    throw new UserError(`the state of ${name} is in HCP Terraform, which the emulator does not play; deploy it to AWS`);
  }
  const screen = new Screen(output, `${name}-state-backend`.length);
  const interrupts = new Interrupts();
  const folder = emulatorFolder();

  const all = await step(
    screen,
    "synthesize",
    () => synthesize(),
    (stacks) => `${plural(stacks.length, "stack")} of all environments written to cdktf.out`,
  );
  const stacks = all.filter((stack) => stack.name.startsWith(`${name}-`));
  interrupts.check();

  const terraform = await step(
    screen,
    "Terraform",
    (say) => findTerraform({ download: { onDownload: (url) => say(`fetching ${url}`) } }),
    ({ version, mirror }) => `${version}${mirror === undefined ? "" : `, AWS provider from ${mirror}`}`,
  );
  interrupts.check();

  const emulator = await step(
    screen,
    "AWS emulator",
    async (say) => {
      const started = await startEmulator({ account, region, onNotice: say });
      await seed(started, environment);
      return started;
    },
    ({ started, url }) => `account ${account} at ${url}${started ? "" : ", running already"}`,
  );
  interrupts.check();

  const env = emulatorEnv(emulator, terraform.env);
  let bootstrapped: string | undefined;
  if (state.kind === "s3") {
    const { changed } = await step(
      screen,
      "state bucket",
      (say) => bootstrap(name, { env, say }),
      ({ changed }) => `s3://${state.bucket}${changed ? "" : ", exists"}`,
    );
    bootstrapped = changed ? `${name}-state-backend` : undefined;
    interrupts.check();
  }

  const log = join(folder, `${name}-deploy.log`);
  const outputsFile = join(folder, `${name}-outputs.json`);
  rmSync(outputsFile, { force: true });
  const args = ["--outputs-file", outputsFile];
  const result = await runStacks({ command: "deploy", stacks, args, env, log, screen, interrupts });
  if (result.code !== 0) {
    const command = name === "production" ? "npm start" : `npm start ${name}`;
    screen.print(`\n${failure({ ...result, command, interrupted: interrupts.isRequested, log })}`);
    return interrupts.isRequested ? 130 : 1;
  }
  const outputs = (existsSync(outputsFile) ? JSON.parse(readFileSync(outputsFile, "utf8")) : {}) as Outputs;
  screen.print(
    summary({ environment, stacks: result.stacks, bootstrapped, outputs, milliseconds: Date.now() - begun, log }),
  );
  return 0;
}
