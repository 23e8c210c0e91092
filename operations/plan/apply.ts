import { join, resolve } from "node:path";
import pc from "picocolors";
import { readStacks } from "../../lib/cdktf/synthesize";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen, type Output } from "../../lib/terminal/screen";
import { findTerraform } from "../../lib/terraform";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list } from "../../packages/common/text";
import { GitHub, gitHubSettings, reviewedOfCommit } from "../../packages/plan-review/github";
import { readSynth } from "../policies/inputs";
import { reach } from "../../lib/sessions";
import { applyPlans, type Applied } from "./apply-plans";
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
  const program = await findTerraform();
  const interrupts = new Interrupts();
  const reviewed = whatWasReviewed(hash, commit, notice);
  const outcome = await applyPlans({
    folder: resolve(folder),
    ...(stacks.length > 0 && { stacks }),
    ...(reviewed !== undefined && { reviewed }),
    synthesized: readStacks(synth),
    synth,
    review: async (plans, logs) =>
      reviewForApply(plans, logs, readSynth(synth), await reviewSettings([...plans.keys(), ...logs.keys()])),
    program: emulated ? { ...program, env: await emulatorOf(folder, program.env) } : program,
    screen: new Screen(progress),
    interrupts,
  });
  return {
    code: outcome.left.size > 0 ? exitCodes.changes : 0,
    json: { applied: outcome.applied, left: Object.fromEntries(outcome.left) },
    text: applyReport(outcome),
  };
}

/** The emulator of the environment whose plans a folder holds. */
async function emulatorOf(folder: string, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const names = new Set(stacksIn(folder, "plan").flatMap((stack) => environmentOf(stack) ?? []));
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) {
    throw new UserError(`${folder} must hold plans of one environment, got ${list([...names]) || "none"}`);
  }
  return reach(await loadEnvironment(name), true, env);
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

function applyReport({ applied, left }: Applied): string {
  const lines = [
    applied.length === 0 && left.size === 0 ? "Nothing to apply." : "",
    ...applied.map(({ stack, message }) => `  ${pc.green(stack)}  ${message}`),
    ...[...left].map(([stack, reason]) => `  ${pc.yellow(stack)}  left: ${reason}`),
    left.size > 0 ? "Plan again, review, and apply what is left." : "",
  ];
  return `\n${lines.filter((line) => line !== "").join("\n")}`;
}
