import { join } from "node:path";
import pc from "picocolors";
import { projectRoot } from "../../lib/root";
import { RunRecords } from "../../lib/run-record";
import { changesOf } from "../../lib/terminal/rows";
import type { Output } from "../../lib/terminal/screen";
import { exitCodes, UserError } from "../../packages/common/errors";
import { resume } from "../recover/resume";
import { list, plural } from "../../packages/common/text";
import { checkFirstDeployment } from "../doctor/doctor";
import { describeFindings } from "../doctor/finding";
import { withDependencies } from "./chosen";
import { reviewed } from "./diff";
import { outputLines, totalOf } from "./outputs";
import { prepare, type Prepared } from "./prepare";
import { runDeployment } from "./run";

export interface DeployOptions {
  /** An environment and stacks of it, as they were typed. */
  readonly words: readonly string[];
  /** Deploy to the emulator of this machine. */
  readonly emulated: boolean;
  /** Asks a question about what the plans change; what is typed must be the environment's name. @default - nothing is planned ahead, and nobody is asked */
  readonly ask?: (question: string) => Promise<string>;
  /** Whether what would make a first deployment fail is looked for before anything is planned. @default false */
  readonly checksFirst?: boolean;
  readonly progress: Output;
}

/**
 * Deploys stacks of an environment with all they depend on.
 *
 * @throws UserError when it cannot begin, a plan fails, or the person does not confirm; nothing is changed then
 */
export async function deploy({ words, emulated, ask, checksFirst = false, progress }: DeployOptions) {
  const prepared = await prepare(words, emulated, progress);
  const { environment, all, wanted, program, screen, interrupts, steps } = prepared;
  const { name } = environment;
  const output = join(projectRoot(), "cdktf.out");
  const records = new RunRecords(name, program.env);
  const hint = await resume({ environment, stacks: all, output, program, records, steps });
  if (hint !== undefined) screen.print(hint);
  const stacks = withDependencies(all, wanted);
  if (checksFirst) await checkBefore(prepared, stacks);
  if (ask !== undefined && !(await isConfirmed(prepared, stacks, ask))) {
    return {
      text: `\nNothing to deploy: ${list(stacks.map((stack) => stack.name))} are up to date.`,
      json: { stacks: [] },
    };
  }

  const log = join(projectRoot(), "cdktf.out", `${name}-deploy.log`);
  const command = `./platform deploy ${words.map((word) => (word.includes("*") ? `'${word}'` : word)).join(" ")}${emulated ? " --emulator" : ""}`;
  const { code, failure, outputs, result } = await runDeployment({
    environment,
    stacks,
    program,
    screen,
    interrupts,
    command,
    log,
  });
  const json = { stacks: result.map(({ name: stack, phase, changes }) => ({ stack, phase, changes })), outputs };
  if (failure !== undefined) return { code, json, problems: [failure] };
  return {
    json,
    text: [
      "",
      pc.bold(`${name} is deployed: ${changesOf(totalOf(result))}`),
      ...outputLines(outputs),
      "",
      `${pc.cyan(`./platform status ${name}${emulated ? " --emulator" : ""}`)} shows what the service is doing.`,
    ].join("\n"),
  };
}

/** @throws UserError (exit code "refused") with what a first deployment would fail for */
async function checkBefore({ environment, program, steps }: Prepared, stacks: Prepared["all"]): Promise<void> {
  // Whose credentials HCP Terraform deploys with is not known here.
  if (environment.state.kind === "hcp") return;
  const needsTasks = stacks.some(({ name }) => name === `${environment.name}-service`);
  const findings = await steps.do({
    name: "doctor",
    work: () => checkFirstDeployment(environment, program.env, needsTasks),
    outcome: (found) => (found.length === 0 ? "nothing keeps it from being deployed" : plural(found.length, "problem")),
  });
  if (findings.length === 0) return;
  throw new UserError(
    `a first deployment of ${environment.name} would fail, and nothing was changed\n\n${describeFindings(findings)}\n\nTo deploy nevertheless: --skip-doctor`,
    exitCodes.refused,
  );
}

/** Shows what would change and asks. @returns false when nothing would change */
async function isConfirmed(
  prepared: Prepared,
  stacks: Prepared["all"],
  ask: (question: string) => Promise<string>,
): Promise<boolean> {
  const { environment, program, screen, interrupts } = prepared;
  const { planned, text } = await reviewed(prepared, stacks, true);
  const failed = planned.filter(({ status }) => status === "failed");
  if (failed.length > 0) {
    const lines = failed.map(({ stack, message }) => `${stack}: ${message}`);
    throw new UserError(`the plan failed, and nothing was changed\n\n${lines.join("\n")}`);
  }
  if (planned.every(({ status }) => status === "no changes")) return false;
  screen.print(`\n${text}`);
  const waiting = planned.filter(({ status }) => status === "waiting").map(({ stack }) => stack);
  const { name, account, region } = environment;
  const where = `${program.env.AWS_ENDPOINT_URL ?? "AWS"}, account ${account}, region ${region}`;
  const typed = await ask(
    [
      "",
      `This deploys ${list(stacks.map((stack) => stack.name))} to ${pc.bold(where)}.`,
      ...(waiting.length > 0 ? [`${list(waiting)} can be planned only then, and will not be asked about again.`] : []),
      `Type ${pc.bold(name)} to continue: `,
    ].join("\n"),
  );
  interrupts.check();
  if (typed.trim() !== name) throw new UserError(`that is not ${name}: nothing was changed`, exitCodes.refused);
  return true;
}
