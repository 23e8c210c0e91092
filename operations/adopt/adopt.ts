import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Environment } from "../../modules/platform/environment";
import { unnamed } from "../../modules/platform/environment/names";
import { awsError, everyPage, type ClientConfig } from "../../lib/aws";
import { alternatives } from "../../packages/common/text";
import { exitCodes, UserError } from "../../packages/common/errors";
import { effectOf } from "./effects";
import type { Found } from "./found";
import { addImports, namesOfLogGroups } from "./imports";
import { planStacks, type PlannedChange } from "./plan";
import { propose } from "./propose";
import { readAccount } from "./read";
import { report } from "./report";
import { adoptable } from "./target";
import { synthesizeProposal, type Stacks } from "./stacks";
import { proposeWaivers } from "./waivers";

export interface AdoptOptions {
  readonly plan: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly onNotice: (notice: string) => void;
}

/** Reads, proposes, plans. @throws UserError when nothing is found, or AWS or the stacks refuse */
export async function adopt(
  environment: Environment,
  config: ClientConfig,
  { plan, env, onNotice }: AdoptOptions,
): Promise<{ readonly text: string; readonly json: object; readonly code: number }> {
  const wanted = adoptable(environment);
  if (wanted.image.key !== unnamed.image)
    throw new UserError(
      `the image of the service must be called ${unnamed.image} in images to be adopted, got ${wanted.image.key}; call it ${unnamed.image} in environments/${environment.name}.ts`,
    );
  onNotice(`reading account ${environment.account}`);
  const found = await readAccount(config, wanted);
  if (isNothing(found)) {
    const { cluster, loadBalancer, database, image, bucket } = wanted;
    const names = [
      `cluster ${cluster.name}`,
      ...(loadBalancer === undefined ? [] : [`load balancer ${loadBalancer.name}`]),
      ...(database === undefined ? [] : [`database ${database.identifier}`]),
      `repository ${image.repository}`,
      ...(bucket === undefined ? [] : [`bucket ${bucket.name}`]),
    ];
    throw new UserError(
      `account ${environment.account} has none of ${environment.name} in ${environment.region}: no ${alternatives(names)}; put the names that are there into environments/${environment.name}.ts`,
    );
  }
  const first = propose(wanted, found);
  onNotice("synthesizing the stacks with what was found");
  const stacks = await synthesizeProposal(environment.name, first);
  const logGroups = await existingLogGroups(config, namesOfLogGroups(stacks));
  const withImports = addImports(first, stacks, found, logGroups);
  const proposed = await synthesizeProposal(environment.name, withImports);
  const proposal = { ...withImports, waivers: proposeWaivers(environment, proposed, Date.now()) };

  const planned = plan ? await planOf(proposed, env, onNotice) : undefined;
  const text = report(environment, proposal, planned);
  const json = { ...proposal, plan: planned };
  if (typeof planned === "string") return { text, json, code: exitCodes.failed };
  const isStopped = planned?.some((change) => effectOf(change).level === "disruptive") ?? false;
  return { text, json, code: isStopped ? exitCodes.refused : 0 };
}

/** The plan, or why there is none: the proposal is worth showing without it. */
async function planOf(
  stacks: Stacks,
  env: NodeJS.ProcessEnv,
  onNotice: AdoptOptions["onNotice"],
): Promise<readonly PlannedChange[] | string> {
  try {
    return await planStacks(stacks, env, (stack) => onNotice(`planning ${stack}`));
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function isNothing({ cluster, loadBalancer, database, repository, bucket, taskDefinition, secrets }: Found): boolean {
  const all = [loadBalancer, database, repository, bucket, taskDefinition];
  return !cluster && all.every((each) => each === undefined) && Object.keys(secrets).length === 0;
}

/** Those of the names that the account has. */
async function existingLogGroups(config: ClientConfig, names: readonly string[]): Promise<readonly string[]> {
  const client = new CloudWatchLogsClient(config);
  const there = await Promise.all(
    names.map(async (name) => {
      const logGroups = await everyPage(async (nextToken) => {
        const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name, nextToken }));
        return { items: page.logGroups, next: page.nextToken };
      }).catch((error: unknown) => {
        throw awsError(error, `look for the log group ${name}`);
      });
      return logGroups.some(({ logGroupName }) => logGroupName === name) ? [name] : [];
    }),
  );
  return there.flat();
}
