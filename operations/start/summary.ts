import pc from "picocolors";
import type { Environment } from "../../modules/platform/environment";
import { outputLines, type Outputs } from "../deploy/outputs";
import type { StackProgress } from "../../lib/cdktf/progress";
import { changesOf, duration } from "../../lib/terminal/rows";
import type { SampleImage, Samples } from "../../lib/emulator";
import { describeTags } from "../release/tags";
import { plural } from "../../packages/common/text";

export interface SummaryOptions {
  readonly environment: Pick<Environment, "name" | "account" | "images" | "secrets" | "secretPrefix">;
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
    ...(picture === undefined ? [] : [`Its picture, which a browser shows: ${picture}`, ""]),
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

/** The commands of a round, in the order in which a person would try them. */
function tryOut({ name, images }: SummaryOptions["environment"], { image, tags }: Samples): readonly string[] {
  const next = tags.findLast(({ kind }) => kind === "runs")?.tag;
  if (next === undefined || next === images[image]?.tag) return [];
  const word = (tag: string) => describeTags({ images }, { [image]: tag });
  const wordOf = (wanted: SampleImage["kind"]) => word(tags.find(({ kind }) => kind === wanted)?.tag ?? "");
  return [
    ...advice("See what runs, release the next image, and go back", [
      `./platform status ${name} --emulator`,
      `./platform release ${name} ${word(next)} --emulator`,
      `./platform rollback ${name} --emulator`,
    ]),
    ...advice("Release an image that crashes, or one that never becomes healthy, and see why it was rolled back", [
      `./platform release ${name} ${wordOf("crashes")} --emulator`,
      `./platform release ${name} ${wordOf("unhealthy")} --emulator`,
      `./platform status ${name} --emulator`,
    ]),
    ...advice("Run a command once, and add an image of your own", [
      `./platform task ${name} "ls -l /tmp" --emulator`,
      `./platform emulator push ${name} ${word("TAG")}`,
    ]),
  ];
}

/** All that a first deployment to AWS takes; secrets and the image come before the service that needs them. */
function onAws({ name, secrets, secretPrefix, images }: SummaryOptions["environment"]): readonly string[] {
  const byHand = Object.entries(secrets).flatMap(([secret, source]) => (source === "by-hand" ? [secret] : []));
  return [
    `./platform bootstrap ${name}`,
    `./platform deploy ${name} foundation data`,
    ...byHand.map(
      (secret) =>
        `printf %s "$${secret}" | aws secretsmanager put-secret-value --secret-id ${secretPrefix}/${secret} --secret-string file:///dev/stdin`,
    ),
    ...Object.values(images)
      .filter(({ existing }) => !existing)
      .map(({ key, tag }) => `scripts/build-and-push.sh ${name} ${describeTags({ images }, { [key]: tag })}`),
    `./platform deploy ${name} service`,
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
