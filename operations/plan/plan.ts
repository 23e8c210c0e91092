import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Board } from "../../lib/terminal/board";
import { Screen, type Output } from "../../lib/terminal/screen";
import { terminal } from "../../lib/terminal/streams";
import { Steps } from "../../lib/terminal/steps";
import { synthesize, type SynthesizedStack } from "../../lib/cdktf/synthesize";
import { UserError } from "../../packages/common/errors";
import { emulatorStateFolder } from "../../lib/emulator";
import { emulatorState } from "../../lib/environment-names";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { findTerraform, type Terraform } from "../../lib/terraform";
import { checkCredentials } from "../../lib/sessions";
import { interruptedRun } from "../../lib/run-record";
import { PlansFolder } from "./folder";
import { initialize, planStack, type Planned } from "./plan-stack";
import { TerraformRuns } from "./terraform";
import { plural } from "../../packages/common/text";

export interface PlanOptions {
  readonly environment: string;
  /** Stacks, with or without the environment's name before them. @default - all of the environment */
  readonly stacks?: readonly string[];
  /** Folder that receives the plans. */
  readonly output: string;
  /** @default true */
  readonly lock?: boolean;
  /** Plan what is deployed to the emulator of this machine. @default false */
  readonly emulated?: boolean;
  /** @default - standard output */
  readonly screen?: Output;
}

/**
 * Plans stacks of an environment, each into files of a folder: the plan, its JSON, or the log of what failed.
 *
 * @returns what became of each stack, in the order in which they are applied
 * @throws UserError when it cannot begin, or a person interrupted it
 */
export async function plan(options: PlanOptions): Promise<readonly Planned[]> {
  const { environment: name, stacks: wanted = [], output, lock = true, emulated = false } = options;
  const environment = await loadEnvironment(name);
  const screen = new Screen(options.screen ?? terminal.output, `${name}-state-backend`.length);
  const interrupts = new Interrupts();
  const steps = new Steps(screen, interrupts);
  const synth = join(projectRoot(), "cdktf.out");
  const plans = PlansFolder.make(resolve(output));
  plans.clear(name);
  try {
    const all = await steps.do({
      name: "synthesize",
      work: () => {
        const state = emulated ? { [emulatorState]: emulatorStateFolder(environment.account) } : {};
        return synthesize({ output: synth, environments: [name], env: { ...process.env, ...state } });
      },
      outcome: (found) => `${plural(found.length, "stack")} written to cdktf.out`,
    });
    const chosen = choose(name, all, wanted);
    const program = await steps.do({
      name: "Terraform",
      work: (say) => findTerraform({ download: { onDownload: (url) => say(`fetching ${url}`) } }),
      outcome: ({ version }) => version,
    });
    const env = await checkCredentials(environment, { emulated, env: program.env, steps });
    const hint = await interruptedRun(name, env);
    if (hint !== undefined) screen.print(hint);
    return await planStacks({ stacks: chosen, synth, plans, program: { ...program, env }, lock, screen, interrupts });
  } catch (error) {
    // Under the environment's name, so that a review of the folder does not pass for one of everything.
    if (error instanceof UserError) plans.write(name, "log", `Error: ${stripVTControlCharacters(error.message)}\n`);
    throw error;
  } finally {
    interrupts.dispose();
  }
}

/** The stacks that were asked for, in order. @throws UserError for a name that the environment does not have */
export function choose(
  environment: string,
  all: readonly SynthesizedStack[],
  wanted: readonly string[],
): readonly SynthesizedStack[] {
  const own = all.filter(({ name }) => name.startsWith(`${environment}-`));
  const matches = (stack: SynthesizedStack, word: string): boolean =>
    stack.name === word || stack.name === `${environment}-${word}`;
  const unknown = wanted.find((word) => !own.some((stack) => matches(stack, word)));
  if (unknown !== undefined) {
    const names = own.map(({ name }) => name).join(", ");
    throw new UserError(`${environment} has no stack ${JSON.stringify(unknown)}; it has ${names}`);
  }
  return wanted.length === 0 ? own : own.filter((stack) => wanted.some((word) => matches(stack, word)));
}

export interface PlanStacksOptions {
  readonly stacks: readonly SynthesizedStack[];
  /** Folder that synth wrote; absolute. */
  readonly synth: string;
  readonly plans: PlansFolder;
  readonly program: Pick<Terraform, "binary" | "env">;
  readonly lock: boolean;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
  /** Plans at the same time. @default - one a core, no more than 4, for each loads a provider of 300 MiB */
  readonly parallel?: number;
}

/**
 * Plans stacks at the same time: a plan reads the states of others and changes none, and each stack has a folder and a lock of its own.
 * `terraform init` runs for one after the other, since Terraform's plugin cache cannot be written by two.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
export async function planStacks(options: PlanStacksOptions): Promise<readonly Planned[]> {
  const { stacks, synth, plans, program, lock, screen, interrupts } = options;
  const { parallel = Math.min(4, availableParallelism()) } = options;
  const terraform = new TerraformRuns(program, interrupts);
  const board = new Board(
    screen,
    stacks.map(({ name }) => name),
  );
  const finish = (planned: Planned): Planned => {
    const phase = planned.status === "failed" ? "failed" : planned.message;
    const detail = planned.status === "failed" ? planned.message : undefined;
    const state = planned.status === "failed" ? "failed" : planned.status === "waiting" ? "stopped" : "done";
    board.show(planned.stack, { state, phase, detail, endedAt: Date.now() });
    return planned;
  };
  const turns = new Turns(parallel);
  const initialized = new Turns(1);
  const work = stacks.map(({ name, resources }) =>
    turns.take(async () => {
      interrupts.check();
      const stack = { stack: name, folder: join(synth, "stacks", name), plans, terraform, lock };
      const broken = await initialized.take(() => {
        board.show(name, { state: "running", phase: "terraform init", startedAt: Date.now() });
        return initialize(stack);
      });
      interrupts.check();
      if (broken !== undefined) return finish(broken);
      board.show(name, { phase: `terraform plan of ${plural(resources, "resource")}` });
      return finish(await planStack(stack));
    }),
  );
  const ended = await board.during(terraform.during(Promise.allSettled(work)));
  interrupts.check();
  return ended.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

/** Lets no more than so many pieces of work go on at the same time, in the order in which they came. */
class Turns {
  private free: number;
  private readonly queue: (() => void)[] = [];

  constructor(count: number) {
    this.free = count;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
