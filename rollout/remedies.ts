import { instanceType, type InstanceType } from "../aws/instance-types";
import { isBlueGreen } from "./counts";
import type { RolloutFacts } from "./facts";
import { fieldOf } from "./fields";
import { fitOn, resolveTypes } from "./instance";
import { largest, smallest } from "./search";

/** One value of an environment that would be another. */
export interface Change {
  /** Path of the field, as in an environment. */
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
}

type Value = string | number | readonly (string | number)[];

/** Facts with one value changed. */
export interface Changed<Facts = RolloutFacts> {
  readonly facts: Facts;
  readonly change: Change;
}

/** One kind of change: the smallest of its kind with which a rule holds. */
export interface Remedy<Facts = RolloutFacts> {
  /** Whether as many tasks as before stay up during a rollout, and as many may run. */
  readonly keepsTasks: boolean;
  readonly apply: (facts: Facts, holds: (changed: Facts) => boolean) => Changed<Facts> | undefined;
}

/** A remedy of one service on one capacity. */
export interface ServiceRemedy extends Remedy {
  /** Whether it leaves more room to other services on the same instances. @default false */
  readonly leavesRoom?: boolean;
}

/** From what costs nothing to what costs instances, then to what asks for less of a task, and at last gives up tasks. */
export const remedies: readonly ServiceRemedy[] = [
  { keepsTasks: true, apply: buildImageFor },
  { keepsTasks: true, apply: oneArchitecture },
  { keepsTasks: true, apply: more("service.deployment.maximumPercent", deploymentLens("maximumPercent"), () => 200) },
  { keepsTasks: true, apply: groupSize },
  { keepsTasks: true, leavesRoom: true, apply: anyHostPort },
  { keepsTasks: true, apply: sharedInstances },
  { keepsTasks: true, apply: withoutSmallTypes },
  { keepsTasks: true, apply: biggerTypes },
  { keepsTasks: true, apply: more("network.zones", zonesLens, () => 2) },
  {
    keepsTasks: true,
    leavesRoom: true,
    apply: less("task.containers.*.memoryReservationMiB (sum)", taskLens("memoryMiB"), () => 1),
  },
  { keepsTasks: true, leavesRoom: true, apply: less("task.containers.*.cpu (sum)", taskLens("cpu"), () => 1) },
  { keepsTasks: true, apply: less("task.oneOff.cpu", oneOffLens("cpu"), () => 0) },
  { keepsTasks: true, apply: less("task.oneOff.memoryReservationMiB", oneOffLens("memoryMiB"), () => 1) },
  { keepsTasks: true, apply: rollingUpdates },
  {
    keepsTasks: false,
    apply: less("service.deployment.minimumHealthyPercent", deploymentLens("minimumHealthyPercent"), () => 0),
  },
  {
    keepsTasks: false,
    leavesRoom: true,
    apply: less("service.maximum", maximumLens, ({ service }) => Math.max(1, service.desired)),
  },
];

/** A number within facts, and the facts with another one in its place. */
type Lens = (facts: RolloutFacts) => { readonly value: number; readonly set: (value: number) => RolloutFacts };

function deploymentLens(field: "maximumPercent" | "minimumHealthyPercent"): Lens {
  return (facts) => {
    const { deployment } = facts.service;
    return {
      value: deployment[field],
      set: (value) => ({ ...facts, service: { ...facts.service, deployment: { ...deployment, [field]: value } } }),
    };
  };
}

function taskLens(field: "memoryMiB" | "cpu"): Lens {
  return (facts) => ({
    value: facts.task[field],
    set: (value) => ({ ...facts, task: { ...facts.task, [field]: value } }),
  });
}

function oneOffLens(field: "memoryMiB" | "cpu"): Lens {
  return (facts) => {
    const { oneOff = { cpu: 0, memoryMiB: 1 } } = facts;
    return { value: oneOff[field], set: (value) => ({ ...facts, oneOff: { ...oneOff, [field]: value } }) };
  };
}

function zonesLens(facts: RolloutFacts): ReturnType<Lens> {
  return { value: facts.network.zones, set: (zones) => ({ ...facts, network: { zones } }) };
}

function maximumLens(facts: RolloutFacts): ReturnType<Lens> {
  return {
    value: facts.service.maximum,
    set: (maximum) => ({ ...facts, service: { ...facts.service, maximum } }),
  };
}

function more(field: string, lens: Lens, limit: (facts: RolloutFacts) => number): Remedy["apply"] {
  return (facts, holds) => {
    const { value, set } = lens(facts);
    const to = smallest(value + 1, limit(facts), (candidate) => holds(set(candidate)));
    return to === undefined ? undefined : { facts: set(to), change: { field: fieldOf(facts, field), from: value, to } };
  };
}

function less(field: string, lens: Lens, limit: (facts: RolloutFacts) => number): Remedy["apply"] {
  return (facts, holds) => {
    const { value, set } = lens(facts);
    const to = largest(limit(facts), value - 1, (candidate) => holds(set(candidate)));
    return to === undefined ? undefined : { facts: set(to), change: { field: fieldOf(facts, field), from: value, to } };
  };
}

