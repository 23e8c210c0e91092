import type { ListenerRule, TargetGroup } from "../alb";
import type { Role } from "../iam";

/** How a new version takes the place of the old one. */
export type Deployment = RollingDeployment | BlueGreenDeployment;

/** What ends a deployment that does not work. */
export interface FailureDetection {
  /** Gives up a deployment whose tasks keep failing. @default - it tries for ever */
  readonly circuitBreaker?: {
    /** Whether to go back to the last good deployment. */
    readonly rollback: boolean;
  };
  /** CloudWatch alarms that end a deployment when they fire while it runs. @default - none */
  readonly alarms?: {
    readonly names: readonly string[];
    /** Whether to go back to the last good deployment. */
    readonly rollback: boolean;
  };
}

/** Task by task, by ECS. */
export interface RollingDeployment extends FailureDetection {
  /** @default - "rolling" */
  readonly strategy?: "rolling";
  /** Share of the desired tasks that stay healthy during a rolling update, 0 to 100; 100 is zero downtime. */
  readonly minimumHealthyPercent: number;
  /** Share of the desired tasks that may run during a rolling update, 100 to 200. */
  readonly maximumPercent: number;
}

/** Instance by instance, by ECS: the old task of an instance stops before the new one starts. */
export interface DaemonDeployment extends FailureDetection {
  /**
   * Share of the instances, rounded up, that keep a healthy task during an update: 0 to 99. On one instance anything but 0 leaves
   * no task that may stop.
   *
   * @default - 0
   */
  readonly minimumHealthyPercent?: number;
}

/**
 * All new tasks beside all old ones, then the requests move, by CodeDeploy. The service has one load balancer, whose target
 * group is blue. Both rules must leave their action to CodeDeploy (`actionByCodeDeploy`).
 */
export interface BlueGreenDeployment {
  readonly strategy: "blue-green";
  /** Where the new tasks of the first deployment register; the two groups change roles with every one. */
  readonly green: TargetGroup;
  /** Rule of the test listener that forwards to `green`. */
  readonly testRule: ListenerRule;
  /** What CodeDeploy acts as; what it needs is allowed here. */
  readonly role: Role;
  readonly account: string;
  readonly region: string;
  /** @default - all at once */
  readonly traffic?: TrafficShift;
  /** Minutes that the old tasks stay after all requests have moved, 0 to 2880; until then a rollback is at once. @default - 10 */
  readonly terminationWaitMinutes?: number;
  /** Names of CloudWatch alarms that stop a deployment when they fire while it runs. @default - none */
  readonly alarms?: readonly string[];
  /** Go back when a deployment fails, or is stopped by an alarm or a person. @default - true */
  readonly rollback?: boolean;
  /** ARNs of the Lambda functions that an appspec may name as hooks. @default - none */
  readonly hookFunctions?: readonly string[];
}

/** How requests move from the old tasks to the new ones: shares are 1 to 99 percent, times 1 to 2880 minutes. */
export type TrafficShift =
  | { readonly kind: "all-at-once" }
  /** A first share, and the rest after some minutes. */
  | { readonly kind: "canary"; readonly percent: number; readonly minutes: number }
  /** The same share each so many minutes. */
  | { readonly kind: "linear"; readonly percent: number; readonly minutes: number };
