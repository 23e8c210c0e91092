import { thousands } from "../packages/common/text";
import { assumptionNames, type Assumptions } from "./assumptions";
import type { CostChange } from "./estimate";
import type { Estimate, Range } from "./model";
import type { SavingsPlan } from "./savings-plan";

/** `$1,234`; below ten dollars with cents. */
export function dollars(usd: number): string {
  const size = Math.abs(usd);
  const sign = usd < 0 ? "-" : "";
  if (size >= 10) return `${sign}$${thousands(Math.round(size))}`;
  return `${sign}$${size.toFixed(2)}`;
}

/** `$498 to $1,170 a month`. */
export function rangeInWords({ minimum, maximum }: Range): string {
  const [from, to] = [dollars(minimum), dollars(maximum)];
  return from === to ? `${from} a month` : `${from} to ${to} a month`;
}

/** One line of what an environment costs: `production costs $498 to $1,170 a month, as running $612; 2 prices are unknown`. */
export function costInWords(name: string, { total, lines }: Estimate): string {
  const unknown = new Set(lines.filter(({ price }) => price === undefined).map(({ key }) => key)).size;
  if (unknown > 0 && total.maximum === 0) {
    return `what ${name} costs is unknown: ${unknown} ${unknown === 1 ? "price is" : "prices are"} not known`;
  }
  const rest = unknown === 0 ? "" : `; without ${unknown} unknown ${unknown === 1 ? "price" : "prices"}`;
  return `${name} costs ${rangeInWords(total)}, ${dollars(total.asRunning)} as running${rest}`;
}

/** `+ $33 to $312 a month, mostly aws_nat_gateway.b`. */
export function changeInWords({
  total,
  changes,
  unknown,
}: {
  readonly total: Range;
  readonly changes: readonly CostChange[];
  readonly unknown: readonly string[];
}): string {
  if (changes.length === 0) return "no change of what it costs";
  const signed = (usd: number) => (usd < 0 ? `- ${dollars(-usd)}` : `+ ${dollars(usd)}`);
  const [low, high] = [Math.min(total.minimum, total.maximum), Math.max(total.minimum, total.maximum)];
  const range =
    signed(low) === signed(high) ? signed(low) : `${signed(low)} to ${high < 0 ? signed(high) : dollars(high)}`;
  const [largest, ...others] = changes;
  const mostly = others.length > 0 && largest !== undefined ? `, mostly ${largest.resource}` : "";
  const open = unknown.length === 0 ? "" : `; unknown: ${unknown.join(", ")}`;
  return `${range} a month${mostly}${open}`;
}

/** `A one-year Compute Savings Plan without upfront payment for the instances that always run (1 × m7i.large) would save $20 of $74 a month`. */
export function savingsPlanInWords({ instances, saves, commitment }: SavingsPlan): string {
  const running = instances.map(({ type, count }) => `${count} × ${type}`).join(", ");
  const plan = `A one-year Compute Savings Plan without upfront payment for the instances that always run (${running})`;
  if (saves === undefined || commitment === undefined)
    return `${plan} would save an unknown amount: a price is unknown.`;
  const paid = instances.reduce((sum, { onDemand = 0 }) => sum + onDemand, 0);
  return `${plan} would save ${dollars(saves)} of ${dollars(paid)} a month, for a commitment of $${commitment.toFixed(3)} an hour.`;
}

export const assumptionsInWords = (assumptions: Assumptions): string[] =>
  Object.entries(assumptionNames).map(([name, text]) => `${thousands(assumptions[name as keyof Assumptions])} ${text}`);
