import { containersOf } from "../../packages/terraform-json";
import { fail, notApplicable, pass, resourcePolicy } from "../../packages/aws-policies/policy";
import { shown } from "../../packages/aws-policies/values";
import { portMappingsOf, taskDefinitionOf } from "./shared/ecs";

/** With a static host port, availability zone rebalancing has to be off. */
export const staticPortRebalancing = resourcePolicy({
  id: "static-port-rebalancing",
  severity: "error",
  title: "A service with a static host port is not rebalanced over availability zones",
  why:
    "Rebalancing starts a task in another zone before it stops the old one. A static host port lets one task run on an instance, so " +
    "the new task needs a free instance in that zone; without one the service is stuck between the two.",
  fix: 'Set availabilityZoneRebalancing of the service to "DISABLED" (AWS enables it where a new service leaves it out), or use host port 0.',
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
  ],
  types: ["aws_ecs_service"],
  check: (service) => {
    const task = taskDefinitionOf(service);
    if (task === undefined) return notApplicable("its task definition is not in these stacks");
    const mode = task.properties.network_mode;
    if (mode === "awsvpc" || mode === "none") return notApplicable(`network mode ${mode} has no host ports`);
    const ports = containersOf(task)
      .flatMap((container) => portMappingsOf(container, mode))
      .flatMap(({ host }) => (host === 0 ? [] : [host]));
    if (ports.length === 0) return notApplicable("no container has a static host port");
    const rebalancing = service.properties.availability_zone_rebalancing;
    return rebalancing === "DISABLED"
      ? pass
      : fail(
          `availability_zone_rebalancing is ${shown(rebalancing)} while host port ${ports.join(", ")} lets one task run on an instance`,
        );
  },
});
