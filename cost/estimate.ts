import type { Price } from "../aws/prices";
import type { Configuration } from "../packages/terraform-json";
import { same, times, type Estimate, type Line, type Range, type Usage } from "./model";
import { notAssessed, usageOf, type UsageOptions } from "./usage";

/** Finds the price of a key; undefined is unknown. */
export type Prices = (key: string) => Price | undefined;

/** What an environment costs by the month, resource by resource. */
export function estimate(stacks: readonly Configuration[], prices: Prices, options: UsageOptions): Estimate {
  return estimated(usageOf(stacks, options), prices, notAssessed(stacks));
}

export function estimated(usage: readonly Usage[], prices: Prices, open: readonly string[] = []): Estimate {
  const lines = usage
    .map((one): Line => {
      const price = priceOf(one, prices);
      return { ...one, price, monthly: price && times(one.quantity, price.usd) };
    })
    .toSorted((a, b) => (b.monthly?.maximum ?? -1) - (a.monthly?.maximum ?? -1));
  return { lines, total: sumOf(lines), notAssessed: open };
}

/**
 * Multi-AZ is billed as two: "DB instance-hours for both the primary and standby instances". Source: RDS User Guide, "On-Demand DB
 * instances", Multi-AZ DB instances.
 */
function priceOf({ key }: Usage, prices: Prices): Price | undefined {
  const exact = prices(key);
  if (exact !== undefined || !key.endsWith(":multi-az")) return exact;
  const single = prices(key.slice(0, -":multi-az".length));
  return (
    single && { ...single, usd: 2 * single.usd, source: `${single.source}; twice, for the standby (RDS User Guide)` }
  );
}

export function sumOf(lines: readonly Line[]): Range {
  const known = lines.flatMap(({ monthly }) => monthly ?? []);
  return known.reduce(
    (sum, one) => ({
      minimum: sum.minimum + one.minimum,
      asRunning: sum.asRunning + one.asRunning,
      maximum: sum.maximum + one.maximum,
    }),
    same(0),
  );
}

/** Lines of the same service and kind as one, the largest first. */
export function grouped(lines: readonly Line[]) {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.service}\n${line.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()]
    .map((members) => ({
      service: members[0]?.service ?? "",
      kind: members[0]?.kind ?? "",
      monthly: members.some(({ monthly }) => monthly !== undefined) ? sumOf(members) : undefined,
      unknown: members.filter(({ price }) => price === undefined),
      lines: members,
    }))
    .toSorted((a, b) => (b.monthly?.maximum ?? -1) - (a.monthly?.maximum ?? -1));
}

export interface CostChange {
  readonly resource: string;
  /** What it costs more, or less. */
  readonly monthly: Range;
  readonly unknown: readonly string[];
}

/** What a change costs by the month, by resource, the largest first. */
export function costChange(
  before: Estimate,
  after: Estimate,
): { readonly total: Range; readonly changes: readonly CostChange[]; readonly unknown: readonly string[] } {
  const resources = [...new Set([...after.lines, ...before.lines].map(({ resource }) => resource))];
  const changes = resources
    .map((resource): CostChange => {
      const of = ({ lines }: Estimate) => lines.filter((line) => line.resource === resource);
      const [was, is] = [of(before), of(after)];
      const known = (lines: readonly Line[]) => sumOf(lines);
      const [from, to] = [known(was), known(is)];
      const quantities = (lines: readonly Line[]) =>
        lines
          .filter(({ price }) => price === undefined)
          .map(({ what, quantity }) => `${what} ${JSON.stringify(quantity)}`);
      const [openBefore, openAfter] = [quantities(was), quantities(is)];
      const unknown = [...is, ...was].filter(({ price }) => price === undefined).map(({ what }) => what);
      const monthly = {
        minimum: to.minimum - from.minimum,
        asRunning: to.asRunning - from.asRunning,
        maximum: to.maximum - from.maximum,
      };
      return { resource, monthly, unknown: openBefore.join() === openAfter.join() ? [] : [...new Set(unknown)] };
    })
    .filter(
      ({ monthly, unknown }) => unknown.length > 0 || Object.values(monthly).some((usd) => Math.abs(usd) >= 0.005),
    )
    .toSorted((a, b) => Math.abs(b.monthly.maximum) - Math.abs(a.monthly.maximum));
  const total = changes.reduce(
    (sum, { monthly }) => ({
      minimum: sum.minimum + monthly.minimum,
      asRunning: sum.asRunning + monthly.asRunning,
      maximum: sum.maximum + monthly.maximum,
    }),
    same(0),
  );
  return { total, changes, unknown: [...new Set(changes.flatMap(({ unknown }) => unknown))] };
}
