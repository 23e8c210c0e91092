import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Interrupts } from "../../lib/terminal/interrupts";
import { beforeDeploy, ProgressReader } from "../../lib/cdktf/progress";
import { changesOf, rowOf } from "../../lib/terminal/rows";
import type { Screen } from "../../lib/terminal/screen";
import type { SynthesizedStack } from "../../lib/cdktf/synthesize";
import { exitCodes, UserError } from "../../packages/common/errors";
import { keepTainted, type Terraform } from "../../lib/terraform";
import { tryJson } from "../../packages/common/json";
import { isRecord } from "../../packages/terraform-json";
import { forget, stacksIn } from "./folder";
import { configurationOf, outdated, type Saved } from "./outdated";
import { differs, type Judged, type Reviewed } from "./reviewed";
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
  /** The review of plans. @param plans text of `terraform show -json` by stack @param logs what Terraform said of each plan that failed or waits */
  readonly judge: (plans: ReadonlyMap<string, string>, logs: ReadonlyMap<string, string>) => Judged;
  readonly program: Pick<Terraform, "binary" | "env">;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
}

export interface Applied {
  readonly applied: readonly { readonly stack: string; readonly message: string }[];
  /** Stacks that must be planned again before they can be applied, with the reason. */
  readonly left: ReadonlyMap<string, string>;
}

/** A plan as it is applied: a copy that nobody else can change once it was judged. */
interface Copy extends Saved {
  readonly text: string;
  readonly file: string;
}

/**
 * Applies saved plans, each after those that it depends on.
 *
 * What is judged is made anew from each plan file by `terraform show -json`, and that very file is applied.
 *
 * @throws UserError before anything is changed (exit code 3, or 1 for wrong input), or when Terraform failed (exit code 5), with
 * what was applied until then
 */
export async function applyPlans(options: ApplyOptions): Promise<Applied> {
  const { folder, reviewed, synth, judge, program, interrupts } = options;
  const found = order(options);
  const terraform = new TerraformRuns(program, interrupts);
  const copies = mkdtempSync(join(tmpdir(), "apply-"));
  try {
    const all: Copy[] = [];
    for (const stack of found) {
      all.push(await terraform.during(read({ stack, folder, copies, synth, terraform })));
      interrupts.check();
    }
    const changing = all.filter(({ plan }) => plan.applyable !== false);
    const chosen = options.stacks ?? all.map(({ stack }) => stack.name);
    if (reviewed !== undefined && changing.length > 0) {
      const judged = judge(new Map(all.map(({ stack, text }) => [stack.name, text])), logsIn(folder));
      const wanted = changing.map(({ stack }) => stack.name).filter((name) => chosen.includes(name));
      const refusal = judged.refusal ?? differs(await reviewed(), judged, wanted);
      if (refusal !== undefined) throw new UserError(`${refusal}. Nothing was applied`, exitCodes.refused);
    }
    const ready = changing.filter(({ stack }) => chosen.includes(stack.name));
    refuseGaps(ready, changing);
    const left = new Map([...outdated(ready), ...unplanned(options)]);
    const applied: Applied["applied"][number][] = [];
    for (const copy of ready.filter(({ stack }) => !left.has(stack.name))) {
      if (interrupts.isRequested) throw interrupted(applied);
      applied.push(await applyOne(copy, applied, options, terraform));
      forget(folder, copy.stack.name);
    }
    return { applied, left };
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
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
  if (planned.length === 0) throw new UserError(`${folder} holds no STACK.plan; make them with npm run plan`);
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
    throw new UserError(`${stack.name}: ${explain(initialized.said, stack.name)}. Nothing was applied`);
  }
  const shown = await terraform.run(work, ["show", "-json", "-no-color", file]);
  const plan = shown.code === 0 ? tryJson(shown.stdout) : undefined;
  if (!isRecord(plan)) {
    const why = explain(shown.code === 0 ? "" : shown.said, stack.name);
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

async function applyOne(
  { stack, file, plan }: Copy,
  before: Applied["applied"],
  { synth, program, screen, interrupts }: ApplyOptions,
  terraform: TerraformRuns,
): Promise<Applied["applied"][number]> {
  const { name } = stack;
  const work = join(synth, "stacks", name);
  // The reader knows the lines of cdktf, which are Terraform's behind the stack's name; it starts where the plan is made.
  const reader = new ProgressReader(beforeDeploy([{ ...stack, dependencies: [] }]));
  const tell = (line: string): void => void reader.read(`${name}  ${line}`);
  tell("Terraform has been successfully initialized");
  tell(planLine(plan));
  const draw = (): void =>
    screen.draw(
      reader.stacks.map((progress) => rowOf(progress, "apply", Date.now())),
      Date.now(),
    );
  const timer = setInterval(draw, 100);
  try {
    const args = ["apply", "-input=false", "-no-color", `-lock-timeout=${lockSeconds}s`, file];
    const { code, said } = await terraform.during(terraform.run(work, args, tell));
    if (code !== 0) {
      const kept = await keepTainted(program, work).catch(() => []);
      throw stopped({ name, said, before, kept, interrupted: interrupts.isRequested });
    }
    return { stack: name, message: changesOf(reader.stacks[0]?.changes) };
  } finally {
    clearInterval(timer);
    draw();
    screen.keep();
  }
}

/** Terraform's line about a plan, which it does not say again when a saved plan is applied. */
function planLine(plan: Saved["plan"]): string {
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
  readonly said: string;
  readonly before: Applied["applied"];
  readonly kept: readonly string[];
  readonly interrupted: boolean;
}

function interrupted(applied: Applied["applied"]): UserError {
  const names = applied.map(({ stack }) => stack).join(", ");
  const what = names === "" ? "nothing was applied" : `applied: ${names}; plan again to go on from there`;
  return new UserError(`interrupted; ${what}`, names === "" ? exitCodes.refused : exitCodes.applyFailed);
}

/** What stopped it, what was applied until then, and how to go on. */
function stopped({ name, said, before, kept, interrupted }: Stop): UserError {
  const why = interrupted ? "was interrupted; Terraform saved what it had done" : explain(said, name);
  const begun = /: (Creating|Modifying|Destroying)\.\.\./.test(said);
  const applied = before.map(({ stack }) => stack).join(", ");
  const lines = [
    `${name}: ${why}`,
    applied === "" ? (begun ? "" : "Nothing was applied.") : `Applied before it: ${applied}.`,
    begun ? `${name} is applied in part; its state records what exists.` : "",
    kept.length > 0 ? `Begun, and completed by the next apply: ${kept.join(", ")}.` : "",
    "Plan again, review, and apply to go on from there.",
    interrupted ? "" : `\n${said.trim().split("\n").slice(-40).join("\n")}`,
  ];
  const code = begun || applied !== "" ? exitCodes.applyFailed : exitCodes.refused;
  return new UserError(lines.filter((line) => line !== "").join("\n"), code);
}
