import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Interrupts } from "../../lib/terminal/interrupts";
import { beforeDeploy, ProgressReader, type StackProgress } from "../../lib/cdktf/progress";
import { Board } from "../../lib/terminal/board";
import { changesOf, rowOf, type Row } from "../../lib/terminal/rows";
import type { Screen } from "../../lib/terminal/screen";
import type { SynthesizedStack } from "../../lib/cdktf/synthesize";
import { endedEmulator } from "../../lib/run-record";
import { withoutLayer } from "../../lib/stack-names";
import { exitCodes, UserError } from "../../packages/common/errors";
import { keepTainted, type Terraform } from "../../lib/terraform";
import { tryJson } from "../../packages/common/json";
import { list } from "../../packages/common/text";
import { environmentOf } from "../../lib/environment-names";
import { nextCommand } from "../../lib/next-command";
import { isRecord } from "../../packages/terraform-json";
import { forget, stacksIn } from "./folder";
import { configurationOf, outdated, type Saved } from "./outdated";
import { differs, type CurrentReview, type Reviewed } from "./reviewed";
import { explain, TerraformRuns } from "./terraform";

export interface ApplyOptions {
  /** Folder of the plans. */
  readonly folder: string;
  /** Stacks to apply. @default - all that have a plan */
  readonly stacks?: readonly string[];
  /** Refuse what is not this; asked only when there is something to apply. @default - what the plans say is applied */
  readonly reviewed?: () => Promise<Reviewed>;
  /** Every synthesized stack, in order. */
  readonly synthesized: readonly SynthesizedStack[];
  /** Folder that synth wrote; absolute. */
  readonly synth: string;
  /** The review of plans. @param plans text of `terraform show -json` by stack @param logs the output of Terraform for each plan that failed or waits */
  readonly review: (
    plans: ReadonlyMap<string, string>,
    logs: ReadonlyMap<string, string>,
  ) => CurrentReview | Promise<CurrentReview>;
  /** Called before the first plan is applied. @default - nobody is */
  readonly begin?: () => Promise<void>;
  readonly program: Pick<Terraform, "binary" | "env">;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
}

export interface Applied {
  readonly applied: readonly { readonly stack: string; readonly message: string }[];
  /** Stacks that must be planned again before they can be applied, with the reason. */
  readonly left: ReadonlyMap<string, string>;
}

/** A plan as it is applied: a copy that nobody else can change once it was reviewed. */
interface Copy extends Saved {
  readonly text: string;
  readonly file: string;
}

/**
 * Applies saved plans, each after those that it depends on.
 *
 * What is reviewed is created again from each plan file by `terraform show -json`, and exactly that file is applied.
 *
 * @throws UserError before anything is changed (exit code 3, or 1 for wrong input), or when Terraform failed (exit code 5), with
 * what was applied until then
 */
