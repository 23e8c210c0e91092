import { EcsService as AwsEcsService, type EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import { dependable, Lazy, TerraformStack, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { Autoscaling } from "./autoscaling";
import { checkService } from "./checks";
import { CodeDeploy } from "./code-deploy";
import type { Deployment } from "./deployment";
import type { EcsServiceProps } from "./props";
import { scheduling, schedulingArguments, type Scheduling } from "./scheduling";
import { serviceConnectConfiguration } from "./service-connect";
import { timeoutsOf } from "./timeouts";

/**
 * An ECS service on EC2 instances: keeps tasks running, replaces them by rolling updates or blue/green deployments, and
 * scales them. A change of the deployment strategy replaces the service.
 *
 * @throws where ECS would refuse it, or no deployment could finish: see `checks.ts`
 */
export class EcsService extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    const scheduled = scheduling(props);
    checkService(this, props, scheduled);
    const { cluster, taskDefinition, loadBalancers = [], network, serviceConnect } = props;
    serviceConnect?.logGroup?.grantWrite(taskDefinition.executionRole);
    const { deployment, autoscaling } = scheduled;
    // Longer than AWS's longest deregistration delay (60 minutes): a service that is still draining cannot be deleted.
    const { deleteTimeoutMinutes = 80 } = props;

    const service = new AwsEcsService(this, "service", {
      name: props.name,
      cluster: cluster.arn,
      taskDefinition: taskDefinition.arn,
      ...schedulingArguments(this, props, scheduled.strategies),
      availabilityZoneRebalancing: scheduled.availabilityZoneRebalancing,
      placementConstraints: scheduled.constraints.map((constraint) => ({ ...constraint })),
      loadBalancer: loadBalancers.map(({ targetGroup, container, port }) => ({
        targetGroupArn: targetGroup.arn,
        containerName: container,
        containerPort: port,
      })),
      healthCheckGracePeriodSeconds: props.healthCheckGraceSeconds,
      networkConfiguration: network && {
        subnets: [...network.subnets],
        securityGroups: network.securityGroups.map((group) => group.id),
        assignPublicIp: false,
      },
      serviceConnectConfiguration: serviceConnect && serviceConnectConfiguration(serviceConnect, taskDefinition),
      enableExecuteCommand: props.executeCommand,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      timeouts: { ...timeoutsOf(props, scheduled), delete: `${deleteTimeoutMinutes}m` },
      ...deploymentArguments(props, scheduled),
    });
    service.dependsOn = Lazy.listValue({ produce: () => dependencies(this, props).map((other) => dependable(other)) });
    this.name = service.name;
    this.arn = service.id;

    const [blue] = loadBalancers;
    if (deployment.strategy === "blue-green" && blue !== undefined) {
      const { name } = props;
      new CodeDeploy(this, "code-deploy", {
        deployment,
        cluster,
        name,
        serviceName: service.name,
        taskDefinition,
        blue,
      });
    }

    if (autoscaling === undefined) return;
    const { minimum, maximum } = autoscaling;
    new Autoscaling(
      this,
      "autoscaling",
      {
        clusterName: cluster.name,
        serviceName: service.name,
        containerInsights: cluster.containerInsights,
        minimum,
        maximum,
      },
      autoscaling,
    );
  }
}

type DeploymentArguments = Pick<
  EcsServiceConfig,
  | "alarms"
  | "deploymentCircuitBreaker"
  | "deploymentController"
  | "deploymentMaximumPercent"
  | "deploymentMinimumHealthyPercent"
  | "forceNewDeployment"
  | "lifecycle"
  | "triggers"
  | "waitForSteadyState"
>;

/** Arguments of the service that depend on the deployment strategy. */
function deploymentArguments(props: EcsServiceProps, { deployment, autoscaling }: Scheduling): DeploymentArguments {
  const { triggers } = props;
  const ignoreChanges = [...changedByDeployments(deployment), ...(autoscaling ? ["desired_count"] : [])];
  const lifecycle = ignoreChanges.length > 0 ? { ignoreChanges } : undefined;
  if (deployment.strategy === "blue-green") {
    return {
      deploymentController: { type: "CODE_DEPLOY" },
      // The only ones possible on EC2; they hold while an instance drains. No circuit breaker: CodeDeploy itself gives up.
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      // ECS refuses a forced deployment of such a service (terraform-provider-aws 13473), so forceNewDeployment is absent.
      waitForSteadyState: false,
      lifecycle,
    };
  }
  const { minimumHealthyPercent, maximumPercent, circuitBreaker, alarms } = deployment;
  return {
    // Without it the provider replaces the service when the strategy of its capacity changes; it is no change by itself.
    forceNewDeployment: true,
    triggers: triggers && { ...triggers },
    deploymentMinimumHealthyPercent: minimumHealthyPercent,
    // ECS allows a daemon 100 only, and the provider then ignores its own default.
    deploymentMaximumPercent: props.scheduling === "daemon" ? undefined : maximumPercent,
    deploymentCircuitBreaker: { enable: circuitBreaker !== undefined, rollback: circuitBreaker?.rollback ?? false },
    alarms: alarms && { enable: true, alarmNames: [...alarms.names], rollback: alarms.rollback },
    waitForSteadyState: props.waitForSteadyState ?? true,
    lifecycle,
  };
}

/** What CodeDeploy writes with each deployment: all of it comes from the appspec, and ECS refuses it from anyone else. */
function changedByDeployments({ strategy }: Deployment): readonly string[] {
  return strategy === "blue-green"
    ? ["task_definition", "load_balancer", "capacity_provider_strategy", "network_configuration"]
    : [];
}

/**
 * What no reference orders. Another stack's resources are there already: its stack is deployed first.
 *
 * - The listener rule: ECS refuses a target group that belongs to no load balancer.
 * - What the roles may do: the first task fails without it, and at destroy tasks that lose it hang in DRAINING.
 * - The cluster's capacity providers: ECS refuses the strategy without them, and keeps a provider that a service uses.
 */
function dependencies(
  scope: Construct,
  { cluster, taskDefinition, loadBalancers = [] }: EcsServiceProps,
): TerraformResource[] {
  const stack = TerraformStack.of(scope);
  return [
    ...loadBalancers.map(({ rule }) => rule.rule),
    ...taskDefinition.permissions,
    cluster.capacityProviders,
  ].filter((resource) => TerraformStack.of(resource) === stack);
}
