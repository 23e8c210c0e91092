import pc from "picocolors";
import { isRecord } from "../../packages/terraform-json";
import type { Changes, StackProgress } from "../../lib/cdktf/progress";

/** What `cdktf deploy --outputs-file` writes: the outputs of each stack. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a person looks for first. */
const first = ["url", "cluster_name", "service_name", "repository_url"];

/** A line for each output, those that a person looks for first. */
export function outputLines(outputs: Outputs): readonly string[] {
  const all = Object.values(outputs).flatMap((ofStack) => Object.entries(ofStack).flatMap(flat));
  const rank = ([name]: readonly [string, unknown]) => (first.includes(name) ? first.indexOf(name) : first.length);
  const width = Math.max(0, ...all.map(([name]) => name.length));
  return all
    .toSorted((one, other) => rank(one) - rank(other))
    .map(([name, value]) => `  ${pc.cyan(name.padEnd(width))}  ${value}`);
}

/** A line for each value in an output: `services.jobs.service_name`, and a DNS record as `name  type  value`. */
function flat([name, value]: readonly [string, unknown]): readonly (readonly [string, string])[] {
  if (Array.isArray(value))
    return value.map((one: unknown) => [name, isRecord(one) ? Object.values(one).join("  ") : String(one)]);
  if (isRecord(value)) return Object.entries(value).flatMap(([key, inner]) => flat([`${name}.${key}`, inner]));
  return [[name, String(value)]];
}

/** What Terraform did in all stacks together. */
export function totalOf(stacks: readonly StackProgress[]): Changes {
  const sum = (of: keyof Changes): number => stacks.reduce((total, { changes }) => total + (changes?.[of] ?? 0), 0);
  return { added: sum("added"), changed: sum("changed"), destroyed: sum("destroyed") };
}
