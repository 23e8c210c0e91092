import type { CapacityShare, ReplicaFacts, SystemCapacityFacts, SystemFacts, TaskFacts } from "../../../rollout";
import { typeWith } from "../facts";

export const on = (name: string, weight = 1, base = 0): CapacityShare => ({ name, weight, base });

/** A group of instances with 4096 CPU units and 8000 MiB. */
export function capacityWith(parts: Partial<SystemCapacityFacts> = {}): SystemCapacityFacts {
  return {
    instanceTypes: [typeWith({ name: "test.xlarge", vCpu: 4, memoryMiB: 8000 })],
    minimum: 1,
    maximum: 10,
    instanceRefresh: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
    ...parts,
  };
}

/** Tasks with half a vCPU and 1000 MiB, of which eight fit on an instance. */
export function replicaWith({
  task,
  service,
  ...parts
}: {
  readonly task?: Partial<TaskFacts>;
  readonly service?: Partial<ReplicaFacts["service"]>;
  readonly capacity?: readonly CapacityShare[];
  readonly oneOff?: ReplicaFacts["oneOff"];
} = {}): ReplicaFacts {
  return {
    task: { networkMode: "bridge", cpu: 512, memoryMiB: 1000, ...task },
    service: {
      minimum: 1,
      desired: 1,
      maximum: 4,
      deployment: { minimumHealthyPercent: 100, maximumPercent: 200 },
      ...service,
    },
    capacity: [on("shared")],
    ...parts,
  };
}

/** A web service and a larger worker on one capacity. */
export function systemWith(parts: Partial<SystemFacts> = {}): SystemFacts {
  return {
    capacities: { shared: capacityWith() },
    services: {
      web: replicaWith(),
      worker: replicaWith({ task: { cpu: 2048, memoryMiB: 4000 }, service: { maximum: 3 } }),
    },
    network: { zones: 3 },
    ...parts,
  };
}
