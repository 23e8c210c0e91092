import { EcsService as AwsEcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { dependable, Lazy, TerraformStack, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { Autoscaling } from "./autoscaling";
import { checkService } from "./checks";
import type { PlacementStrategy } from "./placement";
import type { EcsServiceProps } from "./props";

const overZones: readonly PlacementStrategy[] = [{ type: "spread", field: "attribute:ecs.availability-zone" }];

/**
 * An ECS service on a capacity provider: keeps tasks running, replaces them by rolling updates, and scales them.
 *
 * @throws where ECS would refuse it, or no deployment could finish: see `checks.ts`
 */
export class EcsService extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    checkService(this, props);
    const { cluster, taskDefinition, deployment, loadBalancers = [], network, autoscaling } = props;
    const { placement: { strategies = overZones, constraints = [] } = {}, triggers } = props;
    // Longer than AWS's longest deregistration delay (60 minutes): a service that is still draining cannot be deleted.
    const { deleteTimeoutMinutes = 80, waitForSteadyState = true } = props;

    const service = new AwsEcsService(this, "service", {
      name: props.name,
      cluster: cluster.arn,
      taskDefinition: taskDefinition.arn,
      desiredCount: props.desired,
      capacityProviderStrategy: [{ capacityProvider: props.capacityProviderName, base: 0, weight: 1 }],
      // Without it the provider replaces the service when the strategy changes; it is no change by itself.
      forceNewDeployment: true,
      triggers: triggers && { ...triggers },
      availabilityZoneRebalancing: props.availabilityZoneRebalancing,
      orderedPlacementStrategy: strategies.map((strategy) => ({ ...strategy })),
      placementConstraints: constraints.map((constraint) => ({ ...constraint })),
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
      deploymentMinimumHealthyPercent: deployment.minimumHealthyPercent,
      deploymentMaximumPercent: deployment.maximumPercent,
      deploymentCircuitBreaker: {
        enable: deployment.circuitBreaker !== undefined,
        rollback: deployment.circuitBreaker?.rollback ?? false,
      },
      alarms: deployment.alarms && {
        enable: true,
        alarmNames: [...deployment.alarms.names],
        rollback: deployment.alarms.rollback,
      },
      enableExecuteCommand: props.executeCommand,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState,
      timeouts: { delete: `${deleteTimeoutMinutes}m` },
      lifecycle: autoscaling && { ignoreChanges: ["desired_count"] },
    });
    service.dependsOn = Lazy.listValue({ produce: () => dependencies(this, props).map((other) => dependable(other)) });
    this.name = service.name;
    this.arn = service.id;

    if (autoscaling === undefined) return;
    const { minimum, maximum } = props;
    new Autoscaling(
      this,
      "autoscaling",
      { clusterName: cluster.name, serviceName: service.name, minimum, maximum },
      autoscaling,
    );
  }
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
