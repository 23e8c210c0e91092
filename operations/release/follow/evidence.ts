import type { Observation, Task } from "./observation";

/** A failed task of the new revision, with what it leaves. */
export interface Failure {
  readonly task: Task;
  /** How many failed in the same way. */
  readonly count: number;
  /** Last lines of each container's log. @default - none */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The tasks of the new revision that stopped by themselves or failed their health checks, one for each way of failing; newest first.
 *
 * @param isNew whether a task definition is the one that was rolled out
 */
export function failuresOf(
  { tasks }: Pick<Observation, "tasks">,
  isNew: (taskDefinition: string) => boolean,
): readonly Failure[] {
  const failed = tasks
    .filter(({ status, taskDefinition }) => status === "STOPPED" && isNew(taskDefinition))
    // The scheduler stops what is left of a deployment when it goes back; that explains nothing.
    .filter(({ stoppedReason = "" }) => !stoppedReason.startsWith("Scaling activity initiated by"))
    .sort((one, two) => two.createdAt - one.createdAt);
  const ways = new Map<string, Failure>();
  for (const task of failed) {
    const way = wayOf(task);
    const known = ways.get(way);
    ways.set(way, { task: known?.task ?? task, count: (known?.count ?? 0) + 1 });
  }
  return [...ways.values()];
}

/** How a task failed, without what is different in each: "Task failed ELB health checks in (target-group ...)". */
const wayOf = ({ stoppedReason = "", containers }: Task): string =>
  JSON.stringify([
    stoppedReason.replace(/[0-9a-f]{32}/g, ""),
    containers.map(({ exitCode, reason }) => [exitCode, reason]),
  ]);

/** The failures in words: stopped reason, exit codes, health checks, log. */
export function explain(failures: readonly Failure[]): readonly string[] {
  return failures.flatMap(({ task, count, logs = {} }) => [
    `task ${task.id}${count > 1 ? ` and ${count - 1} more` : ""}: ${task.stoppedReason ?? "no reason given"}`,
    ...task.containers.flatMap(({ name, exitCode, reason, health }) => [
      ...(exitCode === undefined && reason === undefined && health !== "UNHEALTHY"
        ? []
        : [
            `  ${name}: ${[
              ...(exitCode === undefined ? ["did not start"] : [`exit code ${exitCode}`]),
              ...(health === "UNHEALTHY" ? ["its health check failed"] : []),
              ...(reason === undefined ? [] : [reason]),
            ].join(", ")}`,
          ]),
      ...(logs[name] ?? []).map((line) => `    | ${line}`),
    ]),
  ]);
}
