import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeServiceRevisionsCommand, ListServiceDeploymentsCommand, type ECSClient } from "@aws-sdk/client-ecs";
import type { S3Client } from "@aws-sdk/client-s3";
import { awsError, nameOf } from "../../lib/aws";
import { chooseServices, mainTargetOf, releasedTargets, type ChosenService } from "../../lib/ecs/target";
import type { Environment } from "../../modules/platform/environment";
import { printable } from "../../packages/common/printable";
import { revisionName } from "../../lib/ecs/service";
import { readEntries } from "../release/entries";

/** A release, a rollback, or a deployment that neither started. */
export interface Run {
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly who: string;
  /** The command, or what is known of a deployment. */
  readonly what: string;
  /** What ran before. @default - not known */
  readonly from?: string;
  /** Image tag or revision. */
  readonly to: string;
  readonly result: string;
}

interface Clients {
  readonly s3: Pick<S3Client, "send">;
  readonly logs: Pick<CloudWatchLogsClient, "send">;
  readonly ecs: Pick<ECSClient, "send">;
}

/** How long before ECS knows of a deployment the release that asks for it may begin: checks and migration come first. */
const leadMilliseconds = 30 * 60_000;

/**
 * The newest releases, rollbacks and deployments, newest first.
 *
 * Releases and rollbacks are what they recorded themselves (docs/guides/releasing.md); ECS remembers deployments for 90 days.
 *
 * @param count how many at most
 * @param service key of the only service whose runs are listed. @default - all services
 */
export async function readRuns(
  clients: Clients,
  environment: Environment,
  count: number,
  service?: string,
): Promise<readonly Run[]> {
  const [recorded, ...deployments] = await Promise.all([
    readRecorded(clients, environment, count, service),
    ...chooseServices(environment, service).map((one) => readDeployments(clients.ecs, one, count)),
  ]);
  const others = deployments
    .flat()
    .filter(
      ({ at }) => !recorded.some((run) => at >= run.at && Date.parse(at) - Date.parse(run.at) < leadMilliseconds),
    );
  return [...recorded, ...others].sort((one, two) => (one.at < two.at ? 1 : -1)).slice(0, count);
}

async function readRecorded(clients: Clients, environment: Environment, count: number, service: string | undefined) {
  if (releasedTargets(environment).length === 0) return [];
  const entries = await readEntries(clients, mainTargetOf(environment), count);
  return entries
    .filter(({ before }) => before === undefined || service === undefined || service in before)
    .map(({ since, who, what, from, tag, outcome }): Run => {
      const shown = (value: unknown) => printable(String(value));
      return {
        at: since,
        who: shown(who),
        what: shown(what),
        to: shown(tag),
        result: shown(outcome),
        ...(from !== undefined && { from: shown(from) }),
      };
    });
}

async function readDeployments(
  ecs: Clients["ecs"],
  { cluster, service }: ChosenService,
  count: number,
): Promise<readonly Run[]> {
  try {
    const { serviceDeployments = [] } = await ecs.send(
      new ListServiceDeploymentsCommand({
        cluster: cluster.name,
        service: service.name,
        maxResults: Math.min(count, 100),
      }),
    );
    const arns = [
      ...new Set(serviceDeployments.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? [])),
    ];
    const revisions = new Map<string, string>();
    for (let first = 0; first < arns.length; first += 20) {
      const { serviceRevisions = [] } = await ecs.send(
        new DescribeServiceRevisionsCommand({ serviceRevisionArns: arns.slice(first, first + 20) }),
      );
      for (const one of serviceRevisions) revisions.set(one.serviceRevisionArn ?? "", revisionName(one.taskDefinition));
    }
    return serviceDeployments.map(({ createdAt, status = "", targetServiceRevisionArn = "" }) => ({
      at: createdAt?.toISOString() ?? "",
      who: "ECS",
      what: "a deployment that no release started",
      to: revisions.get(targetServiceRevisionArn) ?? "",
      result: status.toLowerCase().replaceAll("_", " "),
    }));
  } catch (error) {
    // A service that is not there, or that CodeDeploy deploys, has no such list.
    if (/^(ServiceNotFound|ClusterNotFound|InvalidParameter|UnsupportedFeature)/.test(nameOf(error))) return [];
    throw awsError(error, `list the deployments of ${service.name}`);
  }
}

/** A line for each run. */
export function describeRuns(runs: readonly Run[]): string {
  if (runs.length === 0) return "No release, rollback or deployment is known.";
  const width = (key: "who" | "to") => Math.max(...runs.map((run) => run[key].length));
  return runs
    .map(({ at, who, what, from, to, result }) => {
      const time = at.slice(0, 16).replace("T", " ");
      return `${time}  ${who.padEnd(width("who"))}  ${to.padEnd(width("to"))}  ${result}; ${what}${from === undefined ? "" : `; before: ${from}`}`;
    })
    .join("\n");
}
