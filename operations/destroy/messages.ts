import pc from "picocolors";
import type { Environment } from "../../modules/platform/environment";

import type { SynthesizedStack } from "../../lib/cdktf/synthesize";
import { plural } from "../../packages/common/text";

/** A stack, and the addresses of its resources that exist. */
export interface Existing {
  readonly stack: SynthesizedStack;
  readonly addresses: readonly string[];
}

type Named = Pick<
  Environment,
  "name" | "databases" | "buckets" | "fileSystems" | "caches" | "queues" | "images" | "state"
>;

export interface QuestionOptions {
  readonly environment: Named;
  readonly existing: readonly Existing[];
  readonly includingData: boolean;
  /** The account of AWS, or the emulator's address. */
  readonly where: string;
}

/** What is about to be destroyed, for the person who has to confirm it. */
export function question({ environment, existing, includingData, where }: QuestionOptions): string {
  const { name, databases, buckets, fileSystems, caches, queues, images } = environment;
  const width = Math.max(...existing.map(({ stack }) => stack.name.length));
  return [
    "",
    `This destroys, in ${pc.bold(where)}:`,
    ...existing
      .toReversed()
      .map(({ stack, addresses }) => `  ${stack.name.padEnd(width)}  ${plural(addresses.length, "resource")}`),
    "",
    ...(includingData
      ? [
          pc.red("The data is destroyed with it, permanently:"),
          ...Object.values(databases)
            .filter(({ existing }) => existing === undefined)
            .map(
              ({ identifier }) => `  database ${identifier}, with its automated backups and without a final snapshot`,
            ),
          ...Object.values(buckets).map(({ name: bucket }) => `  bucket ${bucket}, with every version of every file`),
          ...Object.values(fileSystems).map((fileSystem) => `  file system ${fileSystem.name}, with every file`),
          ...Object.values(caches).flatMap((cache) =>
            cache.existing === undefined ? [`  cache ${cache.identifier}, with its keys`] : [],
          ),
          ...Object.values(queues).flatMap((queue) =>
            queue.existing === undefined ? [`  queue ${queue.name}, with its messages`] : [],
          ),
          "  the secrets, without a time to recover them",
          ...Object.values(images)
            .filter(({ existing }) => !existing)
            .map(({ repository }) => `  repository ${repository}, with its images`),
          "",
        ]
      : [whatStays(environment, false), ""]),
    `Type ${pc.bold(name)} to go on: `,
  ].join("\n");
}

/** What is left when everything asked for is destroyed, and why. */
export function whatStays({ name, state }: Pick<Environment, "name" | "state">, includingData: boolean): string {
  const backend =
    state.kind === "s3" ? [`The state bucket ${state.bucket} stays, with the history of every state.`] : [];
  return includingData
    ? [...backend, "KMS keys stay for 30 days, in which their deletion can be cancelled."].join("\n")
    : [
        `${name}-data stays: deletion protection covers database, files and secrets; --including-data destroys them as well.`,
        `${name}-foundation stays: the data lives in its network.`,
        ...backend,
      ].join("\n");
}
