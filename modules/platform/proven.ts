import { DefaultTokenResolver, StringConcat, TerraformResource, TerraformStack, Tokenization } from "cdktf";
import { UserError } from "../../packages/common/errors";

/** Arguments from which the rollout proof would have to be made again, by type, and the field of an environment that sets each. */
const proven: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_appautoscaling_target: { min_capacity: "scaling.minimum", max_capacity: "scaling.maximum" },
  aws_appautoscaling_scheduled_action: { scalable_target_action: "scaling.scheduled" },
  aws_autoscaling_group: {
    availability_zones: "network.zones",
    instance_refresh: "capacity",
    launch_template: "capacity",
    max_size: "capacity.maximum",
    min_size: "capacity.minimum",
    mixed_instances_policy: "capacity.instanceTypes, capacity.onDemandBase and capacity.spotPercent",
    vpc_zone_identifier: "network",
  },
  aws_ecs_capacity_provider: { auto_scaling_group_provider: "capacity.targetCapacityPercent" },
  aws_ecs_service: {
    availability_zone_rebalancing: "availabilityZoneRebalancing",
    capacity_provider_strategy: "services.<name>.capacity",
    deployment_controller: "deployment.strategy",
    deployment_maximum_percent: "deployment.maximumPercent",
    deployment_minimum_healthy_percent: "deployment.minimumHealthyPercent",
    desired_count: "scaling.desired",
    launch_type: "services.<name>.capacity",
    ordered_placement_strategy: "services.<name>.placement",
    placement_constraints: "services.<name>.placement",
    scheduling_strategy: "services.<name>.scheduling",
    task_definition: "services.<name>.containers",
  },
  aws_ecs_task_definition: {
    container_definitions: "cpu, memoryReservationMiB, memoryMiB and ports of services.<name>.containers",
    cpu: "services.<name>.cpu",
    memory: "services.<name>.memoryMiB",
    network_mode: "services.<name>.networkMode",
    placement_constraints: "services.<name>.placementConstraints",
    runtime_platform: "capacity.architecture",
  },
  aws_launch_template: { instance_type: "capacity.instanceTypes", user_data: "capacity" },
};

const resolver = new DefaultTokenResolver(new StringConcat());

type Arguments = Readonly<Record<string, unknown>>;

/** Values of the arguments above as Terraform gets them, by stack and address. */
export type ProvenValues = ReadonlyMap<string, Arguments>;

export function provenValues(stacks: readonly TerraformStack[]): ProvenValues {
  const resources = stacks.flatMap((stack) =>
    stack.node.findAll().filter((node): node is TerraformResource => TerraformResource.isTerraformResource(node)),
  );
  return new Map(
    resources.flatMap((resource): (readonly [string, Arguments])[] => {
      const type = resource.terraformResourceType;
      const read = proven[type];
      if (read === undefined) return [];
      const stack = TerraformStack.of(resource);
      const json = Tokenization.resolve(resource.toTerraform(), { scope: stack, resolver }) as {
        readonly resource: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
      };
      const given = json.resource[type]?.[resource.friendlyUniqueId] ?? {};
      const values = Object.keys(read).map((name) => [name, ofProof(name, given[name])]);
      return [[`${stack.node.id}/${type}.${resource.friendlyUniqueId}`, Object.fromEntries(values)]];
    }),
  );
}

/** Of containers, the proof reads what they reserve and the ports of the instance that they take. */
function ofProof(argument: string, value: unknown): unknown {
  if (argument !== "container_definitions" || typeof value !== "string") return value;
  const containers = JSON.parse(value) as readonly Arguments[];
  return containers.map(({ name, cpu, memory, memoryReservation, portMappings }) => ({
    name,
    cpu,
    memory,
    memoryReservation,
    portMappings,
  }));
}

/**
 * The rollout proof is made from the environment, so what it is about may only be changed there.
 *
 * @throws UserError with each argument that is another than before, and the field that sets it
 */
export function requireProven(before: ProvenValues, after: ProvenValues, file: string): void {
  const problems = [...after].flatMap(([address, values]) => {
    const type = /\/(\w+)\./.exec(address)?.[1] ?? "";
    const old = before.get(address);
    if (old === undefined) {
      return type === "aws_ecs_service"
        ? [`${address}: a service is declared in services, where the proof covers it`]
        : [];
    }
    return Object.entries(values).flatMap(([name, value]) =>
      JSON.stringify(value) === JSON.stringify(old[name])
        ? []
        : [`${address}: ${name} is set by the field ${proven[type]?.[name]}, which the rollout proof reads`],
    );
  });
  if (problems.length === 0) return;
  throw new UserError(`${file} changes what only the environment may:\n\n  ${problems.join("\n  ")}`);
}
