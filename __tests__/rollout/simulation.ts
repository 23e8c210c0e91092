/**
 * ECS and EC2 Auto Scaling as the AWS documentation tells them, event by event: instances with resources left, tasks with
 * states, a scheduler that starts and stops, managed scaling that launches. Shares nothing with `rollout/` but the type of
 * its input, and counts nothing in advance.
 */
import type { InstanceType } from "../../aws/instance-types";
import type { RolloutFacts } from "../../rollout";

/** Picks one of so many possible next things. */
export type Choice = (of: number) => number;

export type Happening = "placement" | "rolling update" | "instance refresh" | "zone loss";

interface Instance {
  readonly type: InstanceType;
  readonly zone: number;
  readonly template: "old" | "new";
  state: "launching" | "active" | "draining";
  cpu: number;
  memoryMiB: number;
  interfaces: number;
  readonly ports: Set<number>;
}

interface Task {
  readonly revision: "old" | "new";
  state: "provisioning" | "starting" | "healthy";
  on?: Instance;
}

/** A possible next thing. */
interface Event {
  readonly kind: "register" | "launch" | "start" | "place" | "become healthy" | "stop" | "drain" | "terminate";
  readonly happen: () => void;
}

export interface Outcome {
  readonly finished: boolean;
  readonly mostTasks: number;
  readonly mostInstances: number;
  readonly fewestHealthy: number;
}

/** Which of the possible events come next: all alike, or those of a kind before others. */
export interface Temper {
  readonly choose: Choice;
  readonly first?: readonly Event["kind"][];
  /** Which type the group launches. @default - any */
  readonly launches?: (types: readonly InstanceType[]) => InstanceType;
}

export class Simulation {
  private instances: Instance[] = [];
  private tasks: Task[] = [];
  private lostZone: number | undefined;
  private revision: Task["revision"] = "old";
  private template: Instance["template"] = "old";
  /** The size that an instance refresh keeps to. */
  private sizeAtRefresh: number | undefined;

  constructor(
    private readonly facts: RolloutFacts,
    private readonly types: readonly InstanceType[],
    private readonly wanted: number,
    private readonly temper: Temper,
  ) {}

  /** Brings the service up, then lets something happen to it; false where it never becomes steady again. */
  run(happening: Happening): Outcome {
    for (let index = 0; index < this.facts.capacity.minimum; index += 1) this.launch();
    const up = this.untilSteady();
    if (happening === "placement" || !up.finished) return up;
    if (happening === "rolling update") this.revision = "new";
    if (happening === "instance refresh") {
      this.template = "new";
      this.sizeAtRefresh = this.instances.length;
    }
    if (happening === "zone loss") this.lose(this.pick(this.instances).zone);
    return this.untilSteady();
  }

  private lose(zone: number): void {
    this.lostZone = zone;
    this.instances = this.instances.filter((instance) => instance.zone !== zone);
    this.tasks = this.tasks.filter(({ on }) => on === undefined || on.zone !== zone);
  }

  private untilSteady(): Outcome {
    const seen = { mostTasks: 0, mostInstances: 0, fewestHealthy: Number.POSITIVE_INFINITY };
    for (;;) {
      seen.mostTasks = Math.max(seen.mostTasks, this.placed().length);
      seen.mostInstances = Math.max(seen.mostInstances, this.instances.length);
      seen.fewestHealthy = Math.min(seen.fewestHealthy, this.healthy());
      const events = this.events();
      const [next] = this.preferred(events);
      if (next === undefined) return { finished: this.isSteady(), ...seen };
      next.happen();
    }
  }

  private preferred(events: readonly Event[]): readonly Event[] {
    const kind = this.temper.first?.find((wanted) => events.some((event) => event.kind === wanted));
    const open = kind === undefined ? events : events.filter((event) => event.kind === kind);
    return open.length === 0 ? [] : [this.pick(open)];
  }

