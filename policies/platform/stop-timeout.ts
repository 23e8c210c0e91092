import { containersOf } from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy } from "../../packages/aws-policies/policy";
import { deregistrationDelayOf, stopTimeoutOf } from "./shared/durations";
import { registrationsOf, taskDefinitionOf } from "./shared/ecs";

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
  why: "When another essential container of the task ends, or its instance goes away, SIGTERM comes while requests are still in flight. The load balancer would give them the deregistration delay; SIGKILL after the stop timeout cuts them off.",
  fix: "Set stopTimeout of the container to at least the deregistration delay of its target group, or shorten the delay.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
  ],
  types: ["aws_ecs_service"],
  judge: (service) => {
    const registrations = registrationsOf(service);
    if (registrations.length === 0) return notApplicable("no load balancer sends it requests");
    const task = taskDefinitionOf(service);
    if (task === undefined) return notApplicable("its task definition is not in these stacks");
    return registrations.flatMap(({ targetGroup, container: name }) => {
      const container = containersOf(task).find((other) => other.name === name);
      if (container === undefined)
        return [fail(`it registers the container ${name}, which ${task.address} does not have`)];
      const [stop, drain] = [stopTimeoutOf(container), deregistrationDelayOf(targetGroup)];
      return stop >= drain
        ? []
        : [fail(`container ${name} is killed ${stop} s after SIGTERM, and requests may take ${drain} s to drain`)];
    });
  },
});
