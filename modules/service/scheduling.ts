import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import type { Construct } from "constructs";
import { capacityProviderStrategy } from "../shared";
import type { AutoscalingProps } from "./autoscaling";
import type { Deployment } from "./deployment";
import type { PlacementConstraint, PlacementStrategy } from "./placement";
import type { EcsServiceProps } from "./props";

/** How many tasks of a service run where, and how they are replaced: the same fields for every kind of service. */
export interface Scheduling {
  readonly deployment: Deployment;
  readonly strategies: readonly PlacementStrategy[];
  readonly constraints: readonly PlacementConstraint[];
  readonly availabilityZoneRebalancing: "ENABLED" | "DISABLED";
  readonly autoscaling?: AutoscalingProps & { readonly minimum: number; readonly maximum: number };
}

const overZones: readonly PlacementStrategy[] = [{ type: "spread", field: "attribute:ecs.availability-zone" }];

export function scheduling(props: EcsServiceProps): Scheduling {
  if (props.scheduling === "daemon") {
    const { deployment = {}, placement } = props;
    const { minimumHealthyPercent = 0 } = deployment;
    return {
      // Two tasks of a daemon never share an instance, so nothing starts before something stops.
      deployment: { ...deployment, minimumHealthyPercent, maximumPercent: 100 },
      strategies: [],
      constraints: placement?.constraints ?? [],
      availabilityZoneRebalancing: "DISABLED",
    };
  }
  const { placement: { strategies = overZones, constraints = [] } = {} } = props;
  if (props.singleton === true) {
    return {
      deployment: { ...props.deployment, minimumHealthyPercent: 0, maximumPercent: 100 },
      strategies,
      constraints,
      // Rebalancing starts a second task before it stops the first.
      availabilityZoneRebalancing: "DISABLED",
    };
  }
  const { deployment, availabilityZoneRebalancing, autoscaling, minimum, maximum } = props;
  const scaled = autoscaling && { ...autoscaling, minimum, maximum };
  return { deployment, strategies, constraints, availabilityZoneRebalancing, autoscaling: scaled };
}

type SchedulingArguments = Pick<
  EcsServiceConfig,
  "capacityProviderStrategy" | "desiredCount" | "launchType" | "orderedPlacementStrategy" | "schedulingStrategy"
>;

/** Arguments of the service that say how many tasks run on which instances. */
export function schedulingArguments(
  scope: Construct,
  props: EcsServiceProps,
  strategies: readonly PlacementStrategy[],
): SchedulingArguments {
  if (props.scheduling === "daemon") {
    // With the cluster's default strategy ECS refuses a daemon, and with any other (aws/containers-roadmap 692).
    return { schedulingStrategy: "DAEMON", launchType: "EC2" };
  }
  return {
    desiredCount: props.desired ?? 1,
    capacityProviderStrategy: capacityProviderStrategy(scope, "capacityProviders", props.capacityProviders),
    orderedPlacementStrategy: strategies.map((strategy) => ({ ...strategy })),
  };
}
