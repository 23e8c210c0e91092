/**
 * ECS and EC2 Auto Scaling for several services, event by event, as the AWS documentation describes them. Counts nothing in
 * advance: what happens next is one of the events that may, and a schedule says which.
 */
import type { InstanceType } from "../../../aws/instance-types";
import type { SystemFacts } from "../../../rollout";
import { leavesRoom, made, sizeOf, take, type Daemon, type Instance, type Task } from "./cluster";
import { candidates, type Reading } from "./strategy";

export type Kind =
  "register" | "launch" | "start" | "place" | "become healthy" | "stop" | "end" | "drain" | "terminate";

/** A possible next thing. */
export interface Event {
  readonly kind: Kind;
  readonly task?: Task;
  readonly instance?: Instance;
  readonly happen: () => void;
}

export interface Schedule {
  readonly reading: Reading;
  /** One of so many. */
  readonly choose: (of: number) => number;
  /** The next event, of one or more. */
  readonly next: (events: readonly Event[], simulation: Simulation) => Event;
}

export type Happening =
  | { readonly kind: "placement" }
  | { readonly kind: "rolling update"; readonly service: string }
  | { readonly kind: "one-off"; readonly service: string }
  | { readonly kind: "scale"; readonly service: string; readonly tasks: number }
  | { readonly kind: "instance refresh"; readonly capacity: string }
  | { readonly kind: "zone loss" };

/** What the scheduler is held to, per service. */
interface Scheduled {
  wanted: number;
  revision: "old" | "new";
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly isBlueGreen: boolean;
  readonly isDistinct: boolean;
}

export class Simulation {
  private instances: Instance[] = [];
  private tasks: Task[] = [];
  private oneOffsLeft: string[] = [];
  private lostZone: number | undefined;
  private readonly services: ReadonlyMap<string, Scheduled>;
  private readonly daemons: Map<string, Daemon["revision"]>;
  /** The capacity that is refreshed, and the size that the refresh keeps to. */
  private refresh: { readonly capacity: string; readonly size: number } | undefined;

  /** @param counts tasks of each service that is no daemon */
  constructor(
    private readonly system: SystemFacts,
    counts: Readonly<Record<string, number>>,
    private readonly schedule: Schedule,
  ) {
    const all = Object.entries(system.services);
    this.services = new Map(all.flatMap(([name]) => this.scheduled(name, counts[name] ?? 0)));
    this.daemons = new Map(all.flatMap(([name, { scheduling }]) => (scheduling === "daemon" ? [[name, "old"]] : [])));
    for (const [capacity, { minimum }] of Object.entries(system.capacities)) {
      for (let index = 0; index < minimum; index += 1) this.launch(capacity);
    }
  }

  private scheduled(name: string, wanted: number): (readonly [string, Scheduled])[] {
    const facts = this.system.services[name];
    if (facts === undefined || facts.scheduling === "daemon") return [];
    const isDistinct = facts.service.placement === "distinctInstance";
    const common = { wanted, revision: "old" as const, isDistinct };
    if (facts.scheduling === "singleton") {
      return [[name, { ...common, minimumHealthyPercent: 0, maximumPercent: 100, isBlueGreen: false }]];
    }
    const { minimumHealthyPercent, maximumPercent, strategy } = facts.service.deployment;
    return [[name, { ...common, minimumHealthyPercent, maximumPercent, isBlueGreen: strategy === "blue-green" }]];
  }

  /** Lets something happen to a system that is steady; false where it never becomes steady again. */
  run(happening: Happening): boolean {
    this.begin(happening);
    for (;;) {
      const events = this.events();
      if (events.length === 0) break;
      this.schedule.next(events, this).happen();
    }
    const steady = this.isSteady();
    this.refresh = undefined;
    for (const service of this.services.values()) service.revision = "old";
    for (const task of this.tasks) Object.assign(task, { revision: "old" });
    for (const name of this.daemons.keys()) this.daemons.set(name, "old");
    for (const { daemons } of this.instances) for (const daemon of daemons) daemon.revision = "old";
    return steady;
  }

