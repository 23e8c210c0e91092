import { blocksOf, containersOf, isRecord } from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy } from "../../packages/aws-policies/policy";
import { numberOf } from "../../packages/aws-policies/values";
import { registrationsOf, taskDefinitionOf } from "./shared/ecs";

/** ELB's own: successes in a row, and seconds between two checks. */
const defaults = { healthyThreshold: 5, interval: 30 };

/** A new task is not judged before it can be healthy. */
export const gracePeriod = resourcePolicy({
  id: "grace-period",
  severity: "error",
  title: "The grace period lasts until a new task can be healthy",
  why: "A new task is unhealthy until it has booted and answered several checks in a row. A grace period that ends before makes ECS kill every new task: the deployment goes round in circles, or is rolled back for nothing.",
  fix: "Raise health_check_grace_period_seconds above the container's start period and the target group's healthy threshold times its interval, together.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
  ],
  types: ["aws_ecs_service"],
  judge: (service) => {
    const registrations = registrationsOf(service);
    if (registrations.length === 0) return notApplicable("no load balancer checks its tasks");
    const grace = numberOf(service.properties.health_check_grace_period_seconds) ?? 0;
    const task = taskDefinitionOf(service);
    const containers = task === undefined ? [] : containersOf(task);
    return registrations.flatMap(({ targetGroup, container: name }) => {
      const [check = {}] = blocksOf(targetGroup.properties.health_check);
      const threshold = numberOf(check.healthy_threshold) ?? defaults.healthyThreshold;
      const interval = numberOf(check.interval) ?? defaults.interval;
      const own = containers.find((container) => container.name === name)?.healthCheck;
      const start = (isRecord(own) ? numberOf(own.startPeriod) : undefined) ?? 0;
      const needed = start + threshold * interval;
      return grace >= needed
        ? []
        : [
            fail(
              `health_check_grace_period_seconds is ${grace}, and a new task is healthy after ${needed} s at the earliest ` +
                `(start period ${start} s + ${threshold} checks every ${interval} s)`,
            ),
          ];
    });
  },
});
