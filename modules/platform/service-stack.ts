import { TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../environments/environment";
import { ListenerRule, TargetGroup } from "../alb";
import { ExecutionRole, TaskRole } from "../iam";
import { LogGroup } from "../logs";
import { Monitoring } from "../monitoring";
import type { SecurityGroup } from "../networking";
import { EcsService } from "../service";
import { TaskDefinition } from "../task-definition";
import { grantAdoptedKeys } from "./adopt";
import type { DataStack } from "./data-stack";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";

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
    const { account, application, domain, region, repository, service, task } = environment;
    const name = `${application}-${environment.name}`;
    const { cluster, capacity, loadBalancer, network } = foundation;

    const imageTag = new TerraformVariable(this, "image_tag", {
      type: "string",
      default: service.imageTag,
      nullable: false,
      description: `Tag of the image in ${repository.name} that runs; a release sets it.`,
    });
    const image = `${account}.dkr.ecr.${region}.amazonaws.com/${repository.name}:${imageTag.stringValue}`;

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
    });
    data.storage.grantReadWrite(taskRole);

    const taskDefinition = new TaskDefinition(this, "task-definition", {
      family: task.family,
      region,
      networkMode: task.networkMode,
      architecture: task.architecture,
      executionRole,
      taskRole,
      containers: Object.fromEntries(
        Object.entries(task.containers).map(([container, { logGroup: logGroupName, environment: own, ...props }]) => {
          const logGroup = new LogGroup(this, `${container}-logs`, {
            name: logGroupName,
            retentionDays: task.logRetentionDays,
            encryptionKey: foundation.encryptionKey,
            survives: false,
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
      ),
    });

    const tasks = this.taskSecurityGroup(environment, foundation, data);
    tasks.allowFrom(
      loadBalancer.securityGroup,
      taskDefinition.hostPorts(service.web.container),
      "Requests, health checks",
    );

    const targetGroup = new TargetGroup(this, "target-group", {
      namePrefix: "web-",
      network,
      port: service.web.port,
      protocol: "HTTP",
      targetType: task.networkMode === "awsvpc" ? "ip" : "instance",
      healthCheck: service.healthCheck,
      deregistrationDelaySeconds: service.deregistrationDelaySeconds,
    });
    const rule = new ListenerRule(this, "listener-rule", {
      listenerArn: loadBalancer.httpsListener.arn,
      priority: environment.loadBalancer.existing?.rulePriority ?? 100,
      hostHeaders: [domain.hostname],
      targetGroup,
    });

    const ecsService = new EcsService(this, "service", {
      name: service.name,
      cluster,
      capacityProviderName: capacity.capacityProviderName,
      taskDefinition,
      loadBalancers: [{ targetGroup, ...service.web, rule }],
      desired: service.desired,
      minimum: service.minimum,
      maximum: service.maximum,
      deployment: {
        minimumHealthyPercent: service.deployment.minimumHealthyPercent,
        maximumPercent: service.deployment.maximumPercent,
        circuitBreaker: { rollback: service.deployment.rollback },
      },
      healthCheckGraceSeconds: service.healthCheckGraceSeconds,
      availabilityZoneRebalancing: service.availabilityZoneRebalancing,
      executeCommand: service.executeCommand,
      autoscaling: service.autoscaling,
      network:
        task.networkMode === "awsvpc" ? { subnets: network.privateSubnetIds, securityGroups: [tasks] } : undefined,
      // Tasks read secrets when they start: a new password reaches them by a new deployment.
      triggers: { databasePassword: String(data.database.passwordVersion) },
    });

    new Monitoring(this, "monitoring", {
      name,
      cluster,
      service: ecsService,
      loadBalancer,
      targetGroup,
      database: data.database,
      encryptionKey: foundation.encryptionKey,
      alarmEmails: environment.monitoring.alarmEmails,
    });

    new TerraformOutput(this, "service_name", { value: ecsService.name });
    new TerraformOutput(this, "task_definition", { value: taskDefinition.arn });
  }

  /** In network mode awsvpc tasks have a security group of their own, else they share the instances'. */
  private taskSecurityGroup(environment: Environment, foundation: FoundationStack, data: DataStack): SecurityGroup {
    if (environment.task.networkMode !== "awsvpc") return foundation.capacity.securityGroup;
    const tasks = foundation.network.securityGroup(this, "task-security-group", {
      name: `${environment.application}-${environment.name}-task`,
      description: "Tasks of the application",
    });
    tasks.allowTo(data.database.securityGroup, data.database.port, "Queries");
    for (const port of environment.network.egressPorts)
      tasks.allowToInternet(port, `Port ${port} of AWS and outside services`);
    return tasks;
  }
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
