import { instancesAvailable, keepsSpares, maximumTasks, minimumHealthy } from "./counts";
import type { RolloutFacts } from "./facts";
import { fieldOf } from "./fields";
import { reservedPorts, type TypeFit } from "./instance";
import { oneOffFit } from "./one-off";
import { plural, list } from "../packages/common/text";

export function noInstanceHoldsIt(facts: RolloutFacts, _slots: number, _tasks: number, fit?: TypeFit): string {
  const { task, daemons } = facts;
  const { hostPorts = [] } = task;
  const taken = hostPorts.filter((port) => reservedPorts.includes(port));
  if (taken.length > 0) return `host port ${list(taken)} is taken on every instance, by SSH, Docker or the ECS agent`;
  const takenByDaemon = hostPorts.filter((port) => daemons?.hostPorts.includes(port));
  if (takenByDaemon.length > 0) return `host port ${list(takenByDaemon)} is taken on every instance, by a daemon`;
  if (fit === undefined || fit.boundBy.resource === "host port") {
    return `a task takes ${hostPorts.length} host ports, and an instance has 100 with the ${reservedPorts.length} reserved ones`;
  }
  const { each, available, resource } = fit.boundBy;
  const { name, memoryMiB } = fit.type;
  const beside = daemons === undefined ? "" : " beside daemons";
  const left = Math.max(0, available);
  if (resource === "cpu") return `a task takes ${each} CPU units, and ${name} has ${left}${beside}`;
  if (resource === "network interfaces")
    return `a task takes a network interface, and ${name} has none besides its own${daemons === undefined ? "" : " and those of daemons"}`;
  return `a task takes ${each} MiB, and ${name} has ${left} for tasks${beside} (${memoryMiB} in hardware)`;
}

export function noInstanceHoldsOneOff(facts: RolloutFacts): string {
  const fit = oneOffFit(facts);
  if (fit === undefined) return "no instance has room for a one-off task";
  return noInstanceHoldsIt({ ...facts, task: { ...facts.task, hostPorts: [] } }, 0, 0, fit).replace(
    "a task",
    "a one-off task",
  );
}

export function noRoomForGreen(facts: RolloutFacts, slots: number, tasks: number, fit?: TypeFit): string {
  const needed = plural(Math.ceil((2 * tasks) / slots), "instance");
  return `all ${plural(tasks, "new task")} start before an old one stops, which needs ${needed} (${perInstance(facts, slots, fit)}), but the group is limited to ${groupLimit(facts)}`;
}

export function noRoom(facts: RolloutFacts, slots: number, tasks: number, fit?: TypeFit): string {
  const needed = plural(Math.ceil(tasks / slots), "instance");
  return `${plural(tasks, "task")} need ${needed} (${perInstance(facts, slots, fit)}), but the group is limited to ${groupLimit(facts)}`;
}

export function percentagesForbid(facts: RolloutFacts, _slots: number, tasks: number): string {
  const { maximumPercent } = facts.service.deployment;
  return `${noneMayStop(facts, tasks)}; and at most ${maximumTasks(facts, tasks)} may run (${maximumPercent} %), so none can start`;
}

export function noPlaceForTheNew(facts: RolloutFacts, slots: number, tasks: number, fit?: TypeFit): string {
  return `${noneMayStop(facts, tasks)}; and a new one has no room, because the group is limited to ${groupLimit(facts)} and all are full (${perInstance(facts, slots, fit)})`;
}

export function noRoomToLaunchFirst(facts: RolloutFacts, _slots: number, tasks: number): string {
  const { maximum } = facts.capacity;
  return `with ${plural(tasks, "task")} the group ${keepsSpares(facts) ? "can be" : "is"} at its ${plural(maximum, "instance")} (${fieldOf(facts, "capacity.maximum")}), and a refresh that keeps all of them has to launch one more first`;
}

export function noOtherZone(): string {
  return "all subnets of the group are in one zone; when it fails, tasks have nowhere to start";
}

export function noneMayStop(facts: RolloutFacts, tasks: number): string {
  const { minimumHealthyPercent } = facts.service.deployment;
  return `of ${plural(tasks, "task")}, ${minimumHealthy(facts, tasks)} must stay healthy (${minimumHealthyPercent} %), so none may stop before a new one is healthy`;
}

function groupLimit(facts: RolloutFacts): string {
  return `${plural(instancesAvailable(facts), "instance")} (${limitOf(facts)})`;
}

/** What limits the instances that can be had. */
export function limitOf(facts: RolloutFacts): string {
  const managed = facts.capacity.managedScaling ?? true;
  const field = fieldOf(facts, managed ? "capacity.maximum" : "capacity.minimum");
  return managed ? field : `${field}, since managed scaling is off`;
}

/** How many tasks an instance takes, and why no more. */
export function perInstance(facts: RolloutFacts, slots: number, fit: TypeFit | undefined): string {
  const tasks = `${plural(slots, "task")} each`;
  if (fit === undefined) return tasks;
  const { resource, each, available } = fit.boundBy;
  switch (resource) {
    case "host port":
      return `${tasks}: host port ${list(facts.task.hostPorts ?? [])}`;
    case "distinctInstance":
      return `${tasks}: distinctInstance`;
    case "cpu":
      return `${tasks}: ${available} CPU units, ${each} a task`;
    case "memory":
      return `${tasks}: ${available} MiB for tasks, ${each} a task`;
    case "network interfaces":
      return `${tasks}: ${plural(available, "network interface")} for tasks`;
  }
}
