import { hoursPerMonth, type Estimate } from "./model";
import type { Prices } from "./estimate";

/** What a one-year Compute Savings Plan without upfront payment would save of the instances that always run. */
export interface SavingsPlan {
  /** By instance type. */
  readonly instances: readonly {
    readonly type: string;
    readonly count: number;
    /** USD a month; undefined: unknown. */
    readonly onDemand: number | undefined;
    readonly plan: number | undefined;
  }[];
  /** USD a month; undefined where a price is unknown. */
  readonly saves: number | undefined;
  /** USD an hour to commit to; undefined where a rate is unknown. */
  readonly commitment: number | undefined;
}

/** Key of the hourly rate of an instance type in such a plan. */
export const planKey = (type: string): string => `savings-plan:${type}`;

/** The instance type of such a key. */
export const planTypeOf = (key: string): string | undefined => /^savings-plan:(.+)$/.exec(key)?.[1];

const onDemandKey = /^ec2:(.+)$/;

/** Keys of the rates that a plan for instances with these prices needs. */
export const planKeys = (keys: readonly string[]): string[] =>
  keys.flatMap((key) => onDemandKey.exec(key)?.slice(1).map(planKey) ?? []);

/**
 * A plan for `capacity.minimum`, as far as it is On-Demand: a plan pays for nothing on Spot.
 *
 * @default - undefined where no instance always runs
 */
export function savingsPlanOf({ lines }: Pick<Estimate, "lines">, prices: Prices): SavingsPlan | undefined {
  const hours = new Map<string, number>();
  for (const { key, quantity } of lines) {
    const type = onDemandKey.exec(key)?.[1];
    if (type !== undefined && quantity.minimum > 0) hours.set(type, (hours.get(type) ?? 0) + quantity.minimum);
  }
  if (hours.size === 0) return undefined;
  const instances = [...hours].map(([type, quantity]) => {
    const [price, rate] = [prices(`ec2:${type}`)?.usd, prices(planKey(type))?.usd];
    return {
      type,
      count: quantity / hoursPerMonth,
      onDemand: price === undefined ? undefined : price * quantity,
      plan: rate === undefined ? undefined : rate * quantity,
    };
  });
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total + value), 0);
  const commitment = sum(instances.map(({ plan }) => plan));
  return {
    instances,
    saves: sum(
      instances.map(({ onDemand, plan }) =>
        onDemand === undefined || plan === undefined ? undefined : onDemand - plan,
      ),
    ),
    commitment: commitment === undefined ? undefined : commitment / hoursPerMonth,
  };
}
