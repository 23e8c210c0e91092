import pc from "picocolors";
import type { Environment } from "../../modules/platform/environment";
import type { StackProgress } from "../../lib/cdktf/progress";
import { changesOf, duration } from "../../lib/terminal/rows";
import { plural } from "../../packages/common/text";

/** What `cdktf deploy --outputs-file` writes: the outputs of each stack. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface SummaryOptions {
  readonly environment: Pick<Environment, "name" | "account">;
  readonly stacks: readonly StackProgress[];
  /** Stack that bootstrap has just made, so that the deployment found it done. @default - none */
  readonly bootstrapped?: string;
  readonly outputs: Outputs;
  /** Of the whole run. */
  readonly milliseconds: number;
  readonly log: string;
}

/** What a person looks for first. */
const first = ["url", "cluster_name", "service_name", "repository_url"];

/** What a person wants to know once everything is deployed: how much, where it is, and what to do next. */
export function summary(options: SummaryOptions): string {
  const { environment, stacks, bootstrapped, outputs, milliseconds, log } = options;
  const { name, account } = environment;
  const resources = sum(stacks, (stack) => stack.resources);
  const changes = {
    added: sum(stacks, (stack) => (stack.name === bootstrapped ? stack.resources : (stack.changes?.added ?? 0))),
    changed: sum(stacks, (stack) => stack.changes?.changed ?? 0),
    destroyed: sum(stacks, (stack) => stack.changes?.destroyed ?? 0),
  };
  return [
    "",
    pc.bold(`${name} is deployed to the AWS emulator, by Terraform, in ${duration(milliseconds)}`),
    `${plural(stacks.length, "stack")}, ${plural(resources, "resource")}: ${changesOf(changes)}`,
    "",
    ...outputLines(outputs),
    "",
    pc.bold("What next"),
    ...advice("Look at it", [
      `eval "$(npm run --silent emulator -- env ${name})"`,
      `aws ecs list-services --cluster ${clusterOf(outputs)}`,
    ]),
    ...advice(`Change environments/${name}.ts, and deploy what changed`, [`npm start ${name}`]),
    ...advice(`Deploy it to AWS, with credentials of account ${account}`, [
      `npm run bootstrap -- ${name}`,
      `npm run deploy -- '${name}-*'`,
    ]),
    ...advice("Destroy it", [`npm run destroy -- ${name} --emulator --including-data`]),
    ...advice("Stop the emulator, and forget all of it", [`npm run emulator -- stop ${name}`]),
    "",
    pc.dim(`All that Terraform said is in ${log}`),
  ].join("\n");
}

const sum = (stacks: readonly StackProgress[], of: (stack: StackProgress) => number): number =>
  stacks.reduce((total, stack) => total + of(stack), 0);

function outputLines(outputs: Outputs): readonly string[] {
  const all = Object.values(outputs).flatMap((ofStack) => Object.entries(ofStack));
  const rank = ([name]: readonly [string, unknown]) => (first.includes(name) ? first.indexOf(name) : first.length);
  const width = Math.max(0, ...all.map(([name]) => name.length));
  return all
    .toSorted((one, other) => rank(one) - rank(other))
    .map(
      ([name, value]) =>
        `  ${pc.cyan(name.padEnd(width))}  ${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
}

function clusterOf(outputs: Outputs): string {
  const name = Object.values(outputs).find((ofStack) => typeof ofStack.cluster_name === "string")?.cluster_name;
  return typeof name === "string" ? name : "CLUSTER";
}

const advice = (title: string, commands: readonly string[]): readonly string[] => [
  `  ${title}`,
  ...commands.map((command) => `    ${pc.cyan(command)}`),
];
