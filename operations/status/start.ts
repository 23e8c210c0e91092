import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { BatchGetImageCommand } from "@aws-sdk/client-ecr";
import type { ContainerInstance, Service as EcsService, TaskDefinition } from "@aws-sdk/client-ecs";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { ListSecretsCommand, type SecretListEntry } from "@aws-sdk/client-secrets-manager";
import { everyPage, nameOf } from "../../lib/aws";
import type { ChosenService } from "../../lib/ecs/target";
import { list, plural } from "../../packages/common/text";
import type { Clients, Shared } from "./clients";
import type { Start } from "./snapshot";
import { nextCommand, pushCommand } from "../../lib/next-command";

/** What is asked about. */
export interface StartOptions {
  readonly clients: Clients;
  readonly environment: ChosenService;
  readonly service: EcsService;
  readonly definition: TaskDefinition;
  readonly instances: readonly ContainerInstance[];
  readonly shared: Shared;
  /** Does what may fail without the rest being wrong. */
  readonly optional: <T>(what: string, otherwise: T, work: Promise<T>) => Promise<T>;
}

type Check = Start["missing"][number] | string;

/**
 * Whether one more task could start now: its image, the values of its secrets, an instance with room, addresses and roles. The questions
 * are few: one for each repository, for all secrets, for a role, and for the subnets where tasks have addresses of their own.
 */
export async function couldStart(options: StartOptions): Promise<Start> {
  const { optional } = options;
  const room = options.service.schedulingStrategy === "DAEMON" ? undefined : roomOf(options);
  const checks = await Promise.all([
    optional("the images", [], imagesOf(options)),
    optional("the secrets", [], secretsOf(options)),
    Promise.resolve(room?.check ?? []),
    optional("the subnets", [], subnetsOf(options, room?.instance === "new" && isShort(options.service))),
    optional("the roles", [], rolesOf(options)),
  ]);
  const found = checks.flat();
  return {
    ready: found.filter((check) => typeof check === "string"),
    missing: found.filter((check) => typeof check !== "string"),
  };
}

/** `111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:v7` or `...@sha256:...` */
const ecrImage = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.[\w.]+\/([^:@]+)(?::([^@]+)|@(.+))$/;

async function imagesOf({ clients, environment, definition, shared }: StartOptions): Promise<readonly Check[]> {
  const images = [...new Set((definition.containerDefinitions ?? []).flatMap(({ image }) => image ?? []))];
  const repositories = new Map<string, { registryId: string; ids: { imageTag?: string; imageDigest?: string }[] }>();
  for (const image of images) {
    const [, registryId = "", region, repository = "", imageTag, imageDigest] = ecrImage.exec(image) ?? [];
    if (region !== environment.region) continue;
    const known = repositories.get(repository) ?? { registryId, ids: [] };
    known.ids.push(imageTag === undefined ? { imageDigest } : { imageTag });
    repositories.set(repository, known);
  }
  const checks = await Promise.all(
    [...repositories].map(async ([repositoryName, { registryId, ids }]) => {
      const input = { repositoryName, registryId, imageIds: ids };
      const { failures = [] } = await shared
        .once(`images ${JSON.stringify(input)}`, () => clients.ecr.send(new BatchGetImageCommand(input)))
        .catch((error: unknown) => {
          if (nameOf(error) !== "RepositoryNotFoundException") throw error;
          return { failures: ids.map((imageId) => ({ imageId })) };
        });
      const missing = failures.map(({ imageId }) => imageId?.imageTag ?? imageId?.imageDigest ?? "");
      if (missing.length === 0)
        return ids.map(({ imageTag, imageDigest }) => `${imageTag ?? imageDigest} is in ${repositoryName}`);
      return {
        text: `${list(missing)} ${missing.length === 1 ? "is" : "are"} not in the repository ${repositoryName}`,
        next: `push it: ${pushCommand(environment.name, missing[0] ?? "")}; or release a tag that is there: ${nextCommand(`release ${environment.name} TAG`)}`,
      };
    }),
  );
  return checks.flat();
}

