import { fail, notApplicable, pass, resourcePolicy } from "../../packages/aws-policies/policy";
import { isRecord } from "../../packages/terraform-json";
import { shown } from "../../packages/aws-policies/values";
import { deregistrationDelayOf, longestStopOf, secondsOf } from "./shared/durations";
import { registrationsOf, taskDefinitionOf } from "./shared/ecs";

/** The provider's own delete timeout of an ECS service. */
const byDefault = "20m";

/** Terraform waits longer for a service to go than its tasks take to drain and stop. */
export const serviceDeleteTimeout = resourcePolicy({
  id: "service-delete-timeout",
  severity: "error",
  title: "Terraform waits longer for a service to go than its tasks take to drain and stop",
  why: "A service is gone when its last task has drained and stopped. Where Terraform gives up before, the destroy or the replacement fails half way, and the next one finds a service that is still draining.",
  fix: "Set timeouts.delete of the service above the deregistration delay and the stop timeout together.",
  links: [
    "https://github.com/hashicorp/terraform-provider-aws/issues/3414",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html",
  ],
  types: ["aws_ecs_service"],
  judge: (service) => {
    const delays = registrationsOf(service).map(({ targetGroup }) => deregistrationDelayOf(targetGroup));
    if (delays.length === 0) return notApplicable("no load balancer sends it requests");
    const needed = Math.max(...delays) + longestStopOf(taskDefinitionOf(service));
    const { timeouts } = service.properties;
    const given = (isRecord(timeouts) ? timeouts.delete : undefined) ?? byDefault;
    const seconds = secondsOf(given);
    if (seconds === undefined) return fail(`timeouts.delete must be a duration such as "30m", got ${shown(given)}`);
    return seconds > needed
      ? pass
      : fail(`timeouts.delete is ${shown(given)} (${seconds} s), and its tasks take ${needed} s to drain and stop`);
  },
});
