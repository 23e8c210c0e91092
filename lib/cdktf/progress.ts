import type { SynthesizedStack } from "./synthesize";

export type Phase = "waiting" | "initializing" | "initialized" | "planning" | "applying" | "done" | "failed";

/** How far one stack is, as read from the output of `cdktf deploy` or `cdktf destroy`. */
export interface StackProgress {
  readonly name: string;
  /** Stacks that are worked on before it. */
  readonly after: readonly string[];
  /** Number of resources in its configuration. */
  readonly resources: number;
  readonly phase: Phase;
  /** Resource operations of the plan: what is added, changed and destroyed together. Undefined before there is a plan. */
  readonly planned?: number;
  /** Resource operations that are finished. */
  readonly finished: number;
  /** Resources being worked on: address and when that began, in milliseconds. */
  readonly working: ReadonlyMap<string, number>;
  /** What Terraform did, once it is done. */
  readonly changes?: Changes;
  /** Milliseconds since 1970 when its plan began and when it ended. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Terraform's own lines about what went wrong. */
  readonly errors: readonly string[];
}

export interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** The stacks before anything was read, in the order in which they are worked on. */
export function beforeDeploy(stacks: readonly SynthesizedStack[]): readonly StackProgress[] {
  return stacks.map(({ name, dependencies, resources }) => waiting(name, resources, dependencies));
}

/** `beforeDeploy` for `cdktf destroy`, which begins with the stacks that nothing depends on. */
export function beforeDestroy(stacks: readonly SynthesizedStack[]): readonly StackProgress[] {
  return stacks.toReversed().map(({ name, resources }) =>
    waiting(
      name,
      resources,
      stacks.filter(({ dependencies }) => dependencies.includes(name)).map((dependent) => dependent.name),
    ),
  );
}

function waiting(name: string, resources: number, after: readonly string[]): StackProgress {
  return { name, after, resources, phase: "waiting", finished: 0, working: new Map(), errors: [] };
}

/**
 * Reads the output of cdktf line by line. A line of a stack begins with the stack's name and two spaces; lines that
 * belong to the same piece of output follow, indented by as much.
 */
export class ProgressReader {
  private current: string | undefined;

  constructor(
    public stacks: readonly StackProgress[],
    private readonly now: () => number = Date.now,
  ) {}

  /** Returns whether the line was about one of the stacks. */
  read(line: string): boolean {
    const named = this.stacks.find(({ name }) => line === name || line.startsWith(`${name}  `));
    if (named !== undefined) this.current = named.name;
    else if (line !== "" && !line.startsWith("   ")) this.current = undefined;
    const name = this.current;
    if (name === undefined) return false;
    const text = line.slice(name.length + 2);
    this.stacks = startPlans(
      this.stacks.map((stack) => (stack.name === name ? readStackLine(stack, text, this.now()) : stack)),
      this.now(),
    );
    return true;
  }
}

/** cdktf does not say when it starts a plan: once all stacks are initialized, each has its turn after those before it. */
function startPlans(stacks: readonly StackProgress[], now: number): readonly StackProgress[] {
  if (stacks.some(({ phase }) => phase === "waiting" || phase === "initializing")) return stacks;
  const unfinished = new Set(stacks.filter(({ phase }) => phase !== "done").map(({ name }) => name));
  return stacks.map((stack) =>
    stack.phase === "initialized" && !stack.after.some((name) => unfinished.has(name))
      ? { ...stack, phase: "planning", startedAt: now }
      : stack,
  );
}

const plan = /^Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/;
const begun = /^(\S.*): (?:Creating|Modifying|Destroying)\.\.\./;
const ended = /^(\S.*): (?:Creation|Modifications|Destruction) complete after /;
const underWay =
  /^\S.*: (?:(?:Still )?(?:creat|modify|destroy|refresh)ing|(?:Creation|Modifications|Destruction) complete)/i;
const applied = /^Apply complete! Resources: (?:\d+ imported, )?(\d+) added, (\d+) changed, (\d+) destroyed/;
const destroyed = /^Destroy complete! Resources: (\d+) destroyed/;

function readStackLine(stack: StackProgress, text: string, now: number): StackProgress {
  if (stack.phase === "failed" || text.startsWith("Error: ")) return readError(stack, text, now);
  if (text.startsWith("Initializing the backend")) return { ...stack, phase: "initializing" };
  if (text.startsWith("Terraform has been successfully initialized")) return { ...stack, phase: "initialized" };

  const [, add, change, destroy] = plan.exec(text) ?? [];
  if (add !== undefined) {
    return { ...stack, phase: "applying", planned: Number(add) + Number(change) + Number(destroy) };
  }
  const [, starting] = begun.exec(text) ?? [];
  if (starting !== undefined) {
    return { ...stack, phase: "applying", working: new Map([...stack.working, [starting, now]]) };
  }
  const [, finishing] = ended.exec(text) ?? [];
  if (finishing !== undefined) {
    const working = new Map([...stack.working].filter(([address]) => address !== finishing));
    return { ...stack, working, finished: stack.finished + 1 };
  }
  const [, added, changed, removed = destroyed.exec(text)?.[1]] = applied.exec(text) ?? [];
  if (removed !== undefined) {
    const changes = { added: Number(added ?? 0), changed: Number(changed ?? 0), destroyed: Number(removed) };
    return { ...stack, phase: "done", working: new Map(), changes, endedAt: now };
  }
  return stack;
}

/** A failed stack still reports the operations that were under way; between them, every line is about errors. */
function readError(stack: StackProgress, text: string, now: number): StackProgress {
  const aside = underWay.test(text) && !text.startsWith("Error: ");
  const errors = aside || (text.trim() === "" && stack.errors.at(-1) === "") ? stack.errors : [...stack.errors, text];
  return { ...stack, phase: "failed", working: new Map(), errors, endedAt: stack.endedAt ?? now };
}
