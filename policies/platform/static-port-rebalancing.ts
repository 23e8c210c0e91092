import { containersOf, isRecord, targetsAt } from "../../tools/terraform-json";
import { fail, notApplicable, pass, resourcePolicy } from "../policy";
import { numberOf } from "../values";

/** With a static host port, availability zone rebalancing has to be off. */
export const staticPortRebalancing = resourcePolicy({
  id: "static-port-rebalancing",
  severity: "error",
  title: "A service with a static host port is not rebalanced over availability zones",
  why:
    "Rebalancing starts a task in another zone before it stops the old one. A static host port lets one task run on an instance, so " +
    "the new task needs a free instance in that zone; without one the service is stuck between the two.",
  fix: 'Set availability_zone_rebalancing to "DISABLED", or use host port 0.',
  links: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html"],
  types: ["aws_ecs_service"],
  judge: (service) => {
    const [task] = targetsAt(service, "task_definition").flatMap(({ block }) =>
      block?.type === "aws_ecs_task_definition" ? [block] : [],
    );
    if (task === undefined) return notApplicable("its task definition is not in these stacks");
    const mode = task.properties.network_mode;
    if (mode === "awsvpc" || mode === "none") return notApplicable(`network mode ${mode} has no host ports`);
    const ports = containersOf(task).flatMap(({ portMappings }) =>
      (Array.isArray(portMappings) ? portMappings.filter(isRecord) : []).flatMap(
        ({ hostPort, containerPort }) => numberOf(hostPort) ?? (mode === "host" ? (numberOf(containerPort) ?? 0) : 0),
      ),
    );
    const fixed = ports.filter((port) => port !== 0);
    if (fixed.length === 0) return notApplicable("no container has a static host port");
    const rebalancing = service.properties.availability_zone_rebalancing;
    return rebalancing === "ENABLED"
      ? fail(
          `availability_zone_rebalancing is "ENABLED" while host port ${fixed.join(", ")} lets one task run on an instance`,
        )
      : pass;
  },
});
