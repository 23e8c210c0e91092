import { instancesAvailable, minimumHealthy } from "../counts";
import type { RolloutFacts } from "../facts";
import { resolveTypes } from "../instance";
import { limitOf, noneMayStop } from "../reasons";
import { list, plural } from "../../packages/common/text";
import type { SystemFacts } from "./facts";
import { capacitiesOf, capacityField, capacityOf, countedOn, isDaemon, serviceField, serviceOf, viewOf } from "./parts";
import { tasksAtRest } from "./room";

/** Each of several capacities has one architecture, but not the same; of a daemon's image the architecture is unknown. */
export function mixedArchitectures(system: SystemFacts, service: string): string | undefined {
  const facts = serviceOf(system, service);
  if (isDaemon(facts) || facts.task.architecture !== undefined) return undefined;
  const architectures = capacitiesOf(system, service).flatMap((name) =>
    resolveTypes({ capacity: capacityOf(system, name) })
      .known.slice(0, 1)
      .map(({ architecture }) => ({ name, architecture })),
  );
  if (new Set(architectures.map(({ architecture }) => architecture)).size < 2) return undefined;
  const each = architectures.map(({ name, architecture }) => `${capacityField(system, name)} launches ${architecture}`);
  return `${list(each)} instances, and an image of one does not start on the other`;
}

/** Of so many tasks of a service on a capacity the last has no place, beside so many of its own. */
export type Reason = (system: SystemFacts, service: string, capacity: string, tasks: number, own: number) => string;

export function noRoom(system: SystemFacts, service: string, capacity: string, tasks: number, own: number): string {
  const which = tasks === 1 ? "its task" : `the last of ${plural(tasks, "task")}`;
  return `${where(system, service, capacity)}${which} may find no place: ${crowded(system, service, capacity, own)}`;
}

export function noRoomForGreen(
  system: SystemFacts,
  service: string,
  capacity: string,
  tasks: number,
  own: number,
): string {
  return `${where(system, service, capacity)}all ${plural(tasks, "new task")} start before an old one stops, and the last may find no place: ${crowded(system, service, capacity, own)}`;
}

export function noPlaceForTheNew(
  system: SystemFacts,
  service: string,
  capacity: string,
  tasks: number,
  own: number,
): string {
  const view = viewOf(system, service, capacity);
  const healthy = minimumHealthy(view, tasks);
  const { minimumHealthyPercent } = view.service.deployment;
  const stuck =
    healthy >= tasks
      ? noneMayStop(view, tasks)
      : `of ${plural(tasks, "task")}, ${healthy} must stay healthy (${minimumHealthyPercent} %)`;
  return `${where(system, service, capacity)}${stuck}; and a new one may find no place: ${crowded(system, service, capacity, own)}`;
}

export function noRoomToLaunchFirst(system: SystemFacts, capacity: string): string {
  const { maximum } = capacityOf(system, capacity);
  const services = countedOn(system, capacity).map((name) => serviceField(system, name));
  const full =
    services.length === 0 ? "the group is always" : `with the most tasks of ${list(services)} the group can be`;
  return `${full} at its ${plural(maximum, "instance")} (${capacityField(system, capacity)}.maximum), and a refresh that keeps all of them has to launch one more first`;
}

export function daemonMayNotStop(view: RolloutFacts, instances: number): string {
  const { minimumHealthyPercent } = view.service.deployment;
  return `on ${plural(instances, "instance")}, ${minimumHealthy(view, instances)} of its tasks must stay healthy (${minimumHealthyPercent} %), so none may stop; and a daemon never has two on one instance`;
}

/** A service with several capacities waits on one of them. */
function where(system: SystemFacts, service: string, capacity: string): string {
  return capacitiesOf(system, service).length > 1 ? `on ${capacityField(system, capacity)}, ` : "";
}

/** Whose tasks can be where no more fit. */
function crowded(system: SystemFacts, service: string, capacity: string, own: number): string {
  const view = viewOf(system, service, capacity);
  const others = countedOn(system, capacity)
    .filter((name) => name !== service)
    .map((name) => ({ name, tasks: tasksAtRest(system, name, capacity) }))
    .filter(({ tasks }) => tasks > 0)
    .map(({ name, tasks }) => `${plural(tasks, "task")} of ${serviceField(system, name)}`);
  const crowd = [...others, ...(own > 0 ? [`${own === 1 ? "one" : own} of its own`] : [])];
  const limit = `of at most ${instancesAvailable(view)} (${limitOf(view)})`;
  const subject = crowd.length === 0 ? "" : `${list(crowd)} can be placed so that `;
  return `${subject}no instance, ${limit}, has ${needs(view)}`;
}

/** What a task takes. */
function needs({ task, service }: RolloutFacts): string {
  const { cpu, memoryMiB, networkMode, hostPorts = [] } = task;
  return `${list([
    ...(cpu > 0 ? [`${cpu} CPU units`] : []),
    `${memoryMiB} MiB`,
    ...(networkMode === "awsvpc" ? ["a network interface"] : []),
    ...hostPorts.map((port) => `host port ${port}`),
  ])} left${service.placement === "distinctInstance" ? " and none of its tasks (distinctInstance)" : ""}`;
}
