import { containersOf, type Block, type Container } from "../../../packages/terraform-json";
import { numberOf } from "../../../packages/aws-policies/values";

/** What the ECS agent waits between SIGTERM and SIGKILL, in seconds, where nobody says otherwise. */
const defaultStopTimeout = 30;

/** ELB's own, in seconds. */
const defaultDeregistrationDelay = 300;

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** A duration as Terraform's `timeouts` take it (`1h30m`), in seconds; undefined when it is none. */
export function secondsOf(duration: unknown): number | undefined {
  if (typeof duration !== "string" || !/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(duration)) return undefined;
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g);
  return [...parts].reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (units[unit] ?? 1), 0);
}

/** Seconds in which a target group lets requests in flight finish. */
export function deregistrationDelayOf(targetGroup: Block): number {
  return numberOf(targetGroup.properties.deregistration_delay) ?? defaultDeregistrationDelay;
}

/** Seconds between SIGTERM and SIGKILL; the agent's setting counts where the container has none, and is taken as its default. */
export function stopTimeoutOf({ stopTimeout }: Container): number {
  return numberOf(stopTimeout) ?? defaultStopTimeout;
}

/** Seconds until the last container of a task is killed. */
export function longestStopOf(taskDefinition: Block | undefined): number {
  if (taskDefinition === undefined) return defaultStopTimeout;
  return Math.max(0, ...containersOf(taskDefinition).map(stopTimeoutOf));
}
