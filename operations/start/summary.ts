import pc from "picocolors";
import type { Environment } from "../../modules/platform/environment";
import { outputLines, type Outputs } from "../deploy/outputs";
import type { StackProgress } from "../../lib/cdktf/progress";
import { changesOf, duration } from "../../lib/terminal/rows";
import { plural } from "../../packages/common/text";

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
      `eval "$(./platform emulator env ${name})"`,
      `aws ecs list-services --cluster ${clusterOf(outputs)}`,
    ]),
    ...advice(`Change environments/${name}.ts, and deploy what changed`, [`./platform start ${name}`]),
    ...advice(`Deploy it to AWS, with credentials of account ${account}`, [
      `./platform bootstrap ${name}`,
      `./platform deploy ${name}`,
    ]),
    ...advice("Destroy it", [`./platform destroy ${name} --emulator --including-data`]),
    ...advice("Stop the emulator, and forget all of it", [`./platform emulator stop ${name}`]),
    "",
    pc.dim(`All that Terraform said is in ${log}`),
  ].join("\n");
}

const sum = (stacks: readonly StackProgress[], of: (stack: StackProgress) => number): number =>
  stacks.reduce((total, stack) => total + of(stack), 0);

function clusterOf(outputs: Outputs): string {
  const name = Object.values(outputs).find((ofStack) => typeof ofStack.cluster_name === "string")?.cluster_name;
  return typeof name === "string" ? name : "CLUSTER";
}

const advice = (title: string, commands: readonly string[]): readonly string[] => [
  `  ${title}`,
  ...commands.map((command) => `    ${pc.cyan(command)}`),
];
