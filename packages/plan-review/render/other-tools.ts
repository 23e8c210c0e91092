import type { OtherTools } from "../model";
import { plural } from "../../common/text";

/** The tools and rules of a finding: `Checkov CKV_AWS_18, Trivy AVD-AWS-0089`. */
export function toolsOf({ by }: OtherTools["findings"][number]): string {
  return by.map(({ tool, rule }) => `${tool} ${rule}`.trim()).join(", ");
}

/** ` (3 instances)`; nothing for one. */
export function instancesOf({ instances }: OtherTools["findings"][number]): string {
  return instances === 1 ? "" : ` (${plural(instances, "instance")})`;
}

/** What costs change, in sentences. */
export function costLines({ costs }: OtherTools): readonly string[] {
  return costs.flatMap(({ currency, total, change, resources }) => {
    const parts = [
      ...(change === undefined ? [] : [`${signed(change, currency)} a month`]),
      ...(total === undefined ? [] : [`${money(total, currency)} in total`]),
    ];
    const own = resources.slice(0, costsMaximum).map((one) => `${one.address} ${signed(one.change, currency)}`);
    const more =
      resources.length > costsMaximum ? ` and ${plural(resources.length - costsMaximum, "more resource")}` : "";
    if (parts.length === 0) return [];
    return [`Costs (Infracost): ${parts.join(", ")}${own.length === 0 ? "" : `: ${own.join(", ")}${more}`}`];
  });
}

/** Resources of which the costs are named. */
const costsMaximum = 10;

/** What is not about a change of this plan. */
export function olderOf({ older }: OtherTools): string {
  return older === 0 ? "" : `${plural(older, "more finding")} on what this plan does not change`;
}

function signed(amount: number, currency: string): string {
  return `${amount < 0 ? "-" : "+"}${money(Math.abs(amount), currency)}`;
}

function money(amount: number, currency: string): string {
  const text = amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return currency === "USD" ? `$${text}` : `${text} ${currency}`;
}
