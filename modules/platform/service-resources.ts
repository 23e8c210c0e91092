import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { arn } from "../../aws/regions";
import { unnamed, type Environment, type Service } from "./environment";
import {
  given,
  mapEntries,
  oneOffFamily,
  oneOffSizes,
  sameSize,
  secretNamesOf,
  sourceOf,
  type OneOff,
} from "./environment/names";
import { ExecutionRole, Role, TaskRole } from "../iam";
import { LogGroup } from "../logs";
import type { ISecurityGroup } from "../networking";
import { ScheduledTasks } from "../scheduled-task";
import {
  EcsService,
  type EcsServiceProps,
  type FailureDetection,
  type MemberOf,
  type Placement,
  type ServiceProps,
} from "../service";
import type { CapacityProviderShare } from "../shared";
import { TaskDefinition, type VolumeProps } from "../task-definition";
import { grantAdoptedKeys } from "./adopt";
import { serviceConnect } from "./connect";
import { containerProps, oneOffContainer } from "./containers";
import type { DataStack } from "./data-stack";
import type { FoundationStack } from "./foundation-stack";
import { grantImages, grantPermissions } from "./permissions";
import { autoscaling, type Requests } from "./requests";
import { connectionsOf, passwordsOf } from "./variables";

export interface ServiceContext {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  /** Images with their tags, by key. */
  readonly images: Readonly<Record<string, string>>;
  readonly traffic: Requests;
  /** Names of the alarms that end a deployment. */
  readonly alarms: readonly string[];
}

export interface ServiceResources {
  readonly ecsService: EcsService;
  readonly taskDefinition: TaskDefinition;
  /** Role of the application: `taskRole.allow(...)`. */
  readonly taskRole: TaskRole;
  /** Role of the ECS agent. */
  readonly executionRole: ExecutionRole;
  /** Those of the tasks in network mode awsvpc, else of their instances. */
  readonly securityGroups: readonly ISecurityGroup[];
  /** Log groups of the containers, by container. */
  readonly logs: Readonly<Record<string, LogGroup>>;
}

