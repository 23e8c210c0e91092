import { fail, notApplicable, pass, resourcePolicy } from "../../packages/aws-policies/policy";
import { isTrue, numberOf, shown } from "../../packages/aws-policies/values";
import { blocksOf, containersOf, isRecord, leadsTo, type Block, type Container } from "../../packages/terraform-json";
import { deploymentSeconds, defaultStopSeconds } from "../../aws/deployment-times";
import { plural } from "../../packages/common/text";
import { peakOf, registrationsOf, taskDefinitionOf } from "./shared/ecs";

/** ELB's own: successes in a row, and seconds between two checks. */
const checkDefaults = { healthyThreshold: 5, interval: 30 };

/** The provider's own timeout for an ECS service, of each operation. */
const ownTimeout = "20m";

/** ELB's own, in seconds. */
const defaultDeregistrationDelay = 300;

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** The health of a new task counts only once it can be healthy. */
export const gracePeriod = resourcePolicy({
  id: "grace-period",
  severity: "error",
  title: "The grace period lasts until a new task can be healthy",
  why: "A new task is unhealthy until it has booted and answered several checks in a row. If the grace period ends earlier, ECS kills every new task: the deployment never finishes, or is rolled back without need.",
  fix: "Raise healthCheckGraceSeconds of the service (health_check_grace_period_seconds) above the container's start period plus the target group's healthy threshold times its interval.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
  ],
  types: ["aws_ecs_service"],
  check: (service) => {
    const registrations = registrationsOf(service);
    if (registrations.length === 0) return notApplicable("no load balancer checks its tasks");
    const grace = numberOf(service.properties.health_check_grace_period_seconds) ?? 0;
    const task = taskDefinitionOf(service);
    const containers = task === undefined ? [] : containersOf(task);
    return registrations.flatMap(({ targetGroup, container: name }) => {
      const [check = {}] = blocksOf(targetGroup.properties.health_check);
      const threshold = numberOf(check.healthy_threshold) ?? checkDefaults.healthyThreshold;
      const interval = numberOf(check.interval) ?? checkDefaults.interval;
      const own = containers.find((container) => container.name === name)?.healthCheck;
      const start = (isRecord(own) ? numberOf(own.startPeriod) : undefined) ?? 0;
      const needed = start + threshold * interval;
      return grace >= needed
        ? []
        : [
            fail(
              `health_check_grace_period_seconds is ${grace}, but a new task is healthy after ${needed} s at the earliest ` +
                `(start period ${start} s + ${threshold} checks every ${interval} s)`,
            ),
          ];
    });
  },
});

/** Terraform waits longer for a service to be deleted than its tasks take to drain and stop. */
export const serviceDeleteTimeout = resourcePolicy({
  id: "service-delete-timeout",
  severity: "error",
  title: "Terraform waits longer for a service to be deleted than its tasks take to drain and stop",
  why: "A service is deleted when its last task has drained and stopped. If Terraform gives up earlier, the destroy or replacement fails half way, and the next run finds a service that is still draining.",
  fix: "Set the service's timeouts.delete above the sum of the deregistration delay and the stop timeout.",
  links: [
    "https://github.com/hashicorp/terraform-provider-aws/issues/3414",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html",
  ],
  types: ["aws_ecs_service"],
  check: (service) => {
    const delays = registrationsOf(service).map(({ targetGroup }) => deregistrationDelayOf(targetGroup));
    if (delays.length === 0) return notApplicable("no load balancer sends it requests");
    const needed = Math.max(...delays) + longestStopOf(taskDefinitionOf(service));
    const { timeouts } = service.properties;
    const given = (isRecord(timeouts) ? timeouts.delete : undefined) ?? ownTimeout;
    const seconds = secondsOf(given);
    if (seconds === undefined) return fail(`timeouts.delete must be a duration such as "30m", got ${shown(given)}`);
    return seconds > needed
      ? pass
      : fail(`timeouts.delete is ${shown(given)} (${seconds} s), but its tasks take ${needed} s to drain and stop`);
  },
});

