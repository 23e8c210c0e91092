import { freeMemory } from "../common/memory";
import { isoToday } from "../common/text";
import type { Policy } from "../aws-policies/policy";
import { diffOf, meaningOf } from "./meaning";
import { driftOf, failedChecks, UnknownValues, outputsOf, plannedChanges, remarksOf, type Outputs } from "./changes";
import { doesSomething, overallHash, stackHash } from "./hash";
import type {
  Block,
  Context,
  Counts,
  Coverage,
  Drift,
  InstanceSizes,
  Notice,
  OlderFinding,
  Place,
  PlannedChange,
  ResourceChange,
  Review,
  StackReview,
  Verdict,
} from "./model";
import { acceptedBy, baselineNotices, type Baseline } from "./baseline";
import { inOrder, urgencyOf } from "./order";
import { askPolicies } from "./policies";
import { liftedProtections } from "./protection";
import { inWords, reasonsOf } from "./reasons";
import type { PlanInput, PlannedInput } from "./read";
import { knownSecrets, Redactor, type Source } from "./redact";
import { byRisk, worst } from "./risk";
import { summaryOf } from "./summary";
import { checkLoss, type ReviewedEnvironment } from "./waivers";
import type { Configuration } from "../terraform-json";

export interface ReviewOptions {
  /** Every synthesized stack, to which references between stacks lead. @default - the inputs' own */
  readonly stacks?: readonly Configuration[];
  /** The policies that the planned values must satisfy. */
  readonly policies: readonly Policy[];
  /** Whose waivers apply, and which of them protect their data. */
  readonly environments: readonly ReviewedEnvironment[];
  /** Findings that were there before, and are accepted. @default - none */
  readonly baseline?: Baseline;
  /** What an EC2 instance type has for tasks. @default - not known, so that no effect says how many tasks fit */
  readonly instanceSize?: InstanceSizes;
  /** How to apply what was reviewed and nothing else; `HASH` is where the hash goes. @default - reviews name no command */
  readonly applyCommand?: string;
  /** ISO day that waivers are checked against. @default - today in UTC */
  readonly today?: string;
}

/**
 * The review of any number of stacks.
 *
 * Nothing in it is a secret. It does not throw for what a plan holds: a plan that cannot be reviewed is one that failed.
 */