export async function applyPlans(options: ApplyOptions): Promise<Applied> {
  const { interrupts, program, screen } = options;
  const found = order(options);
  const terraform = new TerraformRuns(program, interrupts);
  const copies = mkdtempSync(join(tmpdir(), "apply-"));
  const board = new Board(
    screen,
    found.map(({ name }) => name),
  );
  try {
    return await board.during(applyCopies(options, { found, terraform, copies, board }));
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}

interface Parts {
  readonly found: readonly SynthesizedStack[];
  readonly terraform: TerraformRuns;
  /** Folder of the copies. */
  readonly copies: string;
  readonly board: Board;
}

async function applyCopies(options: ApplyOptions, parts: Parts): Promise<Applied> {
  const { folder, reviewed, synth, review, interrupts } = options;
  const { found, terraform, copies, board } = parts;
  const all: Copy[] = [];
  for (const stack of found) {
    board.show(stack.name, { state: "running", phase: "reading the plan", startedAt: Date.now() });
    const copy = await terraform.during(read({ stack, folder, copies, synth, terraform })).catch((error: unknown) => {
      board.show(stack.name, {
        state: interrupts.isRequested ? "stopped" : "failed",
        phase: "not read",
        endedAt: Date.now(),
      });
      // What it stopped for an interrupt is no error of its own.
      throw interrupts.isRequested ? interrupted([], found, reviewed !== undefined) : error;
    });
    if (interrupts.isRequested) throw interrupted([], found, reviewed !== undefined);
    board.show(stack.name, { state: "waiting", phase: `waits: ${planOf(copy.plan)}`, startedAt: undefined });
    all.push(copy);
  }
  const changing = all.filter(({ plan }) => plan.applyable !== false);
  const chosen = options.stacks ?? all.map(({ stack }) => stack.name);
  if (reviewed !== undefined && changing.length > 0) {
    const current = await review(new Map(all.map(({ stack, text }) => [stack.name, text])), logsIn(folder));
    const wanted = changing.map(({ stack }) => stack.name).filter((name) => chosen.includes(name));
    const refusal = current.refusal ?? differs(await reviewed(), current, wanted);
    if (refusal !== undefined) throw new UserError(`${refusal}. Nothing was applied`, exitCodes.refused);
  }
  const ready = changing.filter(({ stack }) => chosen.includes(stack.name));
  refuseGaps(ready, changing);
  const left = new Map([...outdated(ready), ...unplanned(options)]);
  const applied: Applied["applied"][number][] = [];
  if (ready.some(({ stack }) => !left.has(stack.name))) await options.begin?.();
  for (const copy of ready.filter(({ stack }) => !left.has(stack.name))) {
    const rest = ready.map(({ stack }) => stack).filter(({ name }) => !applied.some(({ stack }) => stack === name));
    if (interrupts.isRequested) throw interrupted(applied, rest, reviewed !== undefined);
    applied.push(await applyOne(copy, { before: applied, rest }, options, parts));
    forget(folder, copy.stack.name);
  }
  for (const { stack, plan } of all.filter(({ stack: { name } }) => !applied.some((one) => one.stack === name))) {
    const phase = left.has(stack.name) ? "left" : plan.applyable === false ? "no changes" : "not chosen";
    board.show(stack.name, { state: phase === "no changes" ? "done" : "stopped", phase });
  }
  return { applied, left };
}

/** The stacks with a plan, in order. @throws UserError for a plan that is missing, failed or nobody's */
function order({ folder, stacks = [], synthesized }: ApplyOptions): readonly SynthesizedStack[] {
  const planned = stacksIn(folder, "plan");
  const logs = stacksIn(folder, "log");
  const missing = stacks.find((name) => !planned.includes(name));
  if (missing !== undefined) {
    const why = logs.includes(missing) ? `failed or waits (${folder}/${missing}.log)` : `is not in ${folder}`;
    throw new UserError(`the plan of ${missing} ${why}; there are plans of ${planned.join(", ") || "no stack"}`);
  }
  if (planned.length === 0) throw new UserError(`${folder} holds no STACK.plan; make them with ./platform plan`);
  const stranger = planned.find((name) => !synthesized.some((stack) => stack.name === name));
  if (stranger !== undefined) {
    throw new UserError(`${folder}/${stranger}.plan: no stack is called ${stranger}; plan again after a rename`);
  }
  return synthesized.filter(({ name }) => planned.includes(name));
}

interface Reading {
  readonly stack: SynthesizedStack;
  readonly folder: string;
  readonly copies: string;
  readonly synth: string;
  readonly terraform: TerraformRuns;
}

async function read({ stack, folder, copies, synth, terraform }: Reading): Promise<Copy> {
  const file = join(copies, `${stack.name}.plan`);
  copyFileSync(join(folder, `${stack.name}.plan`), file);
  const work = join(synth, "stacks", stack.name);
  if (!existsSync(work)) throw new UserError(`${work} is not there; plan again, on the machine that applies`);
  const initialized = await terraform.run(work, ["init", "-input=false", "-no-color"]);
  if (initialized.code !== 0) {
    throw new UserError(
      `${stack.name}: ${explain(initialized.output, stack.name, terraform.program.env)}. Nothing was applied`,
    );
  }
  const shown = await terraform.run(work, ["show", "-json", "-no-color", file]);
  const plan = shown.code === 0 ? tryJson(shown.stdout) : undefined;
  if (!isRecord(plan)) {
    const why = explain(shown.code === 0 ? "" : shown.output, stack.name, terraform.program.env);
    throw new UserError(`${folder}/${stack.name}.plan cannot be read: ${why}; plan again. Nothing was applied`);
  }
  if (plan.errored === true) {
    throw new UserError(`${folder}/${stack.name}.plan is the plan of a failed run; plan again. Nothing was applied`);
  }
  return { stack, plan, text: shown.stdout, file, configuration: configurationOf(synth, stack.name) };
}

function logsIn(folder: string): ReadonlyMap<string, string> {
  return new Map(stacksIn(folder, "log").map((stack) => [stack, readFileSync(join(folder, `${stack}.log`), "utf8")]));
}

/** Where everything is to be applied: the stacks of the folder that have no plan, since it failed or waits for another stack. */
function unplanned({ folder, stacks }: ApplyOptions): readonly (readonly [string, string])[] {
  if (stacks !== undefined) return [];
  return stacksIn(folder, "log").map((stack) => [stack, `it has no plan yet, see ${stack}.log`] as const);
}

/** A stack is not applied before one that it depends on and that has something to apply. */
function refuseGaps(ready: readonly Copy[], changing: readonly Copy[]): void {
  for (const { stack } of ready) {
    const gap = changing.find((other) => stack.dependencies.includes(other.stack.name) && !ready.includes(other));
    if (gap === undefined) continue;
    const { name } = gap.stack;
    throw new UserError(
      `${stack.name} depends on ${name}, whose plan has changes, too: name ${name} as well. Nothing was applied`,
      exitCodes.refused,
    );
  }
}

/** Seconds that an apply waits for the lock of a state. */
const lockSeconds = 300;

/** File that receives what Terraform says when it applies a stack. */
export const applyLog = (synth: string, stack: string): string => join(synth, `${stack}-apply.log`);

/** Stacks that were applied, and those that were not: the one that stopped first. */
interface Standing {
  readonly before: Applied["applied"];
  readonly rest: readonly SynthesizedStack[];
}

async function applyOne(
  { stack, file, plan }: Copy,
  standing: Standing,
  { synth, program, interrupts, reviewed }: ApplyOptions,
  { terraform, board }: Parts,
): Promise<Applied["applied"][number]> {
  const { name } = stack;
  const work = join(synth, "stacks", name);
  // The reader knows the lines of cdktf, which are Terraform's behind the stack's name; it starts where the plan is made.
  const reader = new ProgressReader(beforeDeploy([{ ...stack, dependencies: [] }]));
  const print = (line: string): void => void reader.read(`${name}  ${line}`);
  const startedAt = Date.now();
  print("Terraform has been successfully initialized");
  print(planOf(plan));
  const row = (): Row => ({ ...rowOf(reader.stacks[0] as StackProgress, "apply", Date.now()), startedAt });
  board.show(name, row);
  const args = ["apply", "-input=false", "-no-color", `-lock-timeout=${lockSeconds}s`, file];
  const { code, output } = await terraform.during(terraform.change(work, args, applyLog(synth, name), print));
  if (code !== 0) {
    const isInterrupted = interrupts.isRequested;
    const state = isInterrupted ? "stopped" : "failed";
    board.show(name, { name, state, phase: state, detail: undefined, startedAt, endedAt: Date.now() });
    const ended = await endedEmulator(withoutLayer(name), program.env);
    if (ended !== undefined) throw new UserError(ended, exitCodes.applyFailed);
    const kept = await keepTainted(program, work).catch(() => []);
    const isReviewed = reviewed !== undefined;
    throw stopped({ name, output, ...standing, kept, interrupted: isInterrupted, isReviewed, env: program.env });
  }
  return { stack: name, message: changesOf(reader.stacks[0]?.changes) };
}

/** Terraform's line about a plan, which it does not say again when a saved plan is applied. */
function planOf(plan: Saved["plan"]): string {
  const changes = Array.isArray(plan.resource_changes) ? plan.resource_changes.filter(isRecord) : [];
  const count = (action: string): number =>
    changes.filter(({ change, mode }) => {
      const actions = isRecord(change) && Array.isArray(change.actions) ? change.actions : [];
      return mode === "managed" && actions.includes(action);
    }).length;
  return `Plan: ${count("create")} to add, ${count("update")} to change, ${count("delete")} to destroy.`;
}

interface Stop {
  readonly name: string;
  readonly output: string;
  readonly before: Applied["applied"];
  readonly rest: readonly SynthesizedStack[];
  readonly kept: readonly string[];
  readonly interrupted: boolean;
  readonly isReviewed: boolean;
  readonly env: NodeJS.ProcessEnv;
}

const namesOf = (stacks: readonly SynthesizedStack[]): string => list(stacks.map(({ name }) => name));

/**
 * How to go on from where an apply ended. Where only what was reviewed is applied, there is no way around the review.
 *
 * @param stacks names of those that are not applied
 */
export function goOn(stacks: readonly string[], isReviewed: boolean): string {
  const names = [...new Set(stacks.flatMap((stack) => environmentOf(stack) ?? []))];
  const commands = names.map((name) => {
    const own = stacks.filter((stack) => environmentOf(stack) === name).map((stack) => stack.slice(name.length + 1));
    return `  ${nextCommand(`deploy ${[name, ...own].join(" ")}`)}`;
  });
  const atOnce = isReviewed || commands.length === 0 ? [] : ["Or all of it at once:", ...commands];
  return ["Plan again, review, and apply to go on from there.", ...atOnce].join("\n");
}

function interrupted(applied: Applied["applied"], rest: readonly SynthesizedStack[], isReviewed: boolean): UserError {
  const names = list(applied.map(({ stack }) => stack));
  return names === ""
    ? new UserError("Interrupted. Nothing was applied.", exitCodes.refused)
    : new UserError(
        `Interrupted. Applied: ${names}. Not applied: ${namesOf(rest)}.\n${goOn(
          rest.map(({ name }) => name),
          isReviewed,
        )}`,
        exitCodes.applyFailed,
      );
}

/** What stopped it, what was applied until then, and how to go on. */
function stopped({ name, output, before, rest, kept, interrupted, isReviewed, env }: Stop): UserError {
  const why = interrupted ? "was interrupted; Terraform saved what it had done" : explain(output, name, env);
  const begun = /: (Creating|Modifying|Destroying)\.\.\./.test(output);
  const applied = list(before.map(({ stack }) => stack));
  const untouched = rest.filter((stack) => stack.name !== name);
  const lines = [
    `${name}: ${why}`,
    applied === "" ? (begun ? "" : "Nothing was applied.") : `Applied before it: ${applied}.`,
    begun ? `${name} is applied in part; its state records what exists.` : "",
    untouched.length > 0 ? `Not applied: ${namesOf(untouched)}.` : "",
    kept.length > 0 ? `Begun, and completed by the next apply: ${kept.join(", ")}.` : "",
    goOn([name, ...untouched.map((stack) => stack.name)], isReviewed),
    interrupted ? "" : `\n${output.trim().split("\n").slice(-40).join("\n")}`,
  ];
  const code = begun || applied !== "" ? exitCodes.applyFailed : exitCodes.refused;
  return new UserError(lines.filter((line) => line !== "").join("\n"), code);
}
