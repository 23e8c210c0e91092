/**
 * What facts are called in an environment, by what they are called in `RolloutFacts`: `capacity` and all below it may be
 * `capacities.jobs`, and `service.maximum` alone `services.web.scaling.maximum`.
 */
export type FieldNames = Readonly<Record<string, string>>;

/** The field of an environment that holds a fact: the longest part of its path that has a name counts. */
export function fieldOf({ fields = {} }: { readonly fields?: FieldNames }, path: string): string {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const name = fields[parts.slice(0, length).join(".")];
    if (name !== undefined) return [name, ...parts.slice(length)].join(".");
  }
  return path;
}

/** The names of one service and one capacity of an environment that has several. */
export function fieldNames(
  service: string,
  capacity: string,
  { cpu, memoryMiB } = { cpu: "oneOff", memoryMiB: "oneOff" },
): FieldNames {
  return {
    capacity,
    service,
    "service.minimum": `${service}.scaling.minimum`,
    "service.desired": `${service}.scaling.desired`,
    "service.maximum": `${service}.scaling.maximum`,
    task: service,
    "task.cpu": `${service}.containers.*.cpu (sum)`,
    "task.memoryMiB": `${service}.containers.*.memoryReservationMiB (sum)`,
    "task.oneOff.cpu": `${service}.${cpu}.cpu`,
    "task.oneOff.memoryReservationMiB": `${service}.${memoryMiB}.memoryReservationMiB`,
    "task.hostPorts": `${service}.containers.*.ports.*.host`,
  };
}
