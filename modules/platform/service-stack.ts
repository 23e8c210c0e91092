import { TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { ImageRecord } from "../ecr";
import { ExecutionRole, Role, TaskRole } from "../iam";
import { LogGroup } from "../logs";
import type { ISecurityGroup } from "../networking";
import { ScheduledTasks } from "../scheduled-task";
import { EcsService } from "../service";
import { TaskDefinition, type ContainerProps } from "../task-definition";
import { grantAdoptedKeys } from "./adopt";
import type { DataStack } from "./data-stack";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";
import { monitoringOf, watch } from "./monitoring";
import { autoscaling, requests } from "./requests";
import { arn, registryOf } from "../../aws/regions";

export interface ServiceStackProps {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  readonly data: DataStack;
}

type PlatformValue = Extract<Environment["task"]["environment"][string], { from: string }>["from"];

/** The application: logs, roles, task definition, service, scaling, alarms. Changes with every release. */
export class ServiceStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment, foundation, data }: ServiceStackProps) {
    super(scope, id, environment);
    const { account, application, region, release, repository, service, task } = environment;
    const name = `${application}-${environment.name}`;
    const { cluster, capacity, loadBalancer, network } = foundation;

    const imageTag = new TerraformVariable(this, "image_tag", {
      type: "string",
      default: "",
      nullable: false,
      description: `Tag of the image in ${repository.name} to deploy; empty: the one that the record names.`,
    });
    const { tag } = new ImageRecord(this, "image-record", {
      parameterName: release.record,
      firstTag: service.imageTag,
      repository: repository.name,
      variable: imageTag,
    });
    const image = `${registryOf(region, account)}/${repository.name}:${tag}`;

    const executionRole = new ExecutionRole(this, "execution-role", { name: `${name}-execution`, account, region });
    foundation.repository.grantPull(executionRole);
    data.secrets.grantRead(executionRole);
    data.database.grantReadPassword(executionRole);
    grantAdoptedKeys(executionRole, environment);

    const taskRole = new TaskRole(this, "task-role", {
      name: `${name}-task`,
      account,
      region,
      executeCommand: service.executeCommand
        ? { logGroup: foundation.execLogs, encryptionKey: foundation.encryptionKey }
        : undefined,
      taskProtection: service.taskProtection ? cluster : undefined,
    });
    data.storage.grantReadWrite(taskRole);

    const containers = Object.fromEntries(
      Object.entries(task.containers).map(([container, { logGroup: logGroupName, environment: own, ...props }]) => {
        const logGroup = new LogGroup(this, `${container}-logs`, {
          name: logGroupName,
          retentionDays: task.logRetentionDays,
          encryptionKey: foundation.encryptionKey,
          deletionProtection: false,
        });
        logGroup.grantWrite(executionRole);
        return [
          container,
          {
            ...props,
            image: props.image ?? image,
            environment: variables({ ...task.environment, ...own }, data),
            secrets: secretsOf(environment, data),
            logGroup,
          },
        ];
      }),
    );
    const common = {
      region,
      networkMode: task.networkMode,
      architecture: task.architecture,
      executionRole,
      taskRole,
    };
    const taskDefinition = new TaskDefinition(this, "task-definition", { ...common, family: task.family, containers });
    // A task of the family above takes the host port, and none fits beside the service's own: commands run in another family.
    const oneOffTask = new TaskDefinition(this, "one-off-task", {
      ...common,
      family: `${task.family}-task`,
      containers: oneOffContainer(environment, containers),
    });

    const tasks = this.taskSecurityGroup(environment, foundation, data);
    tasks.allowFrom(loadBalancer, taskDefinition.hostPorts(service.web.container), "Requests, health checks");
    const ownInterfaces =
      task.networkMode === "awsvpc" ? { subnets: network.privateSubnetIds, securityGroups: [tasks] } : undefined;

