/**
 * How long a rolling update may take at most when everything works.
 *
 * AWS promises no times. Assumed are 5 minutes until a new instance has joined the cluster, and 3 until an image is pulled; everything else
 * is configured. Source of the order of things: ECS Developer Guide, "Amazon ECS task lifecycle", "Deploy Amazon ECS services by replacing
 * tasks", and "How CloudWatch alarms detect Amazon ECS deployment failures" for the bake time.
 */
export interface DeploymentTimes {
  /** Most tasks that there can be. */
  readonly tasks: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** From the start of a task until failing health checks count. */
  readonly graceSeconds: number;
  /** The longest that a target drains; 0 without a load balancer. */
  readonly drainSeconds: number;
  /** The longest between SIGTERM and SIGKILL. */
  readonly stopSeconds: number;
  /** How long ECS watches the deployment's alarms afterwards. */
  readonly bakeSeconds: number;
}

const instanceSeconds = 300;
const pullSeconds = 180;

export function deploymentSeconds(times: DeploymentTimes): number {
  const { tasks, minimumHealthyPercent, maximumPercent, graceSeconds, drainSeconds, stopSeconds, bakeSeconds } = times;
  const atOnce = Math.floor((tasks * maximumPercent) / 100) - Math.ceil((tasks * minimumHealthyPercent) / 100);
  const rounds = Math.ceil(Math.max(tasks, 1) / Math.max(atOnce, 1));
  return rounds * (instanceSeconds + pullSeconds + graceSeconds + drainSeconds + stopSeconds) + bakeSeconds;
}

/** The longest that an alarm of a deployment looks back (`task-unhealthy` of `modules/monitoring`), for which ECS watches it afterwards. */
export const alarmBakeSeconds = 600;

/** Whole minutes that are no less, in fives, for people to read. */
export const roundedMinutes = (seconds: number): number => 5 * Math.ceil(seconds / 300);

/** Seconds between SIGTERM and SIGKILL unless they are set. Source: ECS API, `ContainerDefinition` stopTimeout. */
export const defaultStopSeconds = 30;