export function review(inputs: readonly PlanInput[], options: ReviewOptions): Review {
  const { environments, policies, baseline, instanceSize, applyCommand, today = isoToday() } = options;
  const isAccepted = baseline === undefined ? () => false : acceptedBy(baseline, today);
  const sources = inputs.map(sourceOf);
  const redactor = new Redactor(knownSecrets(sources));
  const free = () => (inputs.some(isLarge) ? freeMemory() : undefined);
  free();
  const read = inOrder(inputs).map((input) => readStack(input, redactor, sources.length > 1));
  const planned = read.flatMap(({ input }) => (input.status === "planned" ? [input] : []));
  const stacks = options.stacks ?? planned.flatMap(({ configuration }) => configuration ?? []);
  const changed = new Set(read.flatMap(({ changes }) => changes.filter(isWritten).map(keyOf)));
  const isChanged = (stack: string, address: string) => changed.has(keyOf({ stack, address: redactor.text(address) }));
  free();
  // What the policies need is free again before the changes are described: both together are too much memory for a large plan.
  const asked = askPolicies(
    { inputs: planned, stacks, environments, policies, today, isChanged, isAccepted },
    redactor,
  );
  free();
  const context = contextOf(
    read.flatMap(({ changes }) => changes),
    instanceSize,
    options.stacks,
  );
  const meant = read.map((stack) => safely(stack, (own) => meanStack(own, context, redactor)));
  const checked = meant.flatMap(({ losses }) => losses.map((loss) => checkLoss(loss, environments, today)));

  const isChanging = meant.some(({ hasChanges }) => hasChanges);
  // A plan that changes nothing makes nothing worse.
  const blocks: Block[] = isChanging
    ? [
        ...checked.flatMap((loss) => ("block" in loss ? [loss.block] : [])),
        ...meant.flatMap(({ stops }) => stops),
        ...asked.blocks,
      ]
    : [];
  const older = [...asked.older, ...(isChanging ? [] : asked.blocks.map((block) => olderFinding(block, isAccepted)))];
  const reviewed = new Set(planned.map(({ stack }) => stack));
  const notices: Notice[] = [
    ...checked.flatMap((loss) => ("notice" in loss ? [loss.notice] : [])),
    ...asked.notices,
    ...(baseline === undefined ? [] : baselineNotices(baseline, older, reviewed, today)),
  ];
  const reviews = meant.map(({ review: own }) => own);
  const urgencies = new Map(meant.flatMap(({ urgencies: own }) => [...own]));
  const urgency = ({ stack, address }: Place) => urgencies.get(keyOf({ stack, address })) ?? noChange;
  const byUrgency = (a: Place, b: Place) => urgency(a) - urgency(b);
  const changing = meant.filter(({ hasChanges }) => hasChanges).map(({ review: own }) => own);
  const verdict = verdictOf(reviews, blocks, changing);
  return {
    format: 1,
    verdict,
    summary: summaryOf(verdict, { stacks: reviews, blocks, olderFindings: older }, changing),
    stacks: reviews,
    effects: [
      ...reviews
        .flatMap(({ changes }) => changes)
        .flatMap(({ stack, address, effects }) => effects.map((effect) => ({ ...effect, stack, address }))),
      ...planned.flatMap((input) => failedChecks(input, redactor)),
      ...read.flatMap(({ input, changes }) =>
        input.status === "planned" ? liftedProtections(input, changes, environments) : [],
      ),
    ].toSorted((a, b) => byRisk(a, b) || byUrgency(a, b)),
    blocks: blocks.toSorted(byUrgency),
    notices,
    olderFindings: older,
    coverage: coverageOf(reviews),
    hash: overallHash(reviews),
    ...(applyCommand !== undefined && { applyCommand }),
  };
}

const keyOf = ({ stack, address }: Place) => `${stack}/${address}`;

/** Urgency of what is not about one change. */
const noChange = 7;

function olderFinding(
  { stack, address, rule, text }: Block,
  isAccepted: (stack: string, address: string, policy: string) => boolean,
): OlderFinding {
  return { stack, address, rule, text, isAccepted: isAccepted(stack, address, rule) };
}

interface ReadStack {
  readonly input: PlanInput;
  readonly changes: readonly PlannedChange[];
  readonly outputs: Outputs;
  readonly hash: string;
  /** Why it cannot be reviewed. */
  readonly broken?: string;
}

const nothing = { changes: [], outputs: { changes: [], handedOn: 0 }, hash: "" } as const;

/** @param isShared whether other stacks' secrets are taken out, too; the hash must not depend on which plans are read together */
function readStack(input: PlanInput, redactor: Redactor, isShared: boolean): ReadStack {
  if (input.status !== "planned") return { input, ...nothing };
  try {
    const unknownValues = new UnknownValues(input.plan);
    const own = isShared ? new Redactor(knownSecrets([sourceOf(input)])) : redactor;
    const [ownChanges, ownOutputs] = [plannedChanges(input, unknownValues, own), outputsOf(input, unknownValues, own)];
    return {
      input,
      changes: isShared ? plannedChanges(input, unknownValues, redactor) : ownChanges,
      outputs: isShared ? outputsOf(input, unknownValues, redactor) : ownOutputs,
      hash: stackHash(ownChanges, ownOutputs.changes, ownOutputs.handedOn),
    };
  } catch (error) {
    return {
      input,
      ...nothing,
      broken: brokenBy(error),
    };
  }
}

/** A plan that breaks this program fails by itself, and the others are reviewed. */
function safely(stack: ReadStack, mean: (stack: ReadStack) => MeantStack): MeantStack {
  try {
    return mean(stack);
  } catch (error) {
    return mean({ input: stack.input, ...nothing, broken: brokenBy(error) });
  }
}

