import type { ListenerRule, TargetGroup } from "../alb";
import type { Cluster } from "../capacity";
import type { ISecurityGroup } from "../networking";
import type { TaskDefinition } from "../task-definition";
import type { AutoscalingProps } from "./autoscaling";
import type { Deployment } from "./deployment";
import type { Placement } from "./placement";

export interface EcsServiceProps {
  /** 1 to 255 letters, digits, underscores and hyphens. A change replaces the service. */
  readonly name: string;
  readonly cluster: Cluster;
  /** Capacity provider of the cluster on whose instances the tasks run. */
  readonly capacityProviderName: string;
  readonly taskDefinition: TaskDefinition;
  /** At most 5. @default - nothing sends requests to the service */
  readonly loadBalancers?: readonly ServiceLoadBalancer[];
  /** Tasks at the first deployment; with autoscaling the number is its own from then on. */
  readonly desired: number;
  /** Fewest tasks that autoscaling keeps. */
  readonly minimum: number;
  /** Tasks that autoscaling never exceeds. */
  readonly maximum: number;
  readonly deployment: Deployment;
  /** Time a new task has to boot before failing health checks count; needs a load balancer. @default - 0 */
  readonly healthCheckGraceSeconds?: number;
  /** @default - tasks are spread over zones, and every instance fits */
  readonly placement?: Placement;
  /** Whether ECS moves running tasks when the zones are uneven. Always written: AWS has changed what omission means. */
  readonly availabilityZoneRebalancing: "ENABLED" | "DISABLED";
  /** Whether a person may open a shell in the containers; needs a task role that allows it. */
  readonly executeCommand: boolean;
  /** @default - the number of tasks stays `desired` */
  readonly autoscaling?: AutoscalingProps;
  /** Subnets and security groups of the tasks' own interfaces: in awsvpc mode required, in the others impossible. */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly ISecurityGroup[] };
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

export interface ServiceLoadBalancer {
  readonly targetGroup: TargetGroup;
  /** Container of the task definition that requests go to. */
  readonly container: string;
  /** A port of that container. */
  readonly port: number;
  /** The rule that attaches the target group to a listener: ECS refuses a target group that no load balancer uses. */
  readonly rule: ListenerRule;
}