  private begin(happening: Happening): void {
    if (happening.kind === "rolling update") {
      const service = this.services.get(happening.service);
      if (service === undefined) this.daemons.set(happening.service, "new");
      else service.revision = "new";
    }
    if (happening.kind === "scale") {
      const service = this.services.get(happening.service);
      if (service !== undefined) service.wanted = happening.tasks;
    }
    if (happening.kind === "one-off") this.oneOffsLeft.push(happening.service);
    if (happening.kind === "instance refresh") {
      this.refresh = { capacity: happening.capacity, size: this.size(happening.capacity) };
    }
    if (happening.kind === "zone loss") {
      const zone = this.schedule.choose(this.system.network.zones);
      this.lostZone = zone;
      this.instances = this.instances.filter((instance) => instance.zone !== zone);
      this.tasks = this.tasks.filter(({ on }) => on === undefined || on.zone !== zone);
    }
  }

  private isSteady(): boolean {
    const services = [...this.services].every(([name, { wanted }]) => {
      const tasks = this.tasksOf(name);
      return tasks.length === wanted && tasks.every((task) => task.state === "healthy" && this.isCurrent(task));
    });
    const daemons = this.instances.every((instance) =>
      instance.daemons.every(
        ({ service, state, revision }) => state === "healthy" && revision === this.daemons.get(service),
      ),
    );
    const instances = this.instances.every(
      ({ capacity, template, state }) =>
        state === "active" && (this.refresh?.capacity !== capacity || template === "new"),
    );
    return services && daemons && instances;
  }

  private tasksOf(service: string): readonly Task[] {
    return this.tasks.filter((task) => task.service === service && !task.isOneOff);
  }

  /** A task that need not be replaced. */
  private isCurrent({ service, revision, on }: Task): boolean {
    return revision === this.services.get(service)?.revision && on?.state !== "draining";
  }

  private events(): readonly Event[] {
    return [
      ...this.instanceEvents(),
      ...[...this.services].flatMap(([name, service]) => this.serviceEvents(name, service)),
      ...this.taskEvents(),
      ...[...this.daemons.keys()].flatMap((name) => this.daemonEvents(name)),
      ...Object.keys(this.system.capacities).flatMap((name) => this.scalingEvents(name)),
      ...this.refreshEvents(),
    ];
  }

  private instanceEvents(): readonly Event[] {
    return this.instances.flatMap((instance): readonly Event[] => {
      if (instance.state === "launching") {
        return [{ kind: "register", instance, happen: () => (instance.state = "active") }];
      }
      const isEmpty = this.tasks.every(({ on }) => on !== instance);
      if (instance.state !== "draining" || !isEmpty) return [];
      const happen = () => (this.instances = this.instances.filter((other) => other !== instance));
      return [{ kind: "terminate", instance, happen }];
    });
  }

  private serviceEvents(name: string, service: Scheduled): readonly Event[] {
    const { wanted, minimumHealthyPercent, maximumPercent, isBlueGreen } = service;
    const tasks = this.tasksOf(name);
    const current = tasks.filter((task) => this.isCurrent(task));
    const events: Event[] = [];
    const isDeploying = isBlueGreen && service.revision === "new";
    // Percentages of whole tasks, compared without rounding: more than the share would be too many, less too few.
    const mayStart = isDeploying || (tasks.length + 1) * 100 <= wanted * maximumPercent;
    if (current.length < wanted && mayStart) events.push({ kind: "start", happen: () => this.start(name, service) });
    const healthy = tasks.filter(({ state }) => state === "healthy").length;
    const allGreen = current.length === wanted && current.every(({ state }) => state === "healthy");
    for (const task of tasks) {
      const counts = task.state === "healthy" ? 1 : 0;
      const enough = counts === 0 || (healthy - counts) * 100 >= wanted * minimumHealthyPercent;
      const isReplaced = !this.isCurrent(task) && (isDeploying ? allGreen : enough);
      if (isReplaced || current.length > wanted) {
        events.push({ kind: "stop", task, happen: () => this.leave(task) });
      }
    }
    return events;
  }