/** Terraform waits longer for a deployment than one that works can take. */
export const serviceApplyTimeout = resourcePolicy({
  id: "service-apply-timeout",
  severity: "error",
  title: "Terraform waits longer for a deployment than one that works can take",
  why: "An apply that waits for the service gives up after its timeout. If new instances, image pulls, grace periods, draining and the watching of alarms take longer, a good deployment is reported as failed, and a new service is left tainted, which the next apply replaces.",
  fix: "Raise the service's timeouts.create and timeouts.update above that time, or shorten healthCheckGraceSeconds, deregistrationDelaySeconds or stopTimeoutSeconds; or set waitForSteadyState to false.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#timeouts",
  ],
  types: ["aws_ecs_service"],
  check: (service) => {
    const { wait_for_steady_state, timeouts, deployment_maximum_percent, scheduling_strategy } = service.properties;
    if (!isTrue(wait_for_steady_state)) return notApplicable("an apply does not wait for it");
    const minimumHealthyPercent = numberOf(service.properties.deployment_minimum_healthy_percent) ?? 100;
    const delays = registrationsOf(service).map(({ targetGroup }) => deregistrationDelayOf(targetGroup));
    const bakeSeconds = bakeSecondsOf(service);
    const needed = deploymentSeconds({
      tasks: scheduling_strategy === "DAEMON" ? 1 : peakOf(service),
      minimumHealthyPercent,
      maximumPercent: numberOf(deployment_maximum_percent) ?? 200,
      graceSeconds: numberOf(service.properties.health_check_grace_period_seconds) ?? 0,
      drainSeconds: Math.max(0, ...delays),
      stopSeconds: longestStopOf(taskDefinitionOf(service)),
      bakeSeconds,
    });
    return ["create", "update"].flatMap((operation) => {
      const given = (isRecord(timeouts) ? timeouts[operation] : undefined) ?? ownTimeout;
      const seconds = secondsOf(given);
      if (seconds !== undefined && seconds >= needed) return [];
      const baking = bakeSeconds > 0 ? `, ${plural(bakeSeconds / 60, "minute")} of them to watch alarms` : "";
      return [
        fail(
          `timeouts.${operation} is ${shown(given)}, but a deployment may take ${plural(Math.ceil(needed / 60), "minute")}${baking}`,
        ),
      ];
    });
  },
});

/** The longest that an alarm of the deployment looks back. */
function bakeSecondsOf(service: Block): number {
  return Math.max(
    0,
    ...leadsTo(service, "alarms", "aws_cloudwatch_metric_alarm").map(({ properties }) => {
      const queries = blocksOf(properties.metric_query).flatMap(({ metric }) => blocksOf(metric));
      const periods = [properties.period, ...queries.map(({ period }) => period)].map(
        (period) => numberOf(period) ?? 0,
      );
      return Math.max(...periods) * (numberOf(properties.evaluation_periods) ?? 1);
    }),
  );
}

/**
 * A container that serves requests has as long to stop as its target has to drain.
 *
 * A warning: in a deployment ECS drains the target before it sends SIGTERM, so requests are safe there; the other ways of stopping
 * do not wait.
 */
export const stopTimeout = resourcePolicy({
  id: "stop-timeout",
  severity: "warning",
  title: "A container that serves requests has as long to stop as its target has to drain",
  why: "When another essential container of the task ends, or its instance goes away, SIGTERM comes while requests are still in flight. The load balancer would wait for the deregistration delay, but SIGKILL after the stop timeout cuts them off.",
  fix: "Set stopTimeoutSeconds of the container to at least deregistrationDelaySeconds of its service, or shorten the delay.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
  ],
  types: ["aws_ecs_service"],
  check: (service) => {
    const registrations = registrationsOf(service);
    if (registrations.length === 0) return notApplicable("no load balancer sends it requests");
    const task = taskDefinitionOf(service);
    if (task === undefined) return notApplicable("its task definition is not in these stacks");
    return registrations.flatMap(({ targetGroup, container: name }) => {
      const container = containersOf(task).find((other) => other.name === name);
      if (container === undefined)
        return [fail(`it registers the container ${name}, but ${task.address} has no such container`)];
      const [stop, drain] = [stopTimeoutOf(container), deregistrationDelayOf(targetGroup)];
      return stop >= drain
        ? []
        : [fail(`container ${name} is killed ${stop} s after SIGTERM, but requests may take ${drain} s to drain`)];
    });
  },
});

/** A duration as Terraform's `timeouts` take it (`1h30m`), in seconds; undefined when it is none. */
function secondsOf(duration: unknown): number | undefined {
  if (typeof duration !== "string" || !/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(duration)) return undefined;
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g);
  return [...parts].reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (units[unit] ?? 1), 0);
}

/** Seconds in which a target group lets requests in flight finish. */
function deregistrationDelayOf(targetGroup: Block): number {
  return numberOf(targetGroup.properties.deregistration_delay) ?? defaultDeregistrationDelay;
}

/** Seconds between SIGTERM and SIGKILL; the agent's setting counts where the container has none, and is taken as its default. */
function stopTimeoutOf({ stopTimeout }: Container): number {
  return numberOf(stopTimeout) ?? defaultStopSeconds;
}

/** Seconds until the last container of a task is killed. */
function longestStopOf(taskDefinition: Block | undefined): number {
  if (taskDefinition === undefined) return defaultStopSeconds;
  return Math.max(0, ...containersOf(taskDefinition).map(stopTimeoutOf));
}
