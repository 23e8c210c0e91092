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
import type { ServiceTarget } from "../../lib/ecs/target";
import { exitCodes, UserError } from "../../packages/common/errors";
import { copyOf, imageOf, withImage } from "../../lib/ecs/task-definition";
import { oneOffFamily } from "../../lib/ecs/one-off-task";
import { revisionName, tagOf } from "../../lib/ecs/service";
import { deploymentUnderWay } from "./blue-green/deploy";
import { readRunning } from "./checks/service";
import type { Attempt } from "./leave-behind";
import { applyRelease, discard, errorsIn } from "./plan/terraform";
import { activeRevisions } from "./revisions";
import type { Work } from "./work";

type Settling = Pick<Work, "environment" | "clients" | "screen" | "steps" | "plan" | "log" | "command">;

/** Exit codes of a deployment that goes on without the person. */
const goesOn: readonly number[] = [130, exitCodes.notSteady];

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

/** Runs a deployment and settles the account when it is over, however it ended. @returns the deployment's exit code */
export async function settled(
  work: Settling & Pick<Work, "leaveBehind">,
  attempt: Attempt,
  deploy: () => Promise<number>,
): Promise<number> {
  let failed = true;
  try {
    const code = await deploy();
    failed = false;
    if ((await settle(work, attempt)) === "in progress" && goesOn.includes(code)) work.leaveBehind(attempt);
    return code;
  } finally {
    // The deployment's own error matters more.
    if (failed) await settle(work, attempt).catch((error: unknown) => work.screen.print(describe(error)));
  }
}

/**
 * Makes the account agree with what runs, so that the next plan is empty:
 *
 * - the record names the running image;
 * - revisions of an image that did not stay are deregistered: Terraform goes by the newest one that is left;
 * - one-off and scheduled tasks use the running image;
 * - Terraform's state knows the running revision, which an apply that changes nothing else tells it.
 *
 * Does nothing while a deployment is in progress.
 *
 * @throws UserError (exit code "applyFailed") that says what the next plan would do
 */
export async function settle(work: Settling, attempt: Attempt): Promise<"settled" | "in progress"> {
  const { environment, clients, screen, command } = work;
  const { record } = environment.image;
  const { service, definition, tag, underWay } = await readRunning(clients.ecs, environment);
  if (underWay !== undefined) return "in progress";
  const isBlueGreen = service.deploymentController?.type === "CODE_DEPLOY";
  if (isBlueGreen && (await deploymentUnderWay(clients.codedeploy, environment)) !== undefined) return "in progress";
  try {
    if ((await readRecord(clients.ssm, record)) !== tag) {
      await clients.ssm.send(new PutParameterCommand({ Name: record, Value: tag, Type: "String", Overwrite: true }));
      screen.print(`Recorded in ${record}: ${tag} runs.`);
    }
    if (attempt.byTerraform && attempt.tag === tag) return "settled";
    if (attempt.tag !== tag) {
      await withdraw(clients.ecs, environment, environment.service.family, attempt.tag);
      await withdraw(clients.ecs, environment, oneOffFamily(environment), attempt.tag);
    }
    await alignOneOffTask(work, tag, imageOf(definition, environment.container));
    await alignState(work, tag);
    return "settled";
  } catch (error) {
    throw new UserError(
      `${awsError(error, `record in ${record} that ${tag} runs`).message}\nUntil it is recorded, the next plan of ${environment.name}-service may deploy another image. Then: ${command}`,
      exitCodes.applyFailed,
    );
  }
}

/** The tag of the newest revision that can run; undefined where there is none. */
export async function newestTag(ecs: ECSClient, { service, container }: ServiceTarget): Promise<string | undefined> {
  const [newest] = await activeRevisions(ecs, service.family);
  if (newest === undefined) return undefined;
  const { definition } = await readTagged(ecs, `${service.family}:${newest}`);
  return tagOf(imageOf(definition, container));
}

/** Registers a revision like another, so that it is the newest of its family. @returns its ARN */
export async function registerCopy(ecs: ECSClient, taskDefinition: string): Promise<string> {
  const { definition, tags } = await readTagged(ecs, taskDefinition);
  return register(ecs, copyOf(definition, tags));
}

/** Deregisters the newest revisions of a family as long as they have this image. */
async function withdraw(ecs: ECSClient, environment: ServiceTarget, family: string, tag: string): Promise<void> {
  for (const revision of await activeRevisions(ecs, family)) {
    const { definition } = await readTagged(ecs, `${family}:${revision}`);
    if (tagOf(imageOf(definition, environment.container)) !== tag) return;
    const { taskDefinitionArn } = definition;
    await ecs
      .send(new DeregisterTaskDefinitionCommand({ taskDefinition: taskDefinitionArn }))
      .catch((error: unknown) => {
        throw awsError(error, `deregister ${revisionName(taskDefinitionArn)}`);
      });
  }
}

/** Gives one-off tasks the image that runs. */
async function alignOneOffTask({ environment, clients: { ecs } }: Settling, tag: string, image: string | undefined) {
  const family = oneOffFamily(environment);
  const [newest] = await activeRevisions(ecs, family);
  if (newest === undefined || image === undefined) return;
  const { container } = environment;
  const { definition, tags } = await readTagged(ecs, `${family}:${newest}`);
  if (tagOf(imageOf(definition, container)) !== tag) await register(ecs, withImage(definition, container, image, tags));
}

/** Has Terraform's state, outputs and schedules name the running revision; an apply that would do more is left to a person. */
async function alignState({ plan, screen, steps, log, environment }: Settling, tag: string): Promise<void> {
  const planned = await plan(tag).catch((error: unknown) => {
    // The release whose Terraform holds the lock settles when that has ended.
    if (error instanceof UserError && error.exitCode === exitCodes.busy) return undefined;
    throw error;
  });
  if (planned === undefined) return;
  if (planned.isEmpty || planned.images.length > 0 || planned.unexpected.length > 0) {
    discard(planned);
    if (planned.isEmpty) return;
    screen.print(
      [
        `The next apply of ${environment.name}-service changes more than the image, since the configuration differs from what runs:`,
        ...[...planned.images.map(({ before, after }) => `${before} -> ${after}`), ...planned.unexpected].map(
          (line) => `  ${line}`,
        ),
        "Correct or revert the configuration first.",
      ].join("\n"),
    );
    return;
  }
  await steps.do({
    name: "record",
    work: async (say) => {
      say("terraform apply of the service stack");
      if ((await applyRelease(planned, log).done) === 0) return;
      throw new UserError(
        `Terraform could not record the running revision:\n\n${errorsIn(log)}`,
        exitCodes.applyFailed,
      );
    },
    outcome: () => `Terraform's state names the running revision`,
  });
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
