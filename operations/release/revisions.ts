import {
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
  type ECSClient,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import type { ServiceTarget } from "../../lib/ecs/target";
import { awsError } from "../../lib/aws";
import { exitCodes, UserError } from "../../packages/common/errors";
import { compareContainers, same } from "./plan/containers";

/** The revisions of a task definition, as numbers. */
export interface Revisions {
  /** Those that can run, newest first. */
  readonly active: readonly number[];
  /** Those that a deployment came to its end with, the latest first; undefined where ECS does not tell. */
  readonly good: readonly number[] | undefined;
}

/**
 * The revision to go back to: the one that is asked for, else the last that a deployment came to its end with, else the one before.
 *
 * @param running revision that runs, or is being rolled out
 * @throws UserError with those that can be used, when there is none or the wanted one was deregistered
 */
export function chooseRevision(family: string, running: number, { active, good }: Revisions, wanted?: number): number {
  const usable = active.filter((revision) => revision !== running);
  const list =
    usable.length === 0
      ? "there is no other"
      : `there are ${usable.slice(0, 10).join(", ")}${usable.length > 10 ? ", ..." : ""}`;
  const refused = (message: string): UserError => new UserError(message, exitCodes.refused);
  if (wanted === running) throw refused(`${family}:${wanted} is what runs; ${list}`);
  if (wanted !== undefined) {
    if (active.includes(wanted)) return wanted;
    throw refused(`${family}:${wanted} cannot run: it was deregistered, or never there; ${list}`);
  }
  const before = good?.find((revision) => usable.includes(revision)) ?? usable.find((revision) => revision < running);
  if (before !== undefined) return before;
  throw refused(
    `there is no revision of ${family} before ${running} to go back to; ${list}. To run another version, release its tag.`,
  );
}

/** Reads the revisions; that ECS keeps deployments for 90 days alone, or may not be asked, is no error. */
export async function readRevisions(
  ecs: ECSClient,
  { cluster, service }: Pick<ServiceTarget, "cluster" | "service">,
  family: string,
): Promise<Revisions> {
  const active = await activeRevisions(ecs, family);
  const good = await readGood(ecs, cluster.name, service.name, family).catch(() => undefined);
  return { active, good };
}

/** The revisions of a family that can run, newest first. */
export async function activeRevisions(ecs: ECSClient, family: string): Promise<readonly number[]> {
  const active: number[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs
      .send(new ListTaskDefinitionsCommand({ familyPrefix: family, status: "ACTIVE", sort: "DESC", nextToken }))
      .catch((error: unknown) => {
        throw awsError(error, `list the revisions of ${family}`);
      });
    active.push(...(page.taskDefinitionArns ?? []).flatMap((arn) => revisionOf(arn, family)));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return active.sort((one, two) => two - one);
}

async function readGood(ecs: ECSClient, cluster: string, service: string, family: string): Promise<readonly number[]> {
  const { serviceDeployments = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster, service, status: ["SUCCESSFUL"], maxResults: 20 }),
  );
  const newestFirst = [...serviceDeployments].sort(
    (one, two) => (two.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0),
  );
  const arns = newestFirst.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
  if (arns.length === 0) return [];
  const { serviceRevisions = [] } = await ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...new Set(arns)] }),
  );
  const byArn = new Map(serviceRevisions.map((one) => [one.serviceRevisionArn, one.taskDefinition ?? ""]));
  return arns.flatMap((arn) => revisionOf(byArn.get(arn) ?? "", family));
}

/** The revision of an ARN; nothing when it is another family's. */
export function revisionOf(arn: string, family: string): readonly number[] {
  const [name, revision] = (arn.split("/").at(-1) ?? "").split(":");
  return name === family && revision !== undefined ? [Number(revision)] : [];
}

/** What differs between two revisions. */
export function compareRevisions(before: TaskDefinition, after: TaskDefinition) {
  const { images, others } = compareContainers(before.containerDefinitions ?? [], after.containerDefinitions ?? []);
  const compared = [
    "taskRoleArn",
    "executionRoleArn",
    "networkMode",
    "cpu",
    "memory",
    "volumes",
    "placementConstraints",
    "runtimePlatform",
    "pidMode",
    "ipcMode",
    "ephemeralStorage",
  ] as const;
  const rest = compared.filter((name) => !same(before[name], after[name])).map((name) => `${name} differs`);
  return { images, others: [...others, ...rest] };
}