  private start(service: string, { revision }: Scheduled): void {
    const facts = this.system.services[service];
    if (facts === undefined || facts.scheduling === "daemon") return;
    const stays = this.tasksOf(service).filter(({ on }) => on?.state !== "draining");
    const on = (name: string) => stays.filter(({ capacity }) => capacity === name);
    const possible = candidates(
      facts.capacity,
      (name) => on(name).filter((task) => task.revision === revision).length,
      (name) => on(name).length,
      this.schedule.reading,
    );
    this.tasks.push({ service, isOneOff: false, revision, capacity: this.pick(possible), state: "provisioning" });
  }

  private taskEvents(): readonly Event[] {
    const events: Event[] = [];
    for (const [index, service] of this.oneOffsLeft.entries()) {
      const used = this.capacitiesOf(service);
      const happen = () => {
        this.oneOffsLeft.splice(index, 1);
        const capacity = this.pick(used);
        this.tasks.push({ service, isOneOff: true, revision: "old", capacity, state: "provisioning" });
      };
      events.push({ kind: "start", happen });
    }
    for (const task of this.tasks) {
      if (task.state === "starting") {
        events.push({ kind: "become healthy", task, happen: () => (task.state = "healthy") });
      }
      if (task.isOneOff && task.state === "healthy") events.push({ kind: "end", task, happen: () => this.leave(task) });
      if (task.state !== "provisioning") continue;
      for (const instance of this.instances.filter((candidate) => this.fits(task, candidate))) {
        events.push({ kind: "place", task, instance, happen: () => this.place(task, instance) });
      }
    }
    return events;
  }

  private capacitiesOf(service: string): readonly string[] {
    return this.system.services[service]?.capacity?.map(({ name }) => name) ?? Object.keys(this.system.capacities);
  }

  /** Whether a task may be placed on an instance. */
  fits(task: Task, instance: Instance): boolean {
    const isDistinct = !task.isOneOff && this.services.get(task.service)?.isDistinct === true;
    return (
      instance.state === "active" &&
      instance.capacity === task.capacity &&
      leavesRoom(instance, sizeOf(this.system, task)) &&
      (!isDistinct ||
        this.tasks.every((other) => other.on !== instance || other.service !== task.service || other.isOneOff))
    );
  }

  /** Tasks of services, with those that wait. */
  waiting(): readonly Task[] {
    return this.tasks.filter(({ state }) => state === "provisioning");
  }

  private place(task: Task, instance: Instance): void {
    take(instance, sizeOf(this.system, task), 1);
    task.on = instance;
    task.state = "starting";
  }

  private leave(task: Task): void {
    if (task.on !== undefined) take(task.on, sizeOf(this.system, task), -1);
    this.tasks = this.tasks.filter((other) => other !== task);
  }

  /** One task on each active instance; the old one stops first. */
  private daemonEvents(name: string): readonly Event[] {
    const facts = this.system.services[name];
    const percent = facts?.scheduling === "daemon" ? (facts.service.deployment?.minimumHealthyPercent ?? 0) : 0;
    const revision = this.daemons.get(name) ?? "old";
    const active = this.instances.filter(({ state }) => state === "active");
    const all = active.flatMap(({ daemons }) => daemons.filter(({ service }) => service === name));
    const healthy = all.filter(({ state }) => state === "healthy").length;
    const events: Event[] = [];
    for (const daemon of all) {
      if (daemon.state === "starting") {
        events.push({ kind: "become healthy", happen: () => (daemon.state = "healthy") });
      }
      if (daemon.state === "stopped") {
        events.push({ kind: "start", happen: () => Object.assign(daemon, { state: "starting", revision }) });
      }
      const enough = daemon.state !== "healthy" || (healthy - 1) * 100 >= all.length * percent;
      const isOld = daemon.revision !== revision && daemon.state !== "stopped" && daemon.state !== "missing";
      if (isOld && enough) events.push({ kind: "stop", happen: () => (daemon.state = "stopped") });
    }
    return events;
  }

