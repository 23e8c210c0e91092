import type { Architecture } from "../aws/instance-types";
import type { RolloutFacts } from "./facts";
import { hardwareMemoryMiB, noDaemons } from "./instance";
import { plural } from "../packages/common/text";

/** What an instance type has to offer for the proof to hold, where nobody knows what it offers. */
export interface InstanceTypeRequirement {
  readonly instanceType: string;
  /** Tasks that an instance has to hold. */
  readonly tasks: number;
  readonly vCpu: number;
  /** Hardware memory, as EC2 states it. */
  readonly memoryMiB: number;
  /** @default - tasks have no interface of their own */
  readonly networkInterfaces?: number;
  /** @default - unknown */
  readonly architecture?: Architecture;
}

export function requirements(
  { task, oneOff, capacity, daemons = noDaemons }: RolloutFacts,
  instanceTypes: readonly string[],
  tasks: number,
  architecture: Architecture | undefined,
): readonly InstanceTypeRequirement[] {
  return instanceTypes.map((instanceType) => ({
    instanceType,
    tasks,
    vCpu: Math.ceil((Math.max(tasks * task.cpu, oneOff?.cpu ?? 0) + daemons.cpu) / 1024),
    memoryMiB: hardwareMemoryMiB(
      Math.max(tasks * task.memoryMiB, oneOff?.memoryMiB ?? 0) + daemons.memoryMiB + (capacity.reservedMemoryMiB ?? 0),
      architecture,
    ),
    ...(task.networkMode === "awsvpc" && { networkInterfaces: tasks + 1 + daemons.networkInterfaces }),
    ...(architecture !== undefined && { architecture }),
  }));
}

/**
 * The requirement as a Terraform condition, to be a `postcondition` of the data source that knows the type, or a
 * `precondition` of what uses it.
 *
 * @param dataSource reference to a `data.aws_ec2_instance_type`, or `self` in its own postcondition
 */
export function condition(requirement: InstanceTypeRequirement, dataSource: string): string {
  const { vCpu, memoryMiB, networkInterfaces, architecture } = requirement;
  return [
    `${dataSource}.default_vcpus >= ${vCpu}`,
    `${dataSource}.memory_size >= ${memoryMiB}`,
    ...(networkInterfaces === undefined ? [] : [`${dataSource}.maximum_network_interfaces >= ${networkInterfaces}`]),
    ...(architecture === undefined ? [] : [`contains(${dataSource}.supported_architectures, "${architecture}")`]),
  ].join(" && ");
}

/** What a plan says when the condition is false. */
export function conditionMessage(requirement: InstanceTypeRequirement): string {
  const { instanceType, tasks, vCpu, memoryMiB, networkInterfaces, architecture } = requirement;
  const needs = [
    `${vCpu} vCPU`,
    `${memoryMiB} MiB of memory`,
    ...(networkInterfaces === undefined ? [] : [plural(networkInterfaces, "network interface")]),
    ...(architecture === undefined ? [] : [`the architecture ${architecture}`]),
  ];
  return `${instanceType} must hold ${plural(tasks, "task")} for a rolling update to finish: at least ${needs.join(", ")}.`;
}