/** Without managed scaling the group stays at its minimum; its maximum has to leave room for an instance refresh. */
function groupSize(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { capacity } = facts;
  const field = (capacity.managedScaling ?? true) ? "maximum" : "minimum";
  const set = (size: number): RolloutFacts => {
    const sizes =
      field === "maximum" ? { maximum: size } : { minimum: size, maximum: Math.max(size + 1, capacity.maximum) };
    return { ...facts, capacity: { ...capacity, ...sizes } };
  };
  return more(
    `capacity.${field}`,
    () => ({ value: capacity[field], set }),
    () => 10_000,
  )(facts, holds);
}

function buildImageFor(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { task } = facts;
  const [first] = resolveTypes(facts).known;
  if (task.architecture === undefined || first === undefined) return undefined;
  const { architecture } = first;
  const changed = { ...facts, task: { ...task, architecture } };
  const change = { field: fieldOf(facts, "task.architecture"), from: task.architecture, to: architecture };
  return holds(changed) ? { facts: changed, change } : undefined;
}

/** One task more than before is enough for them. */
function rollingUpdates(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { service } = facts;
  if (!isBlueGreen(facts)) return undefined;
  const changed: RolloutFacts = {
    ...facts,
    service: { ...service, deployment: { ...service.deployment, strategy: "rolling" } },
  };
  const change = { field: fieldOf(facts, "service.deployment.strategy"), from: "blue-green", to: "rolling" };
  return holds(changed) ? { facts: changed, change } : undefined;
}

/** With host port 0 Docker finds a free port at each start, and tasks no longer stand in each other's way. */
function anyHostPort(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { hostPorts = [], networkMode } = facts.task;
  if (networkMode !== "bridge" || hostPorts.length === 0) return undefined;
  const changed = { ...facts, task: { ...facts.task, hostPorts: [] } };
  const change = { field: fieldOf(facts, "task.containers.*.ports.*.host"), from: hostPorts, to: 0 };
  return holds(changed) ? { facts: changed, change } : undefined;
}

function sharedInstances(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { placement } = facts.service;
  if (placement !== "distinctInstance") return undefined;
  const changed: RolloutFacts = { ...facts, service: { ...facts.service, placement: "spread" } };
  return holds(changed)
    ? { facts: changed, change: { field: fieldOf(facts, "service.placement"), from: placement, to: "spread" } }
    : undefined;
}

/** The types of the architecture that the image is built for, or that the first one has. */
function oneArchitecture(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { known } = resolveTypes(facts);
  const architecture = facts.task.architecture ?? known[0]?.architecture;
  return withTypes(
    facts,
    known.filter((type) => type.architecture === architecture),
    holds,
  );
}

/** The types that hold enough tasks, when others do not. */
function withoutSmallTypes(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { known, unknown } = resolveTypes(facts);
  if (unknown.length > 0) return undefined;
  const fits = known.map((type) => fitOn(type, facts));
  const counts = [...new Set(fits.map(({ tasks }) => tasks))].toSorted((a, b) => a - b);
  for (const least of counts.slice(1)) {
    const enough = fits.filter(({ tasks }) => tasks >= least).map(({ type }) => type);
    const changed = withTypes(facts, enough, holds);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

const sizes = ["nano", "micro", "small", "medium", "large", "xlarge"].concat(
  [2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48, 56, 64, 96, 112, 224].map((times) => `${times}xlarge`),
);

/** Every type the same number of sizes up within its family. */
function biggerTypes(facts: RolloutFacts, holds: (changed: RolloutFacts) => boolean): Changed | undefined {
  const { known, unknown } = resolveTypes(facts);
  if (unknown.length > 0) return undefined;
  const larger = known.map(({ name }) => {
    const [family = "", size = ""] = name.split(".");
    const up = sizes.includes(size) ? sizes.slice(sizes.indexOf(size) + 1) : [];
    return up.map((bigger) => instanceType(`${family}.${bigger}`)).filter((type) => type !== undefined);
  });
  for (let step = 0; larger.every((types) => types.length > step); step += 1) {
    const changed = withTypes(
      facts,
      larger.flatMap((types) => types[step] ?? []),
      holds,
    );
    if (changed !== undefined) return changed;
  }
  return undefined;
}

function withTypes(
  facts: RolloutFacts,
  types: readonly InstanceType[],
  holds: (changed: RolloutFacts) => boolean,
): Changed | undefined {
  if (types.length === 0) return undefined;
  const { capacity } = facts;
  const changed = { ...facts, capacity: { ...capacity, instanceTypes: types } };
  const from = capacity.instanceTypes.map((type) => (typeof type === "string" ? type : type.name));
  const change = { field: fieldOf(facts, "capacity.instanceTypes"), from, to: types.map(({ name }) => name) };
  return holds(changed) ? { facts: changed, change } : undefined;
}
