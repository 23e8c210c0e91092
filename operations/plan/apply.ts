import { join, resolve } from "node:path";
import pc from "picocolors";
import { readStacks } from "../../lib/cdktf/synthesize";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { RunRecords } from "../../lib/run-record";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen, type Output } from "../../lib/terminal/screen";
import { Steps } from "../../lib/terminal/steps";
import { findTerraform } from "../../lib/terraform";
import type { Environment } from "../../modules/platform/environment";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list } from "../../packages/common/text";
import { GitHub, gitHubSettings, reviewedOfCommit } from "../../packages/plan-review/github";
import { readSynth } from "../policies/inputs";
import { reach } from "../../lib/sessions";
import { resume } from "../recover/resume";
import { applyLog, applyPlans, goOn, type Applied } from "./apply-plans";
import { stacksIn } from "./folder";
import { reviewForApply } from "./review-for-apply";
import { reviewSettings } from "./review-settings";
import type { Reviewed } from "./reviewed";
import { environmentOf } from "../../lib/environment-names";

export interface ApplyFolderOptions {
  /** Folder of the plans. */
  readonly folder: string;
  /** Names of stacks. Empty for all in the folder. */
  readonly stacks: readonly string[];
  /** Hash of what was reviewed. @default - whatever the plans do is applied */
  readonly hash: string | undefined;
  /** Commit whose pull request was reviewed. @default - whatever the plans do is applied */
  readonly commit: string | undefined;
  /** Apply to the emulator of this machine. */
  readonly emulated: boolean;
  readonly progress: Output;
  readonly notice: (line: string) => void;
}

/** Applies the plans of a folder, as `applyPlans` does, with the project's own review. */
export async function apply({ folder, stacks, hash, commit, emulated, progress, notice }: ApplyFolderOptions) {
  const synth = join(projectRoot(), "cdktf.out");
  const found = await findTerraform();
  const interrupts = new Interrupts();
  const reviewed = whatWasReviewed(hash, commit, notice);
  const synthesized = readStacks(synth);
  const screen = new Screen(progress);
  const command = `./platform apply ${folder}${emulated ? " --emulator" : ""}`;
  if (stacksIn(folder, "plan").length === 0 && (await RunRecords.endKilled(command))) {
    const text = "\nNothing is left to apply: the run that was killed had applied every plan.";
    return { code: 0, json: { applied: [], left: {} }, text };
  }
  const environments = await environmentsIn(folder, emulated);
  const [first] = environments;
  const env = emulated && first !== undefined ? await reach(first, true, found.env) : found.env;
  const program = { ...found, env };
  const records = environments.map((environment) => new RunRecords(environment.name, env));
  for (const [index, environment] of environments.entries()) {
    const options = { environment, stacks: synthesized, output: synth, program, steps: new Steps(screen, interrupts) };
    const hint = await resume({ ...options, records: records[index] as RunRecords });
    if (hint !== undefined) notice(hint);
  }
  const outcome = await applyPlans({
    folder: resolve(folder),
    ...(stacks.length > 0 && { stacks }),
    ...(reviewed !== undefined && { reviewed }),
    synthesized,
    synth,
    review: async (plans, logs) =>
      reviewForApply(plans, logs, readSynth(synth), await reviewSettings([...plans.keys(), ...logs.keys()])),
    begin: async () => {
      const logs = stacksIn(folder, "plan").map((stack) => ({ file: applyLog(synth, stack), stack }));
      for (const record of records) await record.begin(command, logs);
    },
    program,
    screen,
    interrupts,
  });
  for (const record of records) record.end();
  return {
    code: outcome.left.size > 0 ? exitCodes.changes : 0,
    json: { applied: outcome.applied, left: Object.fromEntries(outcome.left) },
    text: applyReport(outcome, reviewed !== undefined),
  };
}

/** The environments whose plans a folder holds; an emulator is that of one account. */
async function environmentsIn(folder: string, emulated: boolean): Promise<readonly Environment[]> {
  const names = [...new Set(stacksIn(folder, "plan").flatMap((stack) => environmentOf(stack) ?? []))];
  if (emulated && names.length !== 1) {
    throw new UserError(`${folder} must hold plans of one environment, got ${list(names) || "none"}`);
  }
  return Promise.all(names.map((name) => loadEnvironment(name)));
}

function whatWasReviewed(
  hash: string | undefined,
  commit: string | undefined,
  notice: (line: string) => void,
): (() => Promise<Reviewed>) | undefined {
  if (hash !== undefined) return () => Promise.resolve({ hash });
  return commit === undefined ? undefined : () => reviewedAs(commit, notice);
}

async function reviewedAs(commit: string, notice: (line: string) => void): Promise<Reviewed> {
  const author = process.env.PLAN_REVIEW_AUTHOR;
  const github = new GitHub(gitHubSettings(process.env));
  const { pullRequest, stacks } = await reviewedOfCommit(github, commit, author === "" ? undefined : author);
  notice(`Reviewed in pull request ${pullRequest}: ${list([...stacks.keys()]) || "no stack"}`);
  return { stacks };
}

function applyReport({ applied, left }: Applied, isReviewed: boolean): string {
  const width = Math.max(0, ...[...applied.map(({ stack }) => stack), ...left.keys()].map(({ length }) => length));
  const lines = [
    applied.length === 0 && left.size === 0 ? "Nothing to apply." : "",
    ...applied.map(({ stack, message }) => `  ${pc.green(stack.padEnd(width))}  ${message}`),
    ...[...left].map(([stack, reason]) => `  ${pc.yellow(stack.padEnd(width))}  left: ${reason}`),
    left.size > 0 ? goOn([...left.keys()], isReviewed) : "",
  ];
  return `\n${lines.filter((line) => line !== "").join("\n")}`;
}
