import type { InstanceSize } from "../model";

/** What ECS registers on the instance types of the golden plans. */
const instances: Readonly<Record<string, InstanceSize>> = {
  "m6i.large": { cpu: 2048, memoryMiB: 7577 },
  "m7a.large": { cpu: 2048, memoryMiB: 7577 },
  "m7i.large": { cpu: 2048, memoryMiB: 7577 },
  "m6i.xlarge": { cpu: 4096, memoryMiB: 15155 },
  "m7i.xlarge": { cpu: 4096, memoryMiB: 15155 },
};

export const instanceSize = (type: string): InstanceSize | undefined => instances[type];
