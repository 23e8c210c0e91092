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
import { awsError, nameOf } from "../../lib/aws";
import { containersOf, type ServiceTarget } from "../../lib/ecs/target";
import { exitCodes, UserError } from "../../packages/common/errors";
import { copyOf, imageOf, withImage } from "../../lib/ecs/task-definition";
import { revisionName, tagOf } from "../../lib/ecs/service";
import { applyRelease, discard, errorsIn } from "./plan/terraform";
import { activeRevisions } from "./revisions";
import { oneOffFamily, oneOffSizes } from "../../modules/platform/environment/names";
import type { Tags } from "./tags";
import type { Work } from "./work";

/** What is needed to make an account agree with what runs. */
export type Settling = Pick<Work, "environment" | "clients" | "screen" | "steps" | "plan" | "log" | "command">;

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

/** Has a record name the image that runs. */
export async function writeRecord({ clients, screen }: Settling, record: string, tag: string): Promise<void> {
  if ((await readRecord(clients.ssm, record)) === tag) return;
  await clients.ssm.send(new PutParameterCommand({ Name: record, Value: tag, Type: "String", Overwrite: true }));
  screen.print(`Recorded in ${record}: ${tag} runs.`);
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
async function withdraw(ecs: ECSClient, family: string, container: string, tag: string): Promise<void> {
  for (const revision of await activeRevisions(ecs, family)) {
    const { definition } = await readTagged(ecs, `${family}:${revision}`);
    if (tagOf(imageOf(definition, container)) !== tag) return;
    const { taskDefinitionArn } = definition;
    await ecs
      .send(new DeregisterTaskDefinitionCommand({ taskDefinition: taskDefinitionArn }))
      .catch((error: unknown) => {
        throw awsError(error, `deregister ${revisionName(taskDefinitionArn)}`);
      });
  }
}

/** Containers that run a service's image in tasks for one command, with the families of these. */
const oneOffTasks = ({ service, image }: ServiceTarget): readonly (readonly [container: string, family: string])[] => {
  const released = containersOf(service, image.key);
  return Object.keys(oneOffSizes(service))
    .filter((container) => released.includes(container))
    .map((container) => [container, oneOffFamily(service, container)]);
};

/** Deregisters the newest revisions of a service, and of its one-off tasks, as long as they have this image. */
export async function withdrawAll(ecs: ECSClient, environment: ServiceTarget, tag: string): Promise<void> {
  await withdraw(ecs, environment.service.family, environment.container, tag);
  for (const [container, family] of oneOffTasks(environment)) await withdraw(ecs, family, container, tag);
}

/** Gives one-off tasks the image that runs. */
export async function alignOneOffTasks(
  { environment, clients: { ecs } }: Settling,
  tag: string,
  image: string | undefined,
) {
  if (image === undefined) return;
  for (const [container, family] of oneOffTasks(environment)) {
    const [newest] = await activeRevisions(ecs, family);
    if (newest === undefined) continue;
    const { definition, tags } = await readTagged(ecs, `${family}:${newest}`);
    const current = imageOf(definition, container);
    if (current === undefined || tagOf(current) === tag) continue;
    await register(ecs, withImage(definition, container, image, tags));
  }
}

/** Has Terraform's state, outputs and schedules name the running revision; an apply that would do more is left to a person. */
export async function alignState({ plan, screen, steps, log, environment }: Settling, tags: Tags): Promise<void> {
  const planned = await plan(tags).catch((error: unknown) => {
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