  /** A group: back to its minimum after a loss; larger when a task finds no place, or to keep spare instances. */
  private scalingEvents(capacity: string): readonly Event[] {
    const { minimum, maximum, managedScaling = true, targetCapacityPercent = 100 } = this.capacity(capacity);
    const size = this.size(capacity);
    if (size >= maximum || this.zonesLeft().length === 0) return [];
    const launch: readonly Event[] = [{ kind: "launch", happen: () => this.launch(capacity) }];
    if (size < minimum) return launch;
    const own = this.instances.filter((instance) => instance.capacity === capacity);
    if (!managedScaling || own.some(({ state }) => state === "launching")) return [];
    const homeless = this.waiting().filter(
      (task) => task.capacity === capacity && own.every((instance) => !this.fits(task, instance)),
    );
    // A task that the smallest type does not hold is left out of the calculation: nothing is launched for it.
    if (homeless.some((task) => this.types(capacity).every((type) => this.holds(capacity, type, task)))) return launch;
    if (this.refresh?.capacity === capacity) return [];
    const used = own.filter((instance) => this.tasks.some(({ on }) => on === instance)).length;
    return used * 100 > size * targetCapacityPercent ? launch : [];
  }

  private holds(capacity: string, type: InstanceType, task: Task): boolean {
    const empty = made(this.system, capacity, type, { zone: 0, template: "old", revisionOf: () => "old" });
    return leavesRoom(empty, sizeOf(this.system, task));
  }

  private refreshEvents(): readonly Event[] {
    if (this.refresh === undefined) return [];
    const { capacity, size } = this.refresh;
    const { maximum, instanceRefresh } = this.capacity(capacity);
    const { minHealthyPercentage, maxHealthyPercentage } = instanceRefresh ?? {
      minHealthyPercentage: 90,
      maxHealthyPercentage: 100,
    };
    const own = this.instances.filter((instance) => instance.capacity === capacity);
    const old = own.filter(({ template, state }) => template === "old" && state !== "draining");
    const ready = own.filter(({ state }) => state === "active").length;
    const drain = old.map((instance): Event => ({
      kind: "drain",
      instance,
      happen: () => (instance.state = "draining"),
    }));
    const launch: readonly Event[] = [{ kind: "launch", happen: () => this.launch(capacity) }];
    const now = this.size(capacity);
    if (minHealthyPercentage === 100) {
      const most = Math.max(size + 1, Math.ceil((size * maxHealthyPercentage) / 100));
      return [...(ready > size ? drain : []), ...(old.length > 0 && now < Math.min(most, maximum) ? launch : [])];
    }
    // Terminated and launched together, in batches that are at least one.
    const fewest = Math.min(size - 1, Math.ceil((size * minHealthyPercentage) / 100));
    const most = Math.min(maximum, Math.ceil((size * maxHealthyPercentage) / 100));
    return [...(ready > fewest ? drain : []), ...(now < most && (old.length > 0 || now < size) ? launch : [])];
  }

  private capacity(name: string) {
    const capacity = this.system.capacities[name];
    if (capacity === undefined) throw new RangeError(name);
    return capacity;
  }

  private types(capacity: string): readonly InstanceType[] {
    return this.capacity(capacity).instanceTypes.filter((type) => typeof type !== "string");
  }

  /** Instances that count: those that wait for their tasks to leave are being terminated. */
  private size(capacity: string): number {
    return this.instances.filter((instance) => instance.capacity === capacity && instance.state !== "draining").length;
  }

  private zonesLeft(): readonly number[] {
    const zones = Array.from({ length: this.system.network.zones }, (_, zone) => zone);
    return zones.filter((zone) => zone !== this.lostZone);
  }

  private launch(capacity: string): void {
    const template = this.refresh?.capacity === capacity ? "new" : "old";
    const zone = this.pick(this.zonesLeft());
    const revisionOf = (daemon: string) => this.daemons.get(daemon) ?? "old";
    this.instances.push(made(this.system, capacity, this.pick(this.types(capacity)), { zone, template, revisionOf }));
  }

  private pick<T>(values: readonly T[]): T {
    const value = values[this.schedule.choose(values.length)];
    if (value === undefined) throw new RangeError(`nothing to choose from ${values.length}`);
    return value;
  }
}