/** `arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>`, with ECS's key, stage and version behind it. */
const secretArn = /^(arn:[\w-]+:secretsmanager:[\w-]+:\d+:secret:(.+?)(?:-\w{6})?)(?::|$)/;

async function secretsOf({ clients, environment, definition, shared }: StartOptions): Promise<readonly Check[]> {
  const wanted = new Map<string, { variable: string; name: string }>();
  for (const { name: variable = "", valueFrom = "" } of (definition.containerDefinitions ?? []).flatMap(
    ({ secrets = [] }) => secrets,
  )) {
    const [, arn, name = ""] = secretArn.exec(valueFrom) ?? [];
    if (arn !== undefined) wanted.set(arn, { variable, name });
  }
  if (wanted.size === 0) return [];
  // Secrets of an environment share the part of their name before the last slash.
  const prefixes = [...new Set([...wanted.values()].map(({ name }) => name.replace(/[^/]+$/, "") || name))].toSorted();
  const found = await shared.once(`secrets ${prefixes.join(" ")}`, () =>
    everyPage<SecretListEntry>(async (NextToken) => {
      const filters = [{ Key: "name" as const, Values: prefixes.slice(0, 10) }];
      const page = await clients.secrets.send(new ListSecretsCommand({ Filters: filters, MaxResults: 100, NextToken }));
      return { items: page.SecretList, next: page.NextToken };
    }),
  );
  const states = new Map(
    found.map(({ ARN = "", SecretVersionsToStages = {} }) => [ARN, Object.values(SecretVersionsToStages).flat()]),
  );
  const empty = [...wanted].flatMap(([arn, { variable }]) =>
    states.get(arn)?.includes("AWSCURRENT") === false ? [variable] : [],
  );
  const gone = [...wanted].flatMap(([arn, { variable }]) =>
    states.has(arn) || prefixes.length > 10 ? [] : [variable],
  );
  return [
    ...(empty.length === 0
      ? []
      : [
          {
            text: `${empty.length === 1 ? "the secret" : "the secrets"} of ${list(empty)} ${empty.length === 1 ? "has" : "have"} no value`,
            next: nextCommand(`secrets ${environment.name} set ${empty[0]}`),
          },
        ]),
    ...(gone.length === 0
      ? []
      : [
          {
            text: `${gone.length === 1 ? "there is no secret for" : "there are no secrets for"} ${list(gone)}, or they are to be deleted`,
            next: `deploy the data stack (${nextCommand(`deploy ${environment.name} data`)}), or restore the secret: aws secretsmanager restore-secret`,
          },
        ]),
    ...(empty.length + gone.length === 0 ? [`${plural(wanted.size, "secret")} with a value`] : []),
  ];
}

/** Where one more task would run: on an instance that is there, on a new one, or in the place of one that is stopped first. */
function roomOf({ environment, service, definition, instances }: StartOptions): {
  readonly instance: "there" | "new" | "none";
  readonly check: readonly Check[];
} {
  const { containerDefinitions: containers = [], networkMode } = definition;
  const sum = (of: (container: (typeof containers)[number]) => number) =>
    containers.reduce((all, one) => all + of(one), 0);
  const cpu = Number(definition.cpu ?? 0) || sum((one) => one.cpu ?? 0);
  const memory = Number(definition.memory ?? 0) || sum((one) => one.memoryReservation ?? one.memory ?? 0);
  const ports = containers
    .flatMap(({ portMappings = [] }) => portMappings)
    .map(({ hostPort = 0, containerPort = 0 }) => (networkMode === "host" ? hostPort || containerPort : hostPort))
    .filter((port) => port > 0 && networkMode !== "awsvpc");
  const providers = (service.capacityProviderStrategy ?? []).flatMap(({ capacityProvider }) => capacityProvider ?? []);
  const own = instances.filter(
    ({ capacityProviderName = "" }) => providers.length === 0 || providers.includes(capacityProviderName),
  );
  const fits = ({ agentConnected, status, remainingResources = [] }: ContainerInstance): boolean => {
    const left = (name: string) => remainingResources.find((one) => one.name === name);
    const used = left("PORTS")?.stringSetValue ?? [];
    return (
      status === "ACTIVE" &&
      agentConnected === true &&
      (left("CPU")?.integerValue ?? 0) >= cpu &&
      (left("MEMORY")?.integerValue ?? 0) >= memory &&
      !ports.some((port) => used.includes(String(port)))
    );
  };
  const room = own.find(fits);
  if (room !== undefined) return { instance: "there", check: [`room on ${room.ec2InstanceId}`] };
  const maximum = environment.service.capacities.reduce(
    (all, { capacity }) => all + (environment.capacities[capacity]?.maximum ?? 0),
    0,
  );
  if (own.length < maximum) {
    return { instance: "new", check: [`a new instance would start for it (${own.length} of at most ${maximum} run)`] };
  }
  const { desiredCount = 0, deploymentConfiguration: { minimumHealthyPercent = 100 } = {} } = service;
  if (Math.ceil((desiredCount * minimumHealthyPercent) / 100) < desiredCount) {
    return { instance: "there", check: ["a deployment stops a task first, which makes room"] };
  }
  const needs = [`${cpu} CPU units`, `${memory} MiB`, ...(ports.length > 0 ? [`port ${ports.join(", ")}`] : [])];
  const fields = environment.service.capacities.map(
    ({ capacity }) => `${environment.capacities[capacity]?.field}.maximum`,
  );
  return {
    instance: "none",
    check: [
      {
        text: `no instance has ${list(needs)} left for one more task, and ${own.length} of at most ${maximum} instances run`,
        next: `raise ${list(fields)}, or take larger instance types (./platform prove says what the rollout needs)`,
      },
    ],
  };
}

