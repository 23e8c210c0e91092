import type { ListenerRule, TargetGroup } from "../alb";
import type { Cluster } from "../capacity";
import type { ISecurityGroup } from "../networking";
import type { CapacityProviderShare } from "../shared";
import type { TaskDefinition } from "../task-definition";
import type { AutoscalingProps } from "./autoscaling";
import type { DaemonDeployment, Deployment, FailureDetection } from "./deployment";
import type { MemberOf, Placement } from "./placement";
import type { ServiceConnectProps } from "./service-connect";

/** A number of tasks, at most one task, or one task on each instance. */
export type EcsServiceProps = ReplicaServiceProps | SingletonServiceProps | DaemonServiceProps;

/** What every kind of service has. */
export interface ServiceProps {
  /** 1 to 255 letters, digits, underscores and hyphens. A change replaces the service. */
  readonly name: string;
  readonly cluster: Cluster;
  readonly taskDefinition: TaskDefinition;
  /** At most 5. @default - nothing sends requests to the service */
  readonly loadBalancers?: readonly ServiceLoadBalancer[];
  /** Time a new task has to boot before failing health checks count; needs a load balancer. @default - 0 */
  readonly healthCheckGraceSeconds?: number;
  /** Whether a person may open a shell in the containers; needs a task role that allows it. */
  readonly executeCommand: boolean;
  /** Subnets and security groups of the tasks' own interfaces: in awsvpc mode required, in the others impossible. */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly ISecurityGroup[] };
  /** How the service and others of a namespace reach each other by name. @default - not through ECS */
  readonly serviceConnect?: ServiceConnectProps;
  /**
   * Values whose change starts a new deployment, such as the version of a secret: tasks read secrets only when they start.
   * With blue/green deployments none are possible: there every deployment is a release's.
   *
   * @default - none
   */
  readonly triggers?: Readonly<Record<string, string>>;
  /** Time for running tasks to drain and stop when the service is destroyed, 1 to 180. @default - 80 */
  readonly deleteTimeoutMinutes?: number;
  /**
   * Whether an apply ends only when the new tasks run and are healthy. Not with blue/green deployments: the provider waits for
   * a deployment of ECS, of which such a service has none (terraform-provider-aws 29252).
   *
   * @default - true for rolling updates
   */
  readonly waitForSteadyState?: boolean;
}

/** As many tasks as are desired. */
export interface ReplicaServiceProps extends ServiceProps {
  /** A change replaces the service. @default - "replica" */
  readonly scheduling?: "replica";
  /** @default - false */
  readonly singleton?: false;
  /**
   * Capacity providers of the cluster on whose instances the tasks run, 1 to 20. A change starts a deployment, which moves the
   * tasks: the service keeps running.
   */
  readonly capacityProviders: readonly CapacityProviderShare[];
  /** Tasks at the first deployment; with autoscaling the number is its own from then on. */
  readonly desired: number;
  /** Fewest tasks that autoscaling keeps. */
  readonly minimum: number;
  /** Tasks that autoscaling never exceeds. */
  readonly maximum: number;
  readonly deployment: Deployment;
  /** @default - tasks are spread over zones, and every instance fits */
  readonly placement?: Placement;
  /** Whether ECS moves running tasks when the zones are uneven. Always written: AWS has changed what omission means. */
  readonly availabilityZoneRebalancing: "ENABLED" | "DISABLED";
  /** @default - the number of tasks stays `desired` */
  readonly autoscaling?: AutoscalingProps;
}

/**
 * Never two tasks at once, not even during a deployment: the old task stops before the new one starts, so the service is
 * down for that long. A one-off task of the same image does not count.
 */
export interface SingletonServiceProps extends ServiceProps {
  /** @default - "replica" */
  readonly scheduling?: "replica";
  readonly singleton: true;
  /** As of a replica service. */
  readonly capacityProviders: readonly CapacityProviderShare[];
  /** 0 stops it. @default - 1 */
  readonly desired?: 0 | 1;
  /** @default - a deployment whose task keeps failing is tried for ever */
  readonly deployment?: FailureDetection;
  /** @default - every instance fits */
  readonly placement?: Placement;
}

/**
 * One task on each instance of the cluster, of every capacity provider: instances that start get theirs before other tasks.
 * Instances are chosen by placement constraints only, for example by `attribute:ecs.instance-type`.
 */
export interface DaemonServiceProps extends ServiceProps {
  readonly scheduling: "daemon";
  /** @default - false */
  readonly singleton?: false;
  /** @default - every instance at once, without a circuit breaker */
  readonly deployment?: DaemonDeployment;
  /** @default - every instance of the cluster */
  readonly placement?: { readonly constraints: readonly MemberOf[] };
}

export interface ServiceLoadBalancer {
  readonly targetGroup: TargetGroup;
  /** Container of the task definition that requests go to. */
  readonly container: string;
  /** A port of that container. */
  readonly port: number;
  /** The rule that attaches the target group to a listener: ECS refuses a target group that no load balancer uses. */
  readonly rule: ListenerRule;
}