    const monitoring = monitoringOf(this, environment, foundation);
    const { targetGroup, rule, deployment } = requests(this, environment, foundation, monitoring);
    const ecsService = new EcsService(this, "service", {
      name: service.name,
      cluster,
      capacityProviders: [{ name: capacity.capacityProviderName }],
      taskDefinition,
      loadBalancers: [{ targetGroup, ...service.web, rule }],
      desired: service.desired,
      minimum: service.minimum,
      maximum: service.maximum,
      deployment,
      healthCheckGraceSeconds: service.healthCheckGraceSeconds,
      availabilityZoneRebalancing: service.availabilityZoneRebalancing,
      executeCommand: service.executeCommand,
      autoscaling: autoscaling(environment, foundation, targetGroup),
      network: ownInterfaces,
      // Tasks read secrets when they start: a new password reaches them by a new deployment, here or by a release.
      triggers:
        service.deployment.strategy === "rolling"
          ? { databasePassword: String(data.database.passwordVersion) }
          : undefined,
    });

    if (Object.keys(task.scheduled).length > 0) {
      new ScheduledTasks(this, "scheduled-tasks", {
        name,
        cluster,
        capacityProviders: [{ name: capacity.capacityProviderName }],
        taskDefinition: oneOffTask,
        container: service.web.container,
        role: new Role(this, "scheduler-role", {
          name: `${name}-scheduler`,
          description: "EventBridge Scheduler starts the scheduled tasks",
          service: "scheduler.amazonaws.com",
          account,
          sourceArn: arn(region, { service: "scheduler", account, resource: `schedule-group/${name}` }),
        }),
        account,
        region,
        network: ownInterfaces,
        tasks: task.scheduled,
      });
    }

    const logs = Object.fromEntries(
      Object.entries(containers).map(([container, { logGroup }]) => [container, logGroup]),
    );
    watch(monitoring, { stack: this, environment, foundation, data, service: ecsService, logs });

    new TerraformOutput(this, "service_name", { value: ecsService.name });
    new TerraformOutput(this, "task_definition", { value: taskDefinition.arn });
    new TerraformOutput(this, "one_off_task_definition", { value: oneOffTask.arn });
  }

  /** In network mode awsvpc tasks have a security group of their own, else they share the instances'. */
  private taskSecurityGroup(environment: Environment, foundation: FoundationStack, data: DataStack): ISecurityGroup {
    if (environment.task.networkMode !== "awsvpc") return foundation.capacity.securityGroup;
    const tasks = foundation.network.securityGroup(this, "task-security-group", {
      name: `${environment.application}-${environment.name}-task`,
      description: "Tasks of the application",
    });
    tasks.allowTo(data.database, data.database.port, "Queries");
    for (const port of environment.network.egressPorts)
      tasks.allowToInternet(port, `Port ${port} of AWS and outside services`);
    return tasks;
  }
}

/** The web container as it runs one command: alone, of its own size, without ports. */
function oneOffContainer(
  { service: { web }, task: { oneOff } }: Environment,
  containers: Readonly<Record<string, ContainerProps>>,
): Record<string, ContainerProps> {
  const container = containers[web.container];
  if (container === undefined) return {};
  const { cpu = container.cpu, memoryReservationMiB = container.memoryReservationMiB } = oneOff;
  return {
    [web.container]: {
      ...container,
      cpu,
      memoryReservationMiB,
      essential: true,
      ports: [],
      healthCheck: undefined,
    },
  };
}

/** Variables with the values that only the data stack knows. */
function variables(declared: Environment["task"]["environment"], data: DataStack): Record<string, string> {
  const values: Record<PlatformValue, string> = {
    "database.host": data.database.host,
    "database.port": String(data.database.port),
    "database.name": data.database.databaseName,
    "database.username": data.database.username,
    "storage.bucket": data.storage.name,
  };
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => [name, typeof value === "string" ? value : values[value.from]]),
  );
}

/** Where ECS reads each secret of the task. */
function secretsOf({ task, secrets }: Environment, data: DataStack): Record<string, { secretArn: string }> {
  const arnOf = (name: string) =>
    secrets.sources[name] === "database" ? data.database.passwordSecretArn : data.secrets.arn(name);
  return Object.fromEntries(task.secrets.map((name) => [name, { secretArn: arnOf(name) }]));
}