interface MeantStack {
  readonly review: StackReview;
  /** Whether there is anything to apply: resources, outputs, or drift that is to be noted. */
  readonly hasChanges: boolean;
  /** By stack and address. */
  readonly urgencies: ReadonlyMap<string, number>;
  readonly losses: readonly Parameters<typeof checkLoss>[0][];
  readonly stops: readonly Block[];
}

function meanStack(
  { input, changes, outputs, hash, broken }: ReadStack,
  context: Context,
  redactor: Redactor,
): MeantStack {
  const meant = changes
    .filter((change) => doesSomething(change) && change.deferred === undefined)
    .map((change, index) => {
      if (index % portion === portion - 1) freeMemory();
      return { change, meaning: meaningOf(change, context) };
    });
  const urgencies = new Map(meant.map(({ change, meaning }) => [keyOf(change), urgencyOf(change, meaning)]));
  const urgency = (change: Place) => urgencies.get(keyOf(change)) ?? noChange;
  const isPlanned = input.status === "planned" && broken === undefined;
  const isErrored = isPlanned && input.plan.errored === true;
  const message = broken ?? (input.status === "planned" ? (isErrored ? erroredMessage : undefined) : input.message);
  const review: StackReview = {
    name: input.stack,
    status: broken !== undefined || isErrored ? "failed" : input.status,
    ...(message !== undefined && { message: redactor.text(message) }),
    counts: countsOf(meant.map(({ change }) => change)),
    risk: worst(meant.map(({ meaning }) => meaning.risk)),
    coverage: {
      assessed: meant.filter(({ meaning }) => meaning.isAssessed).length,
      changes: meant.length,
    },
    changes: meant
      .map(({ change, meaning }) => resourceChange(change, meaning))
      .toSorted((a, b) => byRisk(a, b) || urgency(a) - urgency(b) || (a.address < b.address ? -1 : 1)),
    drift: isPlanned ? driftOf(input, redactor).flatMap((drift) => driftInWords(input, drift)) : [],
    outputs: outputs.changes,
    deferred: changes.flatMap(({ address, deferred }) =>
      deferred === undefined ? [] : [{ address, reason: inWords(deferred) }],
    ),
    remarks: isPlanned ? remarksOf(input, outputs.handedOn, redactor) : [],
    hash,
  };
  const losses = meant.flatMap(({ change: { stack, address, action, actions }, meaning: { loses } }) => {
    const how = actions.includes("forget")
      ? "forgotten"
      : Object.hasOwn(lossWords, action)
        ? lossWords[action]
        : undefined;
    return loses === undefined || how === undefined ? [] : [{ stack, address, loses, action: how }];
  });
  const stops = [
    ...meant.flatMap(({ change: { stack, address }, meaning: { stops: stop } }) =>
      stop === undefined ? [] : [{ stack, address, rule: stopsHalfWay, ...stop }],
    ),
    ...meant.flatMap(({ change }) => unknownEffect(change)),
  ];
  const isNoted = isPlanned && input.plan.applyable === true && review.drift.length > 0;
  const hasChanges =
    meant.length > 0 || outputs.changes.length > 0 || outputs.handedOn > 0 || review.deferred.length > 0 || isNoted;
  return { review, urgencies, losses, stops, hasChanges };
}

const lossWords: Readonly<Record<string, Parameters<typeof checkLoss>[0]["action"]>> = {
  destroy: "destroyed",
  replace: "replaced",
  forget: "forgotten",
};

/** Id of the block for what AWS refuses in the middle of an apply. */
const stopsHalfWay = "stops-half-way";

/** Id of the block for what this program does not know. */
const unknownEffectRule = "unknown-effect";

/** What nobody can say the effect of must not be applied as if it had none. */
function unknownEffect({ stack, address, action, actions, isUnknownContent }: PlannedChange): Block[] {
  if (action !== "other") return [];
  const text =
    isUnknownContent === true
      ? "the plan holds content that this review does not know, so nobody can say what an apply does"
      : `the plan holds an action that this review does not know: ${actions.join(", ") || "none is named"}`;
  return [
    {
      stack,
      address,
      rule: unknownEffectRule,
      text,
      remedy: "update the review to a version that knows it, or plan with the Terraform version that it knows",
    },
  ];
}