/** All that one service consists of. */
export function serviceResources(scope: Construct, service: Service, context: ServiceContext): ServiceResources {
  const { environment, foundation } = context;
  const { account, region } = environment;
  const { cluster, network } = foundation;
  const roles = rolesOf(scope, service, context);

  const logs = mapEntries(service.containers, ({ logGroup: name }, container) => {
    const logGroup = new LogGroup(scope, `${container}-logs`, {
      name,
      retentionDays: service.logRetentionDays,
      encryptionKey: foundation.encryptionKey,
      deletionProtection: false,
    });
    logGroup.grantWrite(roles.executionRole);
    return logGroup;
  });
  const containers = containerProps(service, logs, context);
  const { networkMode, architecture, placementConstraints, pidMode, ipcMode, faultInjection } = service;
  const common = {
    region,
    networkMode,
    architecture,
    ...given({ placementConstraints, pidMode, ipcMode, faultInjection }),
    ...roles,
  };
  const volumes = Object.keys(service.volumes).length > 0 ? { volumes: volumesOf(service, context) } : {};
  const taskDefinition = new TaskDefinition(scope, "task-definition", {
    ...common,
    ...volumes,
    ...given({ cpu: service.cpu, memoryMiB: service.memoryMiB }),
    family: service.family,
    containers,
  });
  // A task of the family above takes the host port, and none fits beside the service's own: commands run in other families.
  const oneOffTask = (size: OneOff, id: string) =>
    new TaskDefinition(scope, id, {
      ...common,
      ...volumes,
      family: oneOffFamily(service, size.container),
      containers: oneOffContainer(size, containers, logs),
    });
  const { [service.oneOff.container]: ownSize = service.oneOff, ...otherSizes } = oneOffSizes(service);
  const ownTask = oneOffTask(ownSize, "one-off-task");
  const otherTasks = mapEntries(otherSizes, (size, container) => oneOffTask(size, `one-off-task-${container}`));

  const tasks = securityGroupOf(scope, service, context);
  for (const { container, port } of Object.values(service.routes)) {
    for (const group of tasks) {
      group.allowFrom(
        foundation.loadBalancer as NonNullable<typeof foundation.loadBalancer>,
        taskDefinition.hostPorts(container, port),
        "Requests, health checks",
      );
    }
  }
  const ownInterfaces =
    service.networkMode === "awsvpc" ? { subnets: network.privateSubnetIds, securityGroups: tasks } : undefined;
  const capacityProviders = service.capacities.map(({ capacity, weight, base }) => ({
    name: foundation.capacities[capacity]?.capacityProviderName ?? "",
    weight,
    base,
  }));

  const props: ServiceProps = {
    name: service.name,
    cluster,
    taskDefinition,
    loadBalancers: context.traffic.targets,
    healthCheckGraceSeconds: context.traffic.targets.length > 0 ? service.healthCheckGraceSeconds : undefined,
    executeCommand: service.executeCommand,
    ...given({ waitForSteadyState: service.waitForSteadyState, deleteTimeoutMinutes: service.deleteTimeoutMinutes }),
    network: ownInterfaces,
    ...given({ serviceConnect: serviceConnect(scope, service, foundation) }),
    // Tasks read secrets when they start: a new password reaches them by a new deployment, here or by a release.
    triggers: service.deployment.strategy === "rolling" ? passwordVersions(service, context) : undefined,
  };
  const ecsService = new EcsService(scope, "service", scheduled(props, service, context, capacityProviders));

  if (Object.keys(service.scheduled).length > 0) {
    new ScheduledTasks(scope, "scheduled-tasks", {
      name: service.base,
      cluster,
      capacityProviders,
      taskDefinition: ownTask,
      container: service.oneOff.container,
      role: new Role(scope, "scheduler-role", {
        name: `${service.base}-scheduler`,
        description: "EventBridge Scheduler starts the scheduled tasks",
        service: "scheduler.amazonaws.com",
        account,
        sourceArn: arn(region, { service: "scheduler", account, resource: `schedule-group/${service.base}` }),
      }),
      account,
      region,
      network: ownInterfaces,
      tasks: mapEntries(service.scheduled, ({ size, ...task }) => ({
        ...task,
        ...(sameSize(size, service.oneOff)
          ? {}
          : { size: { ...size, taskDefinition: otherTasks[size.container] ?? ownTask } }),
      })),
    });
  }

  new TerraformOutput(scope, "service_name", { value: ecsService.name });
  new TerraformOutput(scope, "task_definition", { value: taskDefinition.arn });
  new TerraformOutput(scope, "one_off_task_definition", { value: ownTask.arn });
  return { ecsService, logs, taskDefinition, securityGroups: tasks, ...roles };
}

function rolesOf(scope: Construct, service: Service, { environment, foundation, data }: ServiceContext) {
  const { account, region } = environment;
  const executionRole = new ExecutionRole(scope, "execution-role", {
    name: `${service.base}-execution`,
    account,
    region,
  });
  grantImages(executionRole, service, environment, foundation);
  const names = Object.values(service.containers).flatMap(secretNamesOf);
  data.secrets.grantRead(
    executionRole,
    Object.keys(environment.secrets).filter(
      (name) => names.includes(name) && sourceOf(environment.secrets[name] ?? "") === undefined,
    ),
  );
  for (const key of passwordsOf("databases", service, environment)) {
    data.databases[key]?.grantReadPassword(executionRole);
  }
  for (const key of passwordsOf("caches", service, environment)) data.caches[key]?.grantReadPassword(executionRole);
  grantAdoptedKeys(executionRole, environment);

  const taskRole = new TaskRole(scope, "task-role", {
    name: `${service.base}-task`,
    account,
    region,
    executeCommand: service.executeCommand
      ? { logGroup: foundation.execLogs, encryptionKey: foundation.encryptionKey }
      : undefined,
    taskProtection: service.taskProtection ? foundation.cluster : undefined,
    ...(service.permissions.managedPolicies.length > 0 && { managedPolicies: service.permissions.managedPolicies }),
  });
  grantPermissions(taskRole, service, environment, data);
  return { executionRole, taskRole };
}

