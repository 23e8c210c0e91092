import type { InstanceType } from "../../aws/instance-types";
import type { RolloutFacts } from "../../rollout";

/** An instance type that holds exactly so much: memory is what ECS registers of it. */
export function typeWith(holds: {
  name?: string;
  vCpu?: number;
  memoryMiB?: number;
  networkInterfaces?: number;
  architecture?: InstanceType["architecture"];
}): InstanceType {
  const { name = "test.large", vCpu = 2, memoryMiB = 4000, networkInterfaces = 3, architecture = "x86_64" } = holds;
  // Hardware of at least 1000 MiB, of which 37/40 are registered.
  return { name, vCpu, memoryMiB: Math.ceil((memoryMiB * 40) / 37), networkInterfaces, architecture };
}

type Parts = { readonly [part in keyof RolloutFacts]?: Partial<RolloutFacts[part]> };

/** The system of shared facts: one task with a static port, one instance of two vCPU that may become four. */
export function factsWith(parts: Parts = {}): RolloutFacts {
  return {
    capacity: {
      instanceTypes: ["m7i.large"],
      minimum: 1,
      maximum: 4,
      reservedMemoryMiB: 256,
      instanceRefresh: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      ...parts.capacity,
    },
    task: { networkMode: "bridge", cpu: 1536, memoryMiB: 3072, hostPorts: [4000], ...parts.task },
    service: {
      minimum: 1,
      desired: 1,
      maximum: 2,
      deployment: { minimumHealthyPercent: 100, maximumPercent: 200 },
      ...parts.service,
    },
    network: { zones: 3, ...parts.network },
    ...(parts.oneOff && { oneOff: { cpu: 512, memoryMiB: 1024, ...parts.oneOff } }),
  };
}
