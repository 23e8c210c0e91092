import pc from "picocolors";
import type { Environment } from "../../environments/environment";
import type { StackProgress } from "../cdktf/progress";
import { changesOf, duration, plural } from "../cdktf/rows";

/** What `cdktf deploy --outputs-file` writes: the outputs of each stack. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface SummaryOptions {
  readonly environment: Pick<Environment, "name" | "account">;
  readonly stacks: readonly StackProgress[];
  readonly outputs: Outputs;
  /** Of the whole run. */
  readonly milliseconds: number;
  readonly log: string;
}

/** What a person wants to know once everything is deployed: how much, where it is, and what to do next. */
export function summary({ environment, stacks, outputs, milliseconds, log }: SummaryOptions): string {
  const { name, account } = environment;
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const total = {
    added: sum(stacks, "added"),
    changed: sum(stacks, "changed"),
    destroyed: sum(stacks, "destroyed"),
  };
  return [
    "",
    pc.bold(`${name} is deployed to the AWS emulator, by Terraform, in ${duration(milliseconds)}`),
    `${plural(stacks.length, "stack")}, ${plural(resources, "resource")}: ${changesOf(total)}`,
    "",
    ...columns(
      stacks.flatMap((stack) =>
        Object.entries(outputs[stack.name] ?? {}).map(([output, value]) => [output, text(value)]),
      ),
    ),
    "",
    pc.bold("What next"),
    ...columns([
      [
        "look at it",
        `eval "$(npm run --silent emulator -- env ${name})"; aws ecs list-services --cluster ${clusterOf(outputs)}`,
      ],
      [
        "change it",
        `edit environments/${name}.ts, then npm start${name === "production" ? "" : ` ${name}`}: only what changed is deployed`,
      ],
      [
        "deploy it to AWS",
        `with credentials of account ${account}: npm run bootstrap -- ${name}, then npm run deploy -- '${name}-*'`,
      ],
      ["destroy it", `npm run destroy -- ${name} --emulator`],
      ["forget it", `npm run emulator -- stop ${name}`],
    ]),
    "",
    pc.dim(`All that Terraform said is in ${log}`),
  ].join("\n");
}

const sum = (stacks: readonly StackProgress[], what: "added" | "changed" | "destroyed"): number =>
  stacks.reduce((total, { changes }) => total + (changes?.[what] ?? 0), 0);

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function clusterOf(outputs: Outputs): string {
  const name = Object.values(outputs).find((ofStack) => typeof ofStack.cluster_name === "string")?.cluster_name;
  return typeof name === "string" ? name : "CLUSTER";
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([head]) => head.length));
  return rows.map(([head, rest]) => `  ${pc.cyan(head.padEnd(width))}  ${rest}`);
}