function passwordVersions(service: Service, { environment, data }: ServiceContext) {
  const versions = passwordsOf("databases", service, environment).map((key) => [
    key === unnamed.part ? "databasePassword" : `databasePassword-${key}`,
    String(data.databases[key]?.passwordVersion),
  ]);
  return versions.length === 0 ? undefined : (Object.fromEntries(versions) as Record<string, string>);
}

/** How many tasks run on which instances, and how they are replaced. */
function scheduled(
  props: ServiceProps,
  service: Service,
  { environment, foundation, data, traffic, alarms }: ServiceContext,
  capacityProviders: readonly CapacityProviderShare[],
): EcsServiceProps {
  const { scaling, deployment } = service;
  const placement = service.placement as Placement | undefined;
  const failureDetection: FailureDetection | undefined =
    deployment.strategy === "rolling"
      ? {
          circuitBreaker: { rollback: deployment.rollback },
          alarms: alarms.length > 0 ? { names: alarms, rollback: deployment.rollback } : undefined,
        }
      : undefined;
  if (service.scheduling === "daemon") {
    const constraints = (placement?.constraints ?? []).filter(({ type }) => type === "memberOf") as MemberOf[];
    const placed = constraints.length > 0 ? { placement: { constraints } } : {};
    return { ...props, scheduling: "daemon", deployment: failureDetection, ...placed };
  }
  if (service.scheduling === "singleton") {
    const desired = scaling.desired === 0 ? 0 : 1;
    return {
      ...props,
      singleton: true,
      capacityProviders,
      desired,
      deployment: failureDetection,
      ...given({ placement }),
    };
  }
  return {
    ...props,
    capacityProviders,
    desired: scaling.desired,
    minimum: scaling.minimum,
    maximum: scaling.maximum,
    deployment:
      deployment.strategy === "rolling"
        ? {
            minimumHealthyPercent: deployment.minimumHealthyPercent,
            maximumPercent: deployment.maximumPercent,
            ...failureDetection,
          }
        : { ...(traffic.blueGreen as NonNullable<Requests["blueGreen"]>), alarms },
    ...given({ placement }),
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
    autoscaling: autoscaling(service, environment, foundation, traffic, data.queues),
  };
}

/** In network mode awsvpc tasks have a security group of their own, else they share that of their instances. */
function securityGroupOf(
  scope: Construct,
  service: Service,
  { environment, foundation, data }: ServiceContext,
): readonly ISecurityGroup[] {
  if (service.networkMode !== "awsvpc") {
    return service.capacities.flatMap(({ capacity }) => foundation.capacities[capacity]?.securityGroup ?? []);
  }
  const tasks = foundation.network.securityGroup(scope, "task-security-group", {
    name: `${service.base}-task`,
    description: "Tasks of the application",
  });
  for (const key of connectionsOf("databases", service, environment)) {
    const database = data.databases[key];
    if (database !== undefined) tasks.allowTo(database, database.port, "Queries");
  }
  for (const key of connectionsOf("caches", service, environment)) {
    const cache = data.caches[key];
    if (cache !== undefined) tasks.allowTo(cache, cache.port, "Commands");
  }
  for (const volume of Object.values(service.volumes)) {
    const fileSystem = volume.kind === "efs" ? data.fileSystems[volume.fileSystem] : undefined;
    if (fileSystem !== undefined) tasks.allowTo(fileSystem, fileSystem.port, "Files");
  }
  for (const port of environment.network.egressPorts) {
    tasks.allowToInternet(port, `Port ${port} of AWS and outside services`);
  }
  return [tasks];
}

function volumesOf({ volumes }: Service, { data }: ServiceContext): Record<string, VolumeProps> {
  return mapEntries(volumes, (volume): VolumeProps => {
    if (volume.kind !== "efs") return volume;
    const fileSystem = data.fileSystems[volume.fileSystem];
    return {
      kind: "efs",
      fileSystemId: fileSystem?.id ?? "",
      ...(fileSystem && { accessPointId: fileSystem.accessPoint(volume.accessPoint).id }),
      useTaskRole: true,
    };
  });
}
