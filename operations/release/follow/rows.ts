import type { Row } from "../../../lib/terminal/rows";
import { revisionName, taskId } from "../../../lib/ecs/service";
import type { Deployment, Observation, Task } from "./observation";
import { isNew as isNewIn, type Rollout } from "./rollout";

/** Stopped tasks of the new revision that are shown; a restart loop makes many. */
const stoppedShown = 3;

/** Tasks that run up to which each has a line; of more, those that are not well do. */
const runningShown = 10;

/**
 * What is shown of a rollout: a line for each deployment and each task, those of the new revision first. Where many tasks run, the
 * deployments' lines count them, and only tasks that are not well have one.
 *
 * @param startedAt milliseconds since 1970 when the release began to change the service
 */
export function rowsOf({ deployments, tasks }: Observation, rollout: Rollout, startedAt: number): readonly Row[] {
  const isNew = (taskDefinition: string): boolean => isNewIn(rollout, taskDefinition);
  const running = tasks.filter(({ status }) => status !== "STOPPED");
  const shown =
    running.length <= runningShown ? running : running.filter((task) => !isWell(task)).slice(0, runningShown);
  const stopped = tasks
    .filter(({ status, taskDefinition }) => status === "STOPPED" && taskDefinition === rollout.ours?.taskDefinition)
    .sort((one, two) => one.createdAt - two.createdAt)
    .slice(-stoppedShown);
  const newFirst = (one: { taskDefinition: string }, two: { taskDefinition: string }): number =>
    Number(isNew(two.taskDefinition)) - Number(isNew(one.taskDefinition));
  return [
    ...[...deployments].sort(newFirst).map((one) => deploymentRow(one, isNew(one.taskDefinition), startedAt)),
    ...[...shown, ...stopped].sort(newFirst).map((one) => taskRow(one, isNew(one.taskDefinition))),
  ];
}

function deploymentRow(deployment: Deployment, isNew: boolean, startedAt: number): Row {
  const { taskDefinition, state, isPrimary, desired, running, pending, failed } = deployment;
  const name = `${isNew ? "new" : "old"} ${revisionName(taskDefinition)}`;
  const counts = isPrimary
    ? [
        `${running} of ${desired} running`,
        ...(pending > 0 ? [`${pending} pending`] : []),
        ...(failed > 0 ? [`${failed} failed`] : []),
      ]
    : [`${running} running`];
  const row = { name, phase: `${state}, ${counts.join(", ")}` };
  if (state === "FAILED") return { ...row, state: "failed" };
  return state === "IN_PROGRESS" ? { ...row, state: "running", startedAt } : { ...row, state: "done" };
}

const isWell = ({ status, health, target }: Task): boolean =>
  status === "RUNNING" && health !== "UNHEALTHY" && (target === undefined || target === "healthy");

function taskRow(task: Task, isNew: boolean): Row {
  const { id, status, health, target, createdAt, stoppedAt, stoppedReason } = task;
  const words = [
    status,
    ...(health === "UNKNOWN" ? [] : [`health ${health}`]),
    ...(target === undefined ? [] : [`target ${target}`]),
    ...(stoppedReason === undefined ? [] : [stoppedReason]),
  ];
  return {
    name: `${isNew ? "new" : "old"} task ${taskId(id).slice(0, 8)}`,
    phase: words.join(", "),
    state: status === "STOPPED" ? "failed" : isWell(task) ? "done" : "running",
    startedAt: createdAt,
    ...(stoppedAt !== undefined && { endedAt: stoppedAt }),
  };
}
