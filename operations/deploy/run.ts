import { existsSync, rmSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { failure } from "../../lib/cdktf/failure";
import type { StackProgress } from "../../lib/cdktf/progress";
import { runStacks } from "../../lib/cdktf/stacks";
import type { SynthesizedStack } from "../../lib/cdktf/synthesize";
import { projectRoot } from "../../lib/root";
import { endedEmulator, recoverCommand, RunRecords } from "../../lib/run-record";
import type { Interrupts } from "../../lib/terminal/interrupts";
import type { Screen } from "../../lib/terminal/screen";
import { keepTainted, type Terraform } from "../../lib/terraform";
import { exitCodes } from "../../packages/common/errors";
import { readJsonFile } from "../../packages/common/files";
import { list } from "../../packages/common/text";
import type { Environment } from "../../modules/platform/environment";
import { importExisting } from "../recover/resume";
import type { Outputs } from "./outputs";

export interface DeploymentOptions {
  readonly environment: Environment;
  /** Synthesized stacks, with all they depend on. */
  readonly stacks: readonly SynthesizedStack[];
  readonly program: Terraform;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
  /** What to run again when it fails, such as "./platform start". */
  readonly command: string;
  /** File that receives everything that Terraform prints. */
  readonly log: string;
}

export interface Deployment {
  readonly code: number;
  readonly result: readonly StackProgress[];
  readonly outputs: Outputs;
  /** Why it did not finish, what it leaves, and how to go on. @default - it finished */
  readonly failure?: string;
}

/** Deploys stacks with cdktf, under the eyes of the person. */
export async function runDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { environment, stacks, program, screen, interrupts, command, log } = options;
  const records = new RunRecords(environment.name, program.env);
  await records.begin(command, [{ file: log }]);
  const outputsFile = log.replace(/\.log$/, "-outputs.json");
  rmSync(outputsFile, { force: true });
  const args = ["--outputs-file", outputsFile];
  const deployStacks = () => runStacks({ command: "deploy", stacks, args, env: program.env, log, screen, interrupts });
  let result = await deployStacks();
  if (result.code !== 0 && !interrupts.isRequested && (await importedExisting(program, result.stacks, screen))) {
    result = await deployStacks();
  }
  const outputs = (existsSync(outputsFile) ? readJsonFile(outputsFile, "deploy again writes it") : {}) as Outputs;
  if (result.code === 0) {
    records.end();
    return { code: 0, result: result.stacks, outputs };
  }
  const ended = await endedEmulator(environment.name, program.env);
  if (ended !== undefined) {
    records.end();
    return { code: exitCodes.applyFailed, result: result.stacks, outputs, failure: ended };
  }
  const interrupted = interrupts.isRequested;
  const begun = result.stacks.some(({ phase, finished, changes }) =>
    phase === "done" ? changes !== undefined : finished > 0,
  );
  return {
    code: interrupted ? exitCodes.interrupted : begun ? exitCodes.applyFailed : exitCodes.failed,
    result: result.stacks,
    outputs,
    failure: failure({
      ...result,
      command,
      recover: recoverCommand(environment.name, program.env),
      kept: await keepBegun(program, result.stacks),
      interrupted,
      log,
      isDiskFull: isFull(dirname(log)),
    }),
  };
}

/** Whether less than a page of output has room on the disk of a folder. */
function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 64 * 1024;
}

/** Imports what the stacks could not create since it exists and is theirs. @returns whether another run can go on */
async function importedExisting(
  program: Terraform,
  stacks: readonly StackProgress[],
  screen: Screen,
): Promise<boolean> {
  const imported: string[] = [];
  for (const { name, errors } of stacks.filter(({ phase }) => phase === "failed")) {
    const output = join(projectRoot(), "cdktf.out");
    imported.push(...(await importExisting(program, output, name, errors.join("\n"))));
  }
  if (imported.length > 0) {
    screen.print(`Imported what existed with the names and tags of these stacks: ${list(imported)}. Going on.`);
  }
  return imported.length > 0;
}

/** After a run that did not finish: see `keepTainted`. Where it is not possible, the next run says why. */
async function keepBegun(program: Terraform, stacks: readonly StackProgress[]): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const { name } of stacks.filter(({ phase }) => phase === "failed" || phase === "applying")) {
    const folder = join(projectRoot(), "cdktf.out", "stacks", name);
    kept.push(...(await keepTainted(program, folder).catch(() => [])));
  }
  return kept;
}
