import { fitOn, resolveTypes, roomOn, smallestFit, type TypeFit } from "./instance";
import type { RolloutFacts } from "./facts";

/**
 * How one-off tasks fit on an empty instance of the type that holds fewest; undefined where none run or no type is known. They
 * take no port of the instance, and `distinctInstance` is the service's own constraint.
 */
export function oneOffFit(facts: RolloutFacts): TypeFit | undefined {
  const { oneOff, task, service } = facts;
  if (oneOff === undefined) return undefined;
  const alone: RolloutFacts = {
    ...facts,
    task: { ...task, ...oneOff, hostPorts: [] },
    service: { ...service, placement: "spread" },
  };
  return smallestFit(resolveTypes(facts).known.map((type) => fitOn(type, alone)));
}

/** Whether an instance of each known type that runs one task of the service has room for a one-off task. */
export function oneOffFitsBeside(facts: RolloutFacts): boolean {
  const { oneOff, task } = facts;
  if (oneOff === undefined) return true;
  const together: RolloutFacts = {
    ...facts,
    task: { ...task, cpu: task.cpu + oneOff.cpu, memoryMiB: task.memoryMiB + oneOff.memoryMiB },
  };
  return resolveTypes(facts).known.every((type) => {
    const interfaces = task.networkMode !== "awsvpc" || roomOn(type, facts).networkInterfaces > 1;
    return interfaces && fitOn(type, together).tasks > 0;
  });
}