async function subnetsOf(
  { clients, environment, service, definition, instances }: StartOptions,
  needsInstance: boolean,
): Promise<readonly Check[]> {
  // A task in bridge mode has its instance's address: only an instance that is to start needs one.
  const ids =
    definition.networkMode === "awsvpc"
      ? (service.networkConfiguration?.awsvpcConfiguration?.subnets ?? [])
      : needsInstance
        ? instances.flatMap(
            ({ attributes = [] }) => attributes.find(({ name }) => name === "ecs.subnet-id")?.value ?? [],
          )
        : [];
  if (ids.length === 0) return [];
  const { Subnets = [] } = await clients.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [...new Set(ids)] }));
  const free = Subnets.reduce((all, { AvailableIpAddressCount = 0 }) => all + AvailableIpAddressCount, 0);
  if (free > 0 || Subnets.length === 0) return free > 0 ? [`${plural(free, "free address", "free addresses")}`] : [];
  return [
    {
      text: `${list(Subnets.map(({ SubnetId = "" }) => SubnetId))} ${Subnets.length === 1 ? "has" : "have"} no free address`,
      next: `find what holds the addresses (aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=${Subnets[0]?.SubnetId}); ${environment.name} can take subnets of another size only when it is made again`,
    },
  ];
}

const isShort = ({ runningCount = 0, desiredCount = 0 }: EcsService): boolean => runningCount < desiredCount;

/** The execution role, without which nothing starts; the task role, too, where tasks are missing. */
async function rolesOf({ clients, environment, service, definition }: StartOptions): Promise<readonly Check[]> {
  const arns = [definition.executionRoleArn, ...(isShort(service) ? [definition.taskRoleArn] : [])];
  const names = [...new Set(arns.flatMap((arn) => arn?.split("/").at(-1) ?? []))];
  const checks = await Promise.all(
    names.map(async (RoleName) => {
      const next = `deploy the service stack: ${nextCommand(`deploy ${environment.name} service`)}`;
      try {
        const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
        if (Role === undefined) return [];
        if (decodeURIComponent(Role.AssumeRolePolicyDocument ?? "").includes("ecs-tasks.amazonaws.com"))
          return [`the role ${RoleName}`];
        return [
          {
            text: `ECS tasks may not assume the role ${RoleName}: its trust policy does not name ecs-tasks.amazonaws.com`,
            next,
          },
        ];
      } catch (error) {
        if (nameOf(error) !== "NoSuchEntityException" && nameOf(error) !== "NoSuchEntity") throw error;
        return [{ text: `there is no role ${RoleName}`, next }];
      }
    }),
  );
  return checks.flat();
}
