import { hoursPerMonth, planKey, type Prices } from "../../cost";
import type { Environment } from "../../modules/platform/environment";
import { proveSystem, systemFacts } from "../../rollout";
import type { RightSizing, Sized } from "./right-size";

/** What the advice is worth by the month, in USD; undefined is unknown. */
export interface Money {
  /** Instances at rest with the values as they are and as they would be. @default - no value changes, or the proof says that tasks do not fit */
  readonly instances?: { readonly before: number; readonly after: number; readonly saves: number | undefined };
  /** Of instances that always ran. @default - not measured */
  readonly base?: {
    readonly type: string;
    readonly onDemand: number | undefined;
    /** With a one-year Compute Savings Plan without upfront payment. */
    readonly plan: number | undefined;
  };
}

/** The type that is priced: the first of each capacity, as in the estimate of cost. */
const typeOf = (environment: Environment, capacity: string): string =>
  environment.capacities[capacity]?.instanceTypes[0] ?? "";

/** Keys of all prices that `moneyOf` looks for. */
export const moneyKeys = (environment: Environment): string[] =>
  Object.keys(environment.capacities).flatMap((capacity) => {
    const type = typeOf(environment, capacity);
    return [`ec2:${type}`, planKey(type)];
  });

export function moneyOf(environment: Environment, { containers, base }: RightSizing, prices: Prices): Money {
  const monthly = (key: string, count: number) => {
    const usd = count === 0 ? 0 : prices(key)?.usd;
    return usd === undefined ? undefined : usd * count * hoursPerMonth;
  };
  const instances = containers.some(({ set }) => set !== undefined)
    ? savedInstances(environment, containers, monthly)
    : undefined;
  if (base === undefined) return { ...(instances && { instances }) };
  // Which instances always ran is not measured: the cheapest type is certain.
  const priced = Object.keys(environment.capacities).map((capacity) => {
    const type = typeOf(environment, capacity);
    return { type, onDemand: monthly(`ec2:${type}`, base.instances), plan: monthly(planKey(type), base.instances) };
  });
  const cheapest = priced.toSorted((a, b) => (a.onDemand ?? -1) - (b.onDemand ?? -1))[0];
  return { ...(instances && { instances }), ...(cheapest && { base: cheapest }) };
}

function savedInstances(
  environment: Environment,
  containers: readonly Sized[],
  monthly: (key: string, count: number) => number | undefined,
): Money["instances"] {
  const [before, after] = [environment, withValues(environment, containers)].map(instancesOf);
  if (before === undefined || after === undefined) return undefined;
  const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const saves = [...before].reduce<number | undefined>((sum, [capacity, count]) => {
    const usd = monthly(`ec2:${typeOf(environment, capacity)}`, count - (after.get(capacity) ?? 0));
    return sum === undefined || usd === undefined ? undefined : sum + usd;
  }, 0);
  return { before: total(before), after: total(after), saves };
}

/** The environment with the values that were advised. */
function withValues(environment: Environment, containers: readonly Sized[]): Environment {
  const services = Object.entries(environment.services).map(([key, service]) => {
    const sized = Object.entries(service.containers).map(([name, container]) => {
      const set = containers.find(({ field }) => field === `${service.field}.containers.${name}`)?.set;
      return [
        name,
        set === undefined ? container : { ...container, cpu: set.cpu, memoryReservationMiB: set.memoryMiB },
      ] as const;
    });
    return [key, { ...service, containers: Object.fromEntries(sized) }] as const;
  });
  return { ...environment, services: Object.fromEntries(services) };
}

/** Instances of each capacity: for the desired tasks of its only service, or for the most tasks of those that share it. */
function instancesOf(environment: Environment): ReadonlyMap<string, number> | undefined {
  const proof = proveSystem(systemFacts(environment));
  if (proof.verdict === "blocked") return undefined;
  const counts = new Map(
    Object.entries(proof.capacities).map(([name, { instancesAtRest }]) => [name, instancesAtRest]),
  );
  for (const service of Object.values(proof.services)) {
    if (service.sharing !== "alone" || service.proof.verdict === "blocked") continue;
    counts.set(service.capacity, service.proof.atDesired.instancesAtRest);
  }
  return counts;
}
