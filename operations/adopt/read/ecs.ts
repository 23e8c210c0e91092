import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeLaunchTemplateVersionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Cluster,
  type Service,
} from "@aws-sdk/client-ecs";
import type { ClientConfig } from "../../../lib/aws";
import type { Adoptable } from "../target";
import type { Found, FoundCapacity, FoundTaskDefinition } from "../found";
import { ask } from "./ask";

type Ecs = Pick<Found, "cluster" | "service" | "taskDefinition" | "capacity">;

/** The cluster and the service by their names, and what hangs on them: task definition, capacity provider, instances. */
export async function readEcs(config: ClientConfig, { cluster, service }: Adoptable): Promise<Ecs> {
  const ecs = new ECSClient(config);
  const clusters = await ask(
    `read the cluster ${cluster.name}`,
    ecs.send(new DescribeClustersCommand({ clusters: [cluster.name] })),
  );
  const found = clusters?.clusters?.find(({ status }) => status === "ACTIVE");
  if (found === undefined) return { cluster: false, taskDefinition: await readTaskDefinition(ecs, service.family) };

  const services = await ask(
    `read the service ${service.name}`,
    ecs.send(new DescribeServicesCommand({ cluster: cluster.name, services: [service.name] })),
  );
  const running = services?.services?.find(({ status }) => status === "ACTIVE");
  return {
    cluster: true,
    service: running && {
      launchType: running.launchType,
      capacityProviders: (running.capacityProviderStrategy ?? []).flatMap((each) => each.capacityProvider ?? []),
      targetGroups: (running.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
      desired: running.desiredCount ?? 0,
    },
    taskDefinition: await readTaskDefinition(ecs, running?.taskDefinition ?? service.family),
    capacity: await readCapacity(config, ecs, found, running),
  };
}

async function readTaskDefinition(ecs: ECSClient, name: string): Promise<FoundTaskDefinition | undefined> {
  // ECS answers ClientException for a family that it does not know.
  const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: name })).catch((error: Error) => {
    if (/Unable to describe task definition/i.test(error.message)) return undefined;
    return ask(`read the task definition ${name}`, Promise.reject(error));
  });
  const definition = answer?.taskDefinition;
  if (definition === undefined) return undefined;
  return {
    family: definition.family ?? "",
    revision: definition.revision ?? 0,
    networkMode: definition.networkMode ?? "bridge",
    executionRoleArn: definition.executionRoleArn,
    taskRoleArn: definition.taskRoleArn,
    containers: (definition.containerDefinitions ?? []).map((container) => ({
      name: container.name ?? "",
      logGroup: container.logConfiguration?.options?.["awslogs-group"],
      environment: new Map((container.environment ?? []).map(({ name: key = "", value = "" }) => [key, value])),
      secrets: new Map((container.secrets ?? []).map(({ name: key = "", valueFrom = "" }) => [key, valueFrom])),
    })),
  };
}

async function readCapacity(
  config: ClientConfig,
  ecs: ECSClient,
  cluster: Cluster,
  service: Service | undefined,
): Promise<FoundCapacity | undefined> {
  const used = service?.capacityProviderStrategy ?? cluster.defaultCapacityProviderStrategy ?? [];
  const name = used[0]?.capacityProvider ?? cluster.capacityProviders?.[0];
  if (name === undefined) return undefined;
  const providers = await ask(
    `read the capacity provider ${name}`,
    ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders: [name] })),
  );
  const arn = providers?.capacityProviders?.[0]?.autoScalingGroupProvider?.autoScalingGroupArn;
  const groupName = arn?.split("autoScalingGroupName/")[1];
  if (groupName === undefined) return { capacityProvider: name, securityGroups: [], subnets: [] };

  const groups = await ask(
    `read the Auto Scaling group ${groupName}`,
    new AutoScalingClient(config).send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] })),
  );
  const group = groups?.AutoScalingGroups?.[0];
  const template =
    group?.LaunchTemplate ?? group?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? undefined;
  return {
    capacityProvider: name,
    autoScalingGroup: group === undefined ? undefined : groupName,
    subnets: (group?.VPCZoneIdentifier ?? "").split(",").filter((id) => id !== ""),
    ...(await readLaunchTemplate(config, template?.LaunchTemplateId, template?.Version)),
  };
}

async function readLaunchTemplate(config: ClientConfig, id: string | undefined, version = "$Default") {
  if (id === undefined) return { securityGroups: [] };
  const answer = await ask(
    `read the launch template ${id}`,
    new EC2Client(config).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [version] }),
    ),
  );
  const found = answer?.LaunchTemplateVersions?.[0];
  const { IamInstanceProfile, SecurityGroupIds = [], NetworkInterfaces = [] } = found?.LaunchTemplateData ?? {};
  return {
    launchTemplate: { id, name: found?.LaunchTemplateName ?? "" },
    instanceProfile: IamInstanceProfile?.Name ?? IamInstanceProfile?.Arn?.split("/").at(-1),
    securityGroups: [...SecurityGroupIds, ...NetworkInterfaces.flatMap(({ Groups }) => Groups ?? [])],
  };
}
