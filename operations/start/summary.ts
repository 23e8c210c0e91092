import pc from "picocolors";
import type { Environment } from "../../modules/platform/environment";
import { outputLines, type Outputs } from "../deploy/outputs";
import type { StackProgress } from "../../lib/cdktf/progress";
import { changesOf, duration } from "../../lib/terminal/rows";
import type { Samples } from "../../lib/emulator";
import { describeTags } from "../release/tags";
import { plural } from "../../packages/common/text";
import { commandOf, roundOf } from "./round";

export interface SummaryOptions {
  readonly environment: Pick<Environment, "name" | "account" | "images" | "secrets">;
  readonly stacks: readonly StackProgress[];
  /** Images that can be released. @default - none */
  readonly samples?: Samples | undefined;
  /** Stack that bootstrap has just made, so that the deployment found it done. @default - none */
  readonly bootstrapped?: string;
  readonly outputs: Outputs;
  /** Of the whole run. */
  readonly milliseconds: number;
  readonly log: string;
  /** File with the picture of the environment. @default - none */
  readonly picture?: string | undefined;
}

/** What a person wants to know once everything is deployed: how much, where it is, and what to do next. */
export function summary(options: SummaryOptions): string {
  const { environment, samples, stacks, bootstrapped, outputs, milliseconds, log, picture } = options;
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
    ...(picture === undefined ? [] : [`A picture of it, for a browser: ${picture}`, ""]),
    pc.bold("What next"),
    ...(samples === undefined ? [] : tryOut(environment, samples)),
    ...advice("Look at it with the AWS CLI", [
      `eval "$(./platform emulator env ${name})"`,
      `aws ecs list-services --cluster ${clusterOf(outputs)}`,
    ]),
    ...advice(`Change environments/${name}.ts, and deploy what changed`, [`./platform start ${name}`]),
    ...advice(`Deploy it to AWS, with credentials of account ${account}`, onAws(environment)),
    ...advice("Destroy it", [`./platform destroy ${name} --emulator --including-data`]),
    ...advice("Stop the emulator, and forget all of it", [`./platform emulator stop ${name}`]),
    "",
    pc.dim(`Terraform's output is in ${log}`),
  ].join("\n");
}

/** The commands of a round, and how to add images to it. */
function tryOut({ name, images }: SummaryOptions["environment"], { image, tags }: Samples): readonly string[] {
  const word = (tag: string) => describeTags({ images }, { [image]: tag });
  const steps = roundOf(name, tags, images[image]?.tag ?? "", word);
  if (steps.length === 0) return [];
  const titles = [...new Set(steps.map(({ title }) => title))];
  return [
    ...titles.flatMap((title) => advice(title, steps.filter((step) => step.title === title).map(commandOf))),
    ...advice("Add an image of your own; or have all of this run by itself, and written as a page", [
      `./platform emulator push ${name} ${word("my-image")}`,
      `./platform rehearse ${name}`,
    ]),
  ];
}

/** All that a first deployment to AWS takes; secrets and the image come before the service that needs them. */
function onAws({ name, secrets, images }: SummaryOptions["environment"]): readonly string[] {
  const byHand = Object.entries(secrets).flatMap(([secret, source]) => (source === "by-hand" ? [secret] : []));
  return [
    `./platform bootstrap ${name}`,
    `./platform deploy ${name} foundation data`,
    ...byHand.map((secret) => `./platform secrets ${name} set ${secret}`),
    ...Object.values(images)
      .filter(({ existing }) => !existing)
      .map(
        ({ key, tag }) =>
          `scripts/build-and-push.sh ${name} ${describeTags({ images }, { [key]: tag })} APPLICATION_FOLDER`,
      ),
    `./platform doctor ${name}`,
    `./platform deploy ${name}`,
  ];
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
