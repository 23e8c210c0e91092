import type { Construct } from "constructs";
import { ListenerRule, LoadBalancer, TargetGroup, type ILoadBalancer } from "../../../modules/alb";
import { Capacity, Cluster } from "../../../modules/capacity";
import { ExecutionRole, InstanceRole, TaskRole } from "../../../modules/iam";
import { LogGroup } from "../../../modules/logs";
import { Network, SecurityGroup } from "../../../modules/networking";
import {
  EcsService,
  type DaemonServiceProps,
  type ReplicaServiceProps,
  type ServiceLoadBalancer,
  type SingletonServiceProps,
} from "../../../modules/service";
import { TaskDefinition, type PortProps } from "../../../modules/task-definition";
import { testStack, type SynthesizedStack } from "../../../packages/jest-terraform";

const where = { account: "123456789012", region: "eu-central-1" };

/** What a service needs and does not own. */
export interface Platform {
  readonly cluster: Cluster;
  readonly capacity: Capacity;
  readonly network: Network;
}

export function platformFor(scope: Construct, containerInsights: Cluster["containerInsights"] = "disabled"): Platform {
  const network = new Network(scope, "network", {
    name: "test",
    cidr: "10.0.0.0/16",
    zones: ["eu-central-1a", "eu-central-1b"],
    nat: "none",
  });
  const cluster = new Cluster(scope, "cluster", { name: "Test-Cluster", containerInsights });
  const capacity = new Capacity(scope, "capacity", {
    name: "test-capacity",
    cluster,
    network,
    instanceRole: new InstanceRole(scope, "instance-role", { name: "instances", cluster, ...where }),
    instanceTypes: ["m7i.large"],
    architecture: "x86_64",
    minimum: 1,
    maximum: 2,
  });
  cluster.useCapacity(capacity);
  return { cluster, capacity, network };
}

export interface Task {
  readonly networkMode?: "bridge" | "awsvpc" | "host";
  readonly memoryMiB?: number;
  readonly ports?: readonly PortProps[];
  readonly executeCommand?: boolean;
}

export function taskDefinitionFor(scope: Construct, task: Task = {}): TaskDefinition {
  const { networkMode = "bridge", ports = [{ container: 4000 }], executeCommand = false, memoryMiB } = task;
  const logGroup = new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30 });
  return new TaskDefinition(scope, "task-definition", {
    family: "test",
    region: where.region,
    networkMode,
    memoryMiB,
    executionRole: new ExecutionRole(scope, "execution-role", { name: "execution", ...where }),
    taskRole: new TaskRole(scope, "task-role", {
      name: "task",
      ...where,
      executeCommand: executeCommand ? {} : undefined,
    }),
    containers: { web: { image: "registry/web:1", memoryReservationMiB: 512, logGroup, ports } },
  });
}

/** A target group with the rule that sends requests to it. */
export function loadBalancerFor(
  scope: Construct,
  id = "web",
  actionByCodeDeploy = false,
): Pick<ServiceLoadBalancer, "targetGroup" | "rule"> {
  const targetGroup = new TargetGroup(scope, `${id}-target-group`, {
    namePrefix: "web-",
    network: { vpcId: "vpc-0123456789abcdef0" },
    port: 4000,
    targetType: "instance",
    healthCheck: { path: "/up" },
    deregistrationDelaySeconds: 60,
  });
  const rule = new ListenerRule(scope, `${id}-rule`, {
    listenerArn:
      "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/test/0123456789abcdef/0123456789abcdef",
    priority: 1,
    hostHeaders: ["app.example.com"],
    targetGroup,
    actionByCodeDeploy,
  });
  return { targetGroup, rule };
}

/** The load balancer of others that the requests come through. */
export function sharedLoadBalancer(scope: Construct): ILoadBalancer {
  const elb = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
  return LoadBalancer.fromAttributes(scope, "load-balancer", {
    arn: `${elb}:loadbalancer/app/test/0123456789abcdef`,
    httpsListenerArn: `${elb}:listener/app/test/0123456789abcdef/0123456789abcdef`,
    securityGroup: SecurityGroup.fromSecurityGroupId(scope, "load-balancer-group", "sg-0123456789abcdef0", "shared"),
  });
}

export type Service = Partial<ReplicaServiceProps>;

export function serviceFor(
  scope: Construct,
  service: Service = {},
  task: Task = {},
  platform = platformFor(scope),
): EcsService {
  return new EcsService(scope, "service", {
    name: "Test-Service",
    cluster: platform.cluster,
    capacityProviders: [{ name: platform.capacity.capacityProviderName }],
    taskDefinition: service.taskDefinition ?? taskDefinitionFor(scope, task),
    desired: 1,
    minimum: 1,
    maximum: 4,
    deployment: { minimumHealthyPercent: 100, maximumPercent: 200 },
    availabilityZoneRebalancing: "DISABLED",
    executeCommand: false,
    ...service,
  });
}

/** A service that is no replica: nothing is said of it but what every service has. */
export function specialServiceFor(
  scope: Construct,
  special: (
    platform: Platform,
  ) =>
    | Omit<SingletonServiceProps, "name" | "cluster" | "taskDefinition" | "executeCommand">
    | Omit<DaemonServiceProps, "name" | "cluster" | "taskDefinition" | "executeCommand">,
): EcsService {
  const platform = platformFor(scope);
  return new EcsService(scope, "service", {
    name: "Test-Service",
    cluster: platform.cluster,
    taskDefinition: taskDefinitionFor(scope, { ports: [] }),
    executeCommand: false,
    ...special(platform),
  });
}

export const service = (props?: Service, task?: Task): SynthesizedStack =>
  testStack((scope) => serviceFor(scope, props, task));