  private isSteady(): boolean {
    const good = this.tasks.filter((task) => task.state === "healthy" && this.isCurrent(task));
    return (
      good.length === this.wanted &&
      this.tasks.length === this.wanted &&
      this.instances.every(({ template, state }) => state !== "draining" && template === this.template)
    );
  }

  /** A task that need not be replaced. */
  private isCurrent({ revision, on }: Task): boolean {
    return revision === this.revision && on?.state !== "draining";
  }

  private healthy(): number {
    return this.tasks.filter(({ state }) => state === "healthy").length;
  }

  private placed(): readonly Task[] {
    return this.tasks.filter(({ on }) => on !== undefined);
  }

  private events(): readonly Event[] {
    return [...this.instanceEvents(), ...this.schedulerEvents(), ...this.scalingEvents(), ...this.refreshEvents()];
  }

  private instanceEvents(): readonly Event[] {
    return this.instances.flatMap((instance): readonly Event[] => {
      if (instance.state === "launching") return [{ kind: "register", happen: () => (instance.state = "active") }];
      const isEmpty = this.tasks.every(({ on }) => on !== instance);
      if (instance.state !== "draining" || !isEmpty) return [];
      const happen = () => (this.instances = this.instances.filter((other) => other !== instance));
      return [{ kind: "terminate", happen }];
    });
  }

  private schedulerEvents(): readonly Event[] {
    const { minimumHealthyPercent, maximumPercent } = this.facts.service.deployment;
    const events: Event[] = [];
    const current = this.tasks.filter((task) => this.isCurrent(task)).length;
    // Percentages of whole tasks, compared without rounding: more than the share would be too many, less too few.
    if (current < this.wanted && (this.tasks.length + 1) * 100 <= this.wanted * maximumPercent) {
      events.push({
        kind: "start",
        happen: () => this.tasks.push({ revision: this.revision, state: "provisioning" }),
      });
    }
    for (const task of this.tasks) {
      if (task.state === "starting") {
        events.push({ kind: "become healthy", happen: () => (task.state = "healthy") });
      }
      if (task.state === "provisioning") {
        for (const instance of this.instances.filter((candidate) => this.fits(candidate))) {
          events.push({ kind: "place", happen: () => this.place(task, instance) });
        }
      }
      const counts = task.state === "healthy" ? 1 : 0;
      const enough = (this.healthy() - counts) * 100 >= this.wanted * minimumHealthyPercent || counts === 0;
      if (!this.isCurrent(task) && enough) events.push({ kind: "stop", happen: () => this.stop(task) });
    }
    return events;
  }

  private fits(instance: Instance): boolean {
    const { cpu, memoryMiB, networkMode, hostPorts = [] } = this.facts.task;
    const alone = this.facts.service.placement === "distinctInstance";
    return (
      instance.state === "active" &&
      instance.cpu >= cpu &&
      instance.memoryMiB >= memoryMiB &&
      (networkMode !== "awsvpc" || instance.interfaces >= 1) &&
      hostPorts.every((port) => !instance.ports.has(port)) &&
      (!alone || this.tasks.every(({ on }) => on !== instance))
    );
  }

  private place(task: Task, instance: Instance): void {
    this.take(instance, 1);
    for (const port of this.facts.task.hostPorts ?? []) instance.ports.add(port);
    task.on = instance;
    task.state = "starting";
  }

  private stop(task: Task): void {
    if (task.on !== undefined) {
      this.take(task.on, -1);
      for (const port of this.facts.task.hostPorts ?? []) task.on.ports.delete(port);
    }
    this.tasks = this.tasks.filter((other) => other !== task);
  }

  private take(instance: Instance, times: 1 | -1): void {
    const { cpu, memoryMiB, networkMode } = this.facts.task;
    instance.cpu -= times * cpu;
    instance.memoryMiB -= times * memoryMiB;
    if (networkMode === "awsvpc") instance.interfaces -= times;
  }

