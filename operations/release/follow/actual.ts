import type { Timeline } from "../../../rollout";
import { plural } from "../../../packages/common/text";
import type { Observation, Task } from "./observation";

/** How long the parts of a deployment took, in milliseconds: the slowest task's. */
export interface ActualTimes {
  /** From the creation of a new task until its images are pulled: it waits for an instance. @default - not known */
  readonly boot?: number | undefined;
  /** Until its containers have started. */
  readonly pull?: number | undefined;
  /** From the last start until an old task is stopped, or the deployment is done. */
  readonly healthy?: number | undefined;
  /** From when an old task is stopped until it is gone. */
  readonly drain?: number | undefined;
  readonly all: number;
}

export interface Actual {
  readonly timeline: Timeline;
  readonly times: ActualTimes;
}

/**
 * A deployment as it went, by the times that ECS keeps of its tasks, for an hour after they stopped.
 *
 * @param ours ARN of the task definition that was deployed
 * @param since milliseconds since 1970 before which none of its tasks belongs to this deployment, where ECS has no deployment
 * @returns undefined where nothing is known of its tasks
 */
export function actualRollout({ deployments, tasks }: Observation, ours: string, since = 0): Actual | undefined {
  const deployment = deployments.find(({ isPrimary, taskDefinition }) => isPrimary && taskDefinition === ours);
  const created = tasks.flatMap(({ taskDefinition, createdAt }) =>
    taskDefinition === ours && createdAt >= since ? [createdAt] : [],
  );
  const begin = second(deployment?.createdAt ?? Math.min(...created));
  const isNew = (task: Task) => task.taskDefinition === ours && second(task.createdAt) >= begin;
  const fresh = tasks.filter(isNew);
  if (fresh.length === 0) return undefined;
  const old = tasks.filter((task) => !isNew(task) && leaves(task) > begin);
  const changes = [
    ...fresh.map((task) => ({ at: arrives(task), event: "new task pulled" })),
    ...fresh.map(({ startedAt }) => ({ at: startedAt, event: "new task started" })),
    ...fresh.map((task) => ({ at: leaves(task), event: "new task stopped" })),
    ...old.map((task) => ({ at: leaves(task), event: "old task drained" })),
    ...old.map(({ stoppedAt }) => ({ at: stoppedAt, event: "old task stopped" })),
  ].flatMap(({ at, event }) => (at === undefined || !Number.isFinite(at) ? [] : [{ at: second(at), event }]));
  const completed = deployment?.state === "COMPLETED" ? deployment.updatedAt : undefined;
  const end = Math.max(...changes.map(({ at }) => at), second(completed ?? begin));
  const count = (some: readonly Task[], at: number) =>
    some.filter((task) => (isNew(task) ? second(arrives(task)) <= at : true) && second(leaves(task)) > at).length;
  const instances = (at: number) =>
    new Set(
      [...old, ...fresh].flatMap((task) =>
        task.instance !== undefined && second(task.createdAt) <= at && second(task.stoppedAt ?? Infinity) > at
          ? [task.instance]
          : [],
      ),
    ).size;
  const moment = (at: number, event: string) => ({
    minute: (at - begin) / 60_000,
    oldTasks: count(old, at),
    newTasks: count(fresh, at),
    instances: instances(at),
    event,
  });
  const moments = [
    moment(begin, "begins"),
    ...[...new Set(changes.map(({ at }) => at))].sort((a, b) => a - b).map((at) => moment(at, eventsAt(changes, at))),
    moment(end, "is done"),
  ];
  const started = Math.max(...fresh.flatMap(({ startedAt }) => startedAt ?? []));
  const stopped = Math.min(...old.map(leaves).filter((at) => at >= started));
  return {
    timeline: {
      title: `deployment of ${plural(count(fresh, end), "task")}`,
      moments,
      minutes: (end - begin) / 60_000,
      capacity: Math.max(...moments.map((one) => one.instances)),
    },
    times: {
      boot: longest(fresh, ({ createdAt, pullingAt }) => [createdAt, pullingAt]),
      pull: longest(fresh, ({ pullingAt, startedAt }) => [pullingAt, startedAt]),
      healthy: Number.isFinite(started) ? Math.max(0, Math.min(stopped, end) - started) : undefined,
      drain: longest(old, ({ stoppingAt, stoppedAt }) => [stoppingAt, stoppedAt]),
      all: end - begin,
    },
  };
}

/** When a task takes its place on an instance, and when it no longer gets requests. */
const arrives = ({ pullingAt, startedAt, createdAt }: Task): number => pullingAt ?? startedAt ?? createdAt;
const leaves = ({ stoppingAt, stoppedAt }: Task): number => stoppingAt ?? stoppedAt ?? Infinity;

/** What happens within a second is one moment. */
const second = (at: number): number => Math.round(at / 1000) * 1000;

function eventsAt(changes: readonly { readonly at: number; readonly event: string }[], at: number): string {
  const events = changes.filter((one) => one.at === at).map(({ event }) => event);
  return [...new Set(events)]
    .map((event) =>
      event.replace(/^(\w+) task/, (_, age: string) =>
        plural(events.filter((one) => one === event).length, `${age} task`),
      ),
    )
    .join(", ");
}

function longest(tasks: readonly Task[], between: (task: Task) => readonly [number | undefined, number | undefined]) {
  const lengths = tasks
    .map(between)
    .flatMap(([from, to]) => (from === undefined || to === undefined ? [] : [to - from]));
  return lengths.length === 0 ? undefined : Math.max(0, ...lengths);
}
