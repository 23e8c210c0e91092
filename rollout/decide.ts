import type { Architecture } from "../aws/instance-types";
import { maximumTasks, minimumHealthy, slotsAvailable, taskCounts } from "./counts";
import type { RolloutFacts } from "./facts";
import { fitOn, resolveTypes, sharingLimits, smallestFit, type TypeFit } from "./instance";
import { instanceRefreshFinishes } from "./instance-refresh";
import { oneOffFit } from "./one-off";
import { requirements, type InstanceTypeRequirement } from "./requirements";
import { greenFits, rollingUpdateFinishes } from "./rolling-update";
import { smallest } from "./search";

import * as reasons from "./reasons";
import { zoneLossRecovers } from "./zone-loss";
import { list } from "../packages/common/text";

/** What is proven, in this order. */
export type RolloutStep =
  "architecture" | "placement" | "rolling update" | "blue/green deployment" | "instance refresh" | "zone loss";

/** The first step that cannot be made. */
export interface Blockage {
  readonly at: RolloutStep;
  /** Number of tasks at which it happens: `service.desired` if it does so there, else the smallest that scaling may set. */
  readonly tasks: number;
  readonly reason: string;
  /** Place of what blocks in the order of the proof; a change that helps leads to a later one or to none. */
  readonly rank: number;
}

/** What is so; the numbers and the ways out are worked out from it. */
export type Decision =
  | { readonly blockage: Blockage }
  | {
      readonly blockage?: undefined;
      /** Tasks that an instance of any type holds. */
      readonly slots: number;
      readonly fits: readonly TypeFit[];
      /** What the types that the table does not know have to offer; empty when it knows all. */
      readonly requirements: readonly InstanceTypeRequirement[];
    };

interface Check {
  readonly at: RolloutStep;
  readonly blocks: (facts: RolloutFacts, slots: number, tasks: number) => boolean;
  readonly reason: (facts: RolloutFacts, slots: number, tasks: number, fit: TypeFit | undefined) => string;
}

/** In the order of the proof: what no instance holds needs no look at the group, what no percentage lets move none at room. */
const checks: readonly Check[] = [
  { at: "placement", blocks: (_, slots) => slots === 0, reason: reasons.noInstanceHoldsIt },
  { at: "placement", blocks: (facts) => oneOffFit(facts)?.tasks === 0, reason: reasons.noInstanceHoldsOneOff },
  { at: "placement", blocks: (facts, slots, tasks) => slotsAvailable(facts, slots) < tasks, reason: reasons.noRoom },
  {
    at: "blue/green deployment",
    blocks: (facts, slots, tasks) => !greenFits(facts, slots, tasks),
    reason: reasons.noRoomForGreen,
  },
  {
    at: "rolling update",
    blocks: (facts, _, tasks) => maximumTasks(facts, tasks) <= tasks && minimumHealthy(facts, tasks) >= tasks,
    reason: reasons.percentagesForbid,
  },
  {
    at: "rolling update",
    blocks: (facts, slots, tasks) => !rollingUpdateFinishes(facts, slots, tasks),
    reason: reasons.noPlaceForTheNew,
  },
  {
    at: "instance refresh",
    blocks: (facts, slots, tasks) => !instanceRefreshFinishes(facts, slots, tasks),
    reason: reasons.noRoomToLaunchFirst,
  },
  { at: "zone loss", blocks: (facts) => !zoneLossRecovers(facts), reason: reasons.noOtherZone },
];

/** A rank beyond all that can block. */
export const proven = checks.length;

/** Whether all steps can be made at every number of tasks that automatic scaling may set. */
export function decide(facts: RolloutFacts): Decision {
  const { known, unknown } = resolveTypes(facts);
  const architectures = [...new Set(known.map(({ architecture }) => architecture))];
  const mismatch = architectureBlockage(facts, architectures);
  if (mismatch !== undefined) return { blockage: mismatch };

  const fits = known.map((type) => fitOn(type, facts));
  const fit = smallestFit(fits);
  const slots = fit?.tasks ?? slotsOfUnknown(facts);
  const blockage = blockageAt(facts, slots, fit);
  if (blockage !== undefined) return { blockage };
  if (unknown.length === 0) return { slots, fits, requirements: [] };

  const enough = smallest(1, slots, (fewer) => blockageAt(facts, fewer, fit) === undefined) ?? slots;
  const architecture = facts.task.architecture ?? architectures[0];
  return { slots: enough, fits, requirements: requirements(facts, unknown, enough, architecture) };
}

/** As many as could ever be of use: what types offer is required of them afterwards. */
function slotsOfUnknown(facts: RolloutFacts): number {
  return Math.min(2 * Math.max(1, facts.service.maximum), ...sharingLimits(facts).map(({ tasks }) => tasks));
}

export function architectureBlockage(facts: RolloutFacts, instances: readonly Architecture[]): Blockage | undefined {
  const { architecture } = facts.task;
  const [first, ...others] = instances;
  const blockage = (rank: number, reason: string): Blockage => ({
    at: "architecture",
    tasks: facts.service.desired,
    reason,
    rank,
  });
  if (others.length > 0) {
    return blockage(
      -2,
      `the group launches ${list(instances)} instances, and an image of one does not start on the other`,
    );
  }
  if (architecture === undefined || first === undefined || first === architecture) return undefined;
  return blockage(-1, `the image is built for ${architecture}, but the instances are ${first}`);
}

function blockageAt(facts: RolloutFacts, slots: number, fit: TypeFit | undefined): Blockage | undefined {
  const counts = taskCounts(facts);
  for (const [rank, { at, blocks, reason }] of checks.entries()) {
    const tasks = counts.find((number) => blocks(facts, slots, number));
    if (tasks !== undefined) return { at, tasks, reason: reason(facts, slots, tasks, fit), rank };
  }
  return undefined;
}
