import { loadEnvironments } from "../../lib/environments";
import { stackNames } from "../../lib/stack-names";
import type { Environment } from "../../modules/platform/environment";
import { plural } from "../../packages/common/text";

export interface EnvironmentSummary {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly string[];
}

/** What programs around this one need of the environments, without an AWS account. @param names none for all of them */
export async function summarizeEnvironments(names: readonly string[]) {
  const environments = await loadEnvironments(names.length === 0 ? undefined : names);
  const summaries = inDeploymentOrder(environments).map(summaryOf);
  return { json: summaries, text: table(summaries) };
}

export const summaryOf = (environment: Environment): EnvironmentSummary => ({
  name: environment.name,
  account: environment.account,
  region: environment.region,
  stacks: stackNames(environment),
});

/** Those that may lose their data come first, so that a change is tried where a mistake costs least; then by name. */
export function inDeploymentOrder(environments: readonly Environment[]): readonly Environment[] {
  const rank = ({ deletionProtection }: Environment): number => (deletionProtection ? 1 : 0);
  return environments.toSorted((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
}

function table(summaries: readonly EnvironmentSummary[]): string {
  const rows = [
    ["environment", "account", "region", "stacks"],
    ...summaries.map(({ name, account, region, stacks }) => [name, account, region, stacks.join(", ")]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return [...lines, "", plural(summaries.length, "environment")].join("\n");
}
