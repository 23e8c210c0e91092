import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  type ECSClient,
  type RegisterTaskDefinitionCommandInput,
  type Tag,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { GetParameterCommand, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { awsError, describe, nameOf } from "../../lib/aws";
import type { Environment } from "../../modules/platform/environment";
import { exitCodes, UserError } from "../../packages/common/errors";
import { copyOf, imageOf, withImage } from "../task/definition";
import { oneOffFamily } from "../task/one-off";
import { revisionName, tagOf } from "../task/service";
import { deploymentUnderWay } from "./blue-green/deploy";
import { readRunning } from "./checks/service";
import { applyRelease, discard, errorsIn } from "./plan/terraform";
import { activeRevisions } from "./revisions";
import type { Work } from "./work";

type Settling = Pick<Work, "environment" | "clients" | "screen" | "plan" | "log" | "command">;

/** The tag that the record names; undefined where there is no record yet. @throws UserError when AWS cannot be asked */
export async function readRecord(ssm: SSMClient, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value;
  } catch (error) {
    if (nameOf(error) === "ParameterNotFound") return undefined;
    throw awsError(error, `read the record of the running image, ${name}`);
  }
}

/**
 * Runs a deployment and settles the account when it is over, however it ended.
 *
 * @param attempted tag of the image that is deployed
 * @returns the deployment's exit code
 */
export async function settled(work: Settling, attempted: string, deploy: () => Promise<number>): Promise<number> {
  let failed = true;
  try {
    const code = await deploy();
    failed = false;
    await settle(work, attempted);
    return code;
  } finally {
    // The deployment's own error matters more.
    if (failed) await settle(work, attempted).catch((error: unknown) => work.screen.print(describe(error)));
  }
}

/**
 * Makes the account agree with what runs, so that the next plan is empty:
 *
 * - the record names the running image;
 * - revisions of an image that did not stay are deregistered: Terraform goes by the newest one that is left;
 * - one-off and scheduled tasks use the running image.
 *
 * Does nothing while a deployment is in progress: whoever ends it settles it.
 *
 * @throws UserError (exit code "applyFailed") that says what the next plan would do
 */
export async function settle(work: Settling, attempted: string): Promise<void> {
  const { environment, clients, screen, command } = work;
  const { record } = environment.release;
  const { service, definition, tag, underWay } = await readRunning(clients.ecs, environment);
  if (underWay !== undefined) return;
  const isBlueGreen = service.deploymentController?.type === "CODE_DEPLOY";
  if (isBlueGreen && (await deploymentUnderWay(clients.codedeploy, environment)) !== undefined) return;
  try {
    if ((await readRecord(clients.ssm, record)) !== tag) {
      await clients.ssm.send(new PutParameterCommand({ Name: record, Value: tag, Type: "String", Overwrite: true }));
      screen.print(`Recorded in ${record}: ${tag} runs.`);
    }
    if (attempted !== tag) await withdraw(clients.ecs, environment, environment.task.family, attempted);
    const changed = await alignOneOffTask(work, attempted, tag, imageOf(definition, environment.service.web.container));
    if (changed && Object.keys(environment.task.scheduled).length > 0) await alignSchedules(work, tag);
  } catch (error) {
    throw new UserError(
      `${awsError(error, `record in ${record} that ${tag} runs`).message}\nUntil it is recorded, the next plan of ${environment.name}-service may deploy another image. Then: ${command}`,
      exitCodes.applyFailed,
    );
  }
}

/** Registers a revision like another, so that it is the newest of its family. @returns its ARN */
export async function registerCopy(ecs: ECSClient, taskDefinition: string): Promise<string> {
  const { definition, tags } = await readTagged(ecs, taskDefinition);
  return register(ecs, copyOf(definition, tags));
}

/** Deregisters the newest revisions of a family as long as they have this image. @returns whether there were any */
async function withdraw(ecs: ECSClient, environment: Environment, family: string, tag: string): Promise<boolean> {
  for (const [index, revision] of (await activeRevisions(ecs, family)).entries()) {
    const { definition } = await readTagged(ecs, `${family}:${revision}`);
    if (tagOf(imageOf(definition, environment.service.web.container)) !== tag) return index > 0;
    const { taskDefinitionArn } = definition;
    await ecs
      .send(new DeregisterTaskDefinitionCommand({ taskDefinition: taskDefinitionArn }))
      .catch((error: unknown) => {
        throw awsError(error, `deregister ${revisionName(taskDefinitionArn)}`);
      });
  }
  return true;
}

/** Gives one-off tasks the image that runs. @returns whether they had another */
async function alignOneOffTask(
  { environment, clients: { ecs } }: Settling,
  attempted: string,
  tag: string,
  image: string | undefined,
): Promise<boolean> {
  const family = oneOffFamily(environment);
  const withdrawn = attempted !== tag && (await withdraw(ecs, environment, family, attempted));
  const [newest] = await activeRevisions(ecs, family);
  if (newest === undefined || image === undefined) return withdrawn;
  const { container } = environment.service.web;
  const { definition, tags } = await readTagged(ecs, `${family}:${newest}`);
  if (tagOf(imageOf(definition, container)) === tag) return withdrawn;
  await register(ecs, withImage(definition, container, image, tags));
  return true;
}

/** Schedules name a revision: an apply that changes nothing else moves them to the newest. */
async function alignSchedules({ plan, screen, log, environment }: Settling, tag: string): Promise<void> {
  const planned = await plan(tag);
  if (planned.isEmpty || planned.images.length > 0 || planned.unexpected.length > 0) {
    discard(planned);
    if (planned.isEmpty) return;
    screen.print(`The schedules start the image before until ${environment.name}-service is applied again.`);
    return;
  }
  if ((await applyRelease(planned, log).done) !== 0) {
    screen.print(`Terraform could not move the schedules to ${tag}:\n\n${errorsIn(log)}`);
  }
}

async function readTagged(
  ecs: ECSClient,
  taskDefinition: string,
): Promise<{ readonly definition: TaskDefinition; readonly tags: readonly Tag[] }> {
  const { taskDefinition: definition = {}, tags = [] } = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] }))
    .catch((error: unknown) => {
      throw awsError(error, `read the task definition ${revisionName(taskDefinition)}`);
    });
  return { definition, tags };
}

async function register(ecs: ECSClient, input: RegisterTaskDefinitionCommandInput): Promise<string> {
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(input)).catch((error: unknown) => {
    throw awsError(error, `register a revision of ${input.family}`);
  });
  return taskDefinition?.taskDefinitionArn ?? "";
}
