import { plural } from "../../packages/common/text";
import type { Instance, Snapshot, Target, Task } from "./snapshot";

/** Things up to which each is shown; more are counted, and the worst ones shown. */
export const handful = 10;

/** How many of the worst are shown beside the counts. */
export const worstShown = 5;

/** How many have each value, the most frequent first: "web:7 480, web:6 20". */
export function counts<Item>(items: readonly Item[], of: (item: Item) => string): string {
  const found = new Map<string, number>();
  for (const item of items) found.set(of(item), (found.get(of(item)) ?? 0) + 1);
  return [...found]
    .toSorted(([one, many], [other, more]) => more - many || one.localeCompare(other))
    .map(([value, count]) => `${value} ${count}`)
    .join(", ");
}

/** The first ones, and how many more there are. */
export function firstOf<Item>(items: readonly Item[], line: (item: Item) => string): readonly string[] {
  const more = items.length - worstShown;
  return [...items.slice(0, worstShown).map(line), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** "Essential container in task exited: web exit code 1". */
export function whyStopped({ stoppedReason = "stopped", containers }: Task): string {
  const exits = containers.flatMap(({ name, exitCode, reason }) =>
    (exitCode ?? 0) === 0 && reason === undefined
      ? []
      : [
          `${name}${exitCode === undefined ? "" : ` exit code ${exitCode}`}${reason === undefined ? "" : ` (${reason})`}`,
        ],
  );
  return [stoppedReason, exits.join(", ")].filter((part) => part !== "").join(": ");
}

/** What keeps a task from serving, the worst first; 0 is none. */
function trouble({ status, health }: Task): number {
  if (health === "UNHEALTHY") return 3;
  if (status === "RUNNING") return 0;
  return status === "PENDING" || status === "PROVISIONING" || status === "ACTIVATING" ? 1 : 2;
}

/** Tasks that do not serve as they should, the worst first. */
export const worstTasks = (tasks: readonly Task[]): readonly Task[] =>
  tasks.filter((task) => trouble(task) > 0).toSorted((one, other) => trouble(other) - trouble(one));

export const taskSummary = (tasks: readonly Task[]): readonly string[] => [
  `${plural(tasks.length, "task")}: ${counts(tasks, ({ status }) => status)}`,
  `health: ${counts(tasks, ({ health }) => (health === "UNKNOWN" ? "no health check" : health))}`,
  `revisions: ${counts(tasks, ({ taskDefinition }) => taskDefinition)}`,
  `zones: ${counts(tasks, ({ zone = "being placed" }) => zone)}`,
];

export const isImpaired = ({ agentConnected, status }: Instance): boolean => !agentConnected || status !== "ACTIVE";

export function instanceSummary(instances: readonly Instance[]): readonly string[] {
  const sum = (of: (instance: Instance) => number) => instances.reduce((total, one) => total + of(one), 0);
  return [
    `${plural(instances.length, "instance")}: ${counts(instances, ({ status, agentConnected }) => (agentConnected ? status : "not connected"))}`,
    `types: ${counts(instances, ({ type }) => type)}`,
    `zones: ${counts(instances, ({ zone }) => zone)}`,
    `free cpu ${sum(({ freeCpu }) => freeCpu)} of ${sum(({ totalCpu }) => totalCpu)}, memory ${sum(({ freeMemoryMiB }) => freeMemoryMiB)} of ${sum(({ totalMemoryMiB }) => totalMemoryMiB)} MiB`,
  ];
}

/** Stopped tasks by revision and reason, the most frequent first. */
export function stoppedSummary(stopped: Snapshot["stopped"]): readonly string[] {
  const reasons = new Map<string, number>();
  for (const task of stopped) {
    const reason = `${task.taskDefinition}  ${whyStopped(task)}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const lines = [...reasons].toSorted(([, many], [, more]) => more - many);
  return firstOf(lines, ([reason, count]) => `${plural(count, "task")}  ${reason}`);
}

export const targetSummary = (targets: readonly Target[]): string =>
  `${plural(targets.length, "target")}: ${counts(targets, ({ state }) => state)}`;