  /** The group: back to its minimum after a loss; larger when a task finds no place, or to keep spare instances. */
  private scalingEvents(): readonly Event[] {
    const { minimum, maximum, managedScaling = true, targetCapacityPercent = 100 } = this.facts.capacity;
    const size = this.capacity();
    if (size >= maximum || this.zonesLeft().length === 0) return [];
    const launch: readonly Event[] = [{ kind: "launch", happen: () => this.launch() }];
    if (size < minimum) return launch;
    if (!managedScaling || this.instances.some(({ state }) => state === "launching")) return [];
    const waits = this.tasks.some(({ state }) => state === "provisioning");
    const noPlace = this.instances.every((instance) => !this.fits(instance));
    // A task that the smallest type does not hold is left out of the calculation: nothing is launched for it.
    if (waits && noPlace) return this.types.every((type) => this.holds(type)) ? launch : [];
    const used = this.instances.filter((instance) => this.tasks.some(({ on }) => on === instance)).length;
    return this.sizeAtRefresh === undefined && used * 100 > size * targetCapacityPercent ? launch : [];
  }

  private holds(type: InstanceType): boolean {
    return this.fits({ ...this.made(type, 0), state: "active" });
  }

  private refreshEvents(): readonly Event[] {
    const size = this.sizeAtRefresh;
    const old = this.instances.filter(({ template, state }) => template === "old" && state !== "draining");
    if (size === undefined) return [];
    const { minHealthyPercentage, maxHealthyPercentage } = this.facts.capacity.instanceRefresh ?? {
      minHealthyPercentage: 90,
      maxHealthyPercentage: 100,
    };
    const ready = this.instances.filter(({ state }) => state === "active").length;
    const drain = old.map((instance): Event => ({ kind: "drain", happen: () => (instance.state = "draining") }));
    const launch: readonly Event[] = [{ kind: "launch", happen: () => this.launch() }];
    const capacity = this.capacity();
    const { maximum } = this.facts.capacity;
    if (minHealthyPercentage === 100) {
      const most = Math.max(size + 1, Math.ceil((size * maxHealthyPercentage) / 100));
      return [...(ready > size ? drain : []), ...(old.length > 0 && capacity < Math.min(most, maximum) ? launch : [])];
    }
    // Terminated and launched together, in batches that are at least one.
    const fewest = Math.min(size - 1, Math.ceil((size * minHealthyPercentage) / 100));
    const most = Math.min(maximum, Math.ceil((size * maxHealthyPercentage) / 100));
    return [
      ...(ready > fewest ? drain : []),
      ...(capacity < most && (old.length > 0 || capacity < size) ? launch : []),
    ];
  }

  /** Instances that count: those that wait for their tasks to leave are being terminated. */
  private capacity(): number {
    return this.instances.filter(({ state }) => state !== "draining").length;
  }

  private zonesLeft(): readonly number[] {
    const zones = Array.from({ length: this.facts.network.zones }, (_, zone) => zone);
    return zones.filter((zone) => zone !== this.lostZone);
  }

  private launch(): void {
    const type = this.temper.launches?.(this.types) ?? this.pick(this.types);
    this.instances.push(this.made(type, this.pick(this.zonesLeft())));
  }

  private made(type: InstanceType, zone: number): Instance {
    return {
      type,
      zone,
      template: this.template,
      state: "launching",
      cpu: type.vCpu * 1024,
      // What the kernel keeps: 7.5 %, at least 64 MiB, and 64 MiB more on arm64.
      memoryMiB:
        Math.floor(type.memoryMiB - Math.max(type.memoryMiB * 0.075, 64)) -
        (type.architecture === "arm64" ? 64 : 0) -
        (this.facts.capacity.reservedMemoryMiB ?? 0),
      interfaces: type.networkInterfaces - 1,
      ports: new Set([22, 2375, 2376, 51678, 51679, 51680]),
    };
  }

  private pick<T>(values: readonly T[]): T {
    const value = values[this.temper.choose(values.length)];
    if (value === undefined) throw new RangeError(`nothing to choose from ${values.length}`);
    return value;
  }
}