const erroredMessage = "Terraform could not finish this plan: what is shown is only a part of it";

function resourceChange(change: PlannedChange, { effects, diff, risk }: ReturnType<typeof meaningOf>): ResourceChange {
  const { stack, address, previousAddress, path, type, action, actions, importId } = change;
  return {
    stack,
    address,
    ...(previousAddress !== undefined && { previousAddress }),
    ...(path !== undefined && { path }),
    type,
    action,
    actions,
    reasons: reasonsOf(change),
    ...(importId !== undefined && { importId }),
    effects,
    diff,
    risk,
  };
}

function driftInWords(
  { stack }: PlannedInput,
  { address, type, action, before, after }: ReturnType<typeof driftOf>[number],
): Drift[] {
  if (action === "delete") return [{ stack, address, action, diff: [] }];
  const diff = diffOf(type, before, after);
  // Another way to write the same is no change.
  return diff.length === 0 ? [] : [{ stack, address, action, diff }];
}

function countsOf(changes: readonly PlannedChange[]): Counts {
  const count = (isOne: (change: PlannedChange) => boolean) => changes.filter(isOne).length;
  return {
    create: count(({ action }) => action === "create"),
    update: count(({ action }) => action === "update"),
    replace: count(({ action }) => action === "replace"),
    destroy: count(({ action }) => action === "destroy"),
    moved: count(({ previousAddress }) => previousAddress !== undefined),
    imported: count(({ importId }) => importId !== undefined),
    forgotten: count(({ action, actions }) => action === "forget" || actions.includes("forget")),
    invoked: count(({ action }) => action === "invoke"),
    other: count(({ action }) => action === "other"),
  };
}

function verdictOf(
  stacks: readonly StackReview[],
  blocks: readonly Block[],
  changing: readonly StackReview[],
): Verdict {
  if (stacks.length === 0 || stacks.some(({ status }) => status === "failed")) return "failed";
  if (blocks.length > 0) return "blocked";
  // A stack that waits will be made as soon as the others are.
  return changing.length > 0 || stacks.some(({ status }) => status === "waiting") ? "changes" : "no changes";
}

function contextOf(
  changes: readonly PlannedChange[],
  instanceSize: InstanceSizes | undefined,
  configurations: readonly Configuration[] | undefined,
): Context {
  const byAddress = new Map(changes.map((change) => [keyOf(change), change]));
  const find: Context["find"] = (stack, address) => byAddress.get(keyOf({ stack, address }));
  return { changes, find, ...(instanceSize && { instanceSize }), ...(configurations && { configurations }) };
}

function coverageOf(stacks: readonly StackReview[]): Coverage {
  const sum = (count: keyof Coverage) => stacks.reduce((total, { coverage }) => total + coverage[count], 0);
  return { assessed: sum("assessed"), changes: sum("changes") };
}

function sourceOf(input: PlanInput): Source {
  const { stack, configuration } = input;
  return {
    stack,
    ...(input.status === "planned" && { plan: input.plan }),
    ...(configuration !== undefined && { configuration }),
  };
}

function isWritten({ action }: PlannedChange): boolean {
  return action === "create" || action === "update" || action === "replace";
}

/** Resources from which memory matters, and after how many of them it is freed. */
const [large, portion] = [5000, 10_000];

function isLarge(input: PlanInput): boolean {
  const changes: unknown = input.status === "planned" ? input.plan.resource_changes : undefined;
  return Array.isArray(changes) && changes.length >= large;
}

/** The name of the error alone: its message may quote what the plan holds. */
function brokenBy(error: unknown): string {
  const name = error instanceof Error ? error.name : "unknown error";
  return `its plan cannot be reviewed (${name}); make it anew, or report this`;
}
