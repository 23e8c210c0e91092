import { revisionName } from "../../../lib/ecs/service";
import type { Deployment, Observation } from "./observation";

/** Where a rollout is. */
export type Phase =
  /** Our deployment has not begun. */
  | { readonly kind: "waiting" }
  | { readonly kind: "rolling" }
  | { readonly kind: "steady" }
  /** ECS goes back to what ran before. */
  | { readonly kind: "rolling-back"; readonly why: string }
  | { readonly kind: "rolled-back"; readonly why: string }
  /** ECS gave up, and does not go back. */
  | { readonly kind: "failed"; readonly why: string }
  /** Somebody has deployed something else meanwhile. */
  | { readonly kind: "superseded"; readonly by: string };

export interface Rollout {
  readonly phase: Phase;
  /** Task definition that ran before; undefined where the rollout is under way and none of its tasks is left. */
  readonly previous: string | undefined;
  /** Ids of the deployments that were there before. */
  readonly before: ReadonlySet<string>;
  /** Ids of the events that were there before. */
  readonly reported: ReadonlySet<string>;
  /** Our deployment, as it was last seen. @default - not seen yet */
  readonly ours?: Deployment;
}

/**
 * A rollout that is about to begin.
 *
 * @param previous ARN of the task definition that runs; undefined where that is not known any more
 * @param before ids of the deployments that are there
 * @param reported ids of the events that are there
 */
export const beginning = (
  previous: string | undefined,
  before: Iterable<string>,
  reported: Iterable<string> = [],
): Rollout => ({
  phase: { kind: "waiting" },
  previous,
  before: new Set(before),
  reported: new Set(reported),
});

export const isOver = ({ kind }: Phase): boolean => ["steady", "rolled-back", "failed", "superseded"].includes(kind);

/**
 * What an observation says of a rollout.
 *
 * Only a PRIMARY deployment of the new revision that ECS calls COMPLETED is a success: a service that was rolled back is steady, too.
 *
 * @param began whether our deployment must have begun, since whoever asked for it says that it is done
 */
export function advance(rollout: Rollout, { deployments, events }: Observation, began = false): Rollout {
  const primary = deployments.find(({ isPrimary }) => isPrimary);
  const ours = find(rollout, deployments);
  const next = { ...rollout, ...(ours !== undefined && { ours }) };
  const known = ours ?? rollout.ours;
  if (known === undefined) {
    // All of it may have happened between two looks.
    const isBack =
      primary !== undefined && primary.taskDefinition === rollout.previous && primary.state === "COMPLETED";
    const why = events.findLast(
      ({ id, message }) => !rollout.reported.has(id) && /deployment failed/.test(message),
    )?.message;
    return began && isBack && why !== undefined ? { ...next, phase: { kind: "rolled-back", why } } : next;
  }
  if (primary === undefined) return next;
  if (primary.id === known.id) return { ...next, phase: ofPrimary(primary) };

  if (primary.taskDefinition === known.taskDefinition) {
    // Somebody has the same revision deployed once more (force-new-deployment): it is ours all the same.
    return { ...next, ours: primary, phase: ofPrimary(primary) };
  }
  if (!isBefore(primary.taskDefinition, known.taskDefinition, rollout.previous)) {
    return { ...next, phase: { kind: "superseded", by: revisionName(primary.taskDefinition) } };
  }
  // ECS forgets the failed deployment when it is back.
  const reported = rollout.phase.kind === "rolling-back" ? rollout.phase.why : "";
  const why = reported === "" ? failureOf(known, primary, events) : reported;
  return { ...next, phase: { kind: primary.state === "COMPLETED" ? "rolled-back" : "rolling-back", why } };
}

/** Whether a task definition is the one that is being rolled out. */
export function isNew({ ours, previous }: Rollout, taskDefinition: string): boolean {
  if (ours !== undefined) return taskDefinition === ours.taskDefinition;
  const [family, revision] = split(taskDefinition);
  const [familyBefore, revisionBefore] = split(previous ?? "");
  return family === familyBefore && revision > revisionBefore;
}

/** Whether a revision is what ran before ours; where that is not known, an earlier one. */
function isBefore(taskDefinition: string, ours: string, previous: string | undefined): boolean {
  if (previous !== undefined) return taskDefinition === previous;
  return split(taskDefinition)[1] < split(ours)[1];
}

function split(taskDefinition: string): readonly [string, number] {
  const at = taskDefinition.lastIndexOf(":");
  return [taskDefinition.slice(0, at), Number(taskDefinition.slice(at + 1))];
}

function ofPrimary({ state, reason }: Deployment): Phase {
  if (state === "COMPLETED") return { kind: "steady" };
  return state === "FAILED" ? { kind: "failed", why: reason } : { kind: "rolling" };
}

function find({ ours, before, previous }: Rollout, deployments: readonly Deployment[]): Deployment | undefined {
  if (ours !== undefined) return deployments.find(({ id }) => id === ours.id);
  return deployments.find(({ id, taskDefinition }) => !before.has(id) && taskDefinition !== previous);
}

/** Why ECS gave our deployment up, in its own words. */
function failureOf(ours: Deployment, primary: Deployment, events: Observation["events"]): string {
  if (ours.state === "FAILED" && ours.reason !== "") return ours.reason;
  const reported = events.findLast(({ message }) => message.includes(ours.id) && /failed/.test(message));
  return reported?.message ?? (/rolling back/i.test(primary.reason) ? primary.reason : "");
}
