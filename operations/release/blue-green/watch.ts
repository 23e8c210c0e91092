import pc from "picocolors";
import { describe } from "../../../lib/aws";
import { duration } from "../../../lib/terminal/rows";
import { exitCodes } from "../../../packages/common/errors";
import { revisionName } from "../../../lib/ecs/service";
import { gatherEvidence } from "../evidence";
import { pause } from "../follow/follow";
import { Observer } from "../follow/observe";
import type { RollOutOptions } from "../roll-out";
import { showRollout } from "../planned-actual";
import { rolledBack, succeeded } from "../messages";
import type { Work } from "../work";
import { isOver, readProgress, rowsOf, type Progress } from "./progress";
import { nextCommand } from "../../../lib/next-command";

/** Follows a CodeDeploy deployment to its end, and the one that goes back when it fails. @returns as `rollOut` */
export async function watch(
  work: Work,
  id: string,
  taskDefinition: string,
  { tag, previous, running }: Omit<RollOutOptions, "state">,
): Promise<number> {
  const { environment, clients, screen } = work;
  const startedAt = Date.now();
  const observe = () => new Observer(clients.ecs, clients.elb, environment).observe();
  const { progress, isBack, unfinished } = await followBack(work, id);
  if (unfinished !== undefined) return unfinished;
  if (progress.status === "Succeeded") {
    const took = duration(Date.now() - startedAt);
    screen.print(`\n${succeeded(environment, tag, revisionName(taskDefinition), took)}`);
    showRollout(work, await observe().catch(() => undefined), taskDefinition, startedAt);
    return 0;
  }
  const observation = await observe();
  const failures = await gatherEvidence(work, observation, (one) => one === taskDefinition);
  const end = { kind: isBack ? "rolled-back" : "failed", why: progress.why } as const;
  screen.print(`\n${rolledBack(environment, tag, end, failures, `${running} (${revisionName(previous)})`)}`);
  return exitCodes.rolledBack;
}

/** Follows a deployment that was stopped until the requests are back. @returns 0 when they are, else as `watch` */
export async function watchStopped(
  work: Work,
  id: string,
  { previous, running }: Pick<RollOutOptions, "previous" | "running">,
): Promise<number> {
  const { environment, screen } = work;
  const { progress, isBack, unfinished } = await followBack(work, id);
  if (unfinished !== undefined) return unfinished;
  const where = `${environment.service.name} runs ${running} (${revisionName(previous)})`;
  if (isBack) screen.print(`\n${pc.green("✔")} deployment ${id} is stopped; ${where}`);
  else if (progress.status === "Succeeded")
    screen.print(`\n${pc.red("✖")} deployment ${id} was done before it could be stopped`);
  else screen.print(`\n${pc.red("✖")} deployment ${id} is stopped, and the requests are not back: ${progress.why}`);
  return isBack ? 0 : exitCodes.rolledBack;
}

interface End {
  readonly progress: Progress;
  /** Whether all requests go where they went before. */
  readonly isBack: boolean;
  /** What to exit with when nobody waited for the end. */
  readonly unfinished?: number;
}

async function followBack(work: Work, id: string): Promise<End> {
  const deadline = Date.now() + work.steadyMinutes * 60_000;
  const { progress, why } = await followDeployment(work, id, deadline, false);
  if (why !== "over") return { progress, isBack: false, unfinished: leave(work, id, why) };
  const rollbackId = progress.status === "Succeeded" ? undefined : await rollbackOf(work, id, progress);
  if (rollbackId === undefined) {
    // Without a deployment that goes back, the requests are where they were.
    return { progress, isBack: progress.status !== "Succeeded" && progress.newTraffic === 0 };
  }
  const back = await followDeployment(work, rollbackId, deadline, true);
  if (back.why !== "over") return { progress, isBack: false, unfinished: leave(work, rollbackId, back.why) };
  return { progress, isBack: back.progress.status === "Succeeded" };
}

/** The deployment that goes back. CodeDeploy makes it a moment after it gave the other one up; without rollback there is none. */
async function rollbackOf({ clients, interrupts, interval }: Work, id: string, ended: Progress) {
  let { rollbackId } = ended;
  for (let look = 0; look < 5 && rollbackId === undefined && !interrupts.isRequested; look += 1) {
    await pause(interval, () => interrupts.isRequested);
    ({ rollbackId } = await readProgress(clients.codedeploy, id));
  }
  return rollbackId;
}

function leave({ environment, screen, steadyMinutes, command }: Work, id: string, why: "left" | "timed-out"): number {
  screen.print(
    [
      "",
      why === "left"
        ? `You stopped watching; CodeDeploy continues deployment ${id}.`
        : `Deployment ${id} is not done after ${steadyMinutes} minutes, and continues.`,
      `To look: aws deploy get-deployment --deployment-id ${id}. To go back: ${nextCommand(`rollback ${environment.name}`)}. Running it again is safe when it is done: ${command}`,
    ].join("\n"),
  );
  return why === "left" ? 130 : exitCodes.notSteady;
}

async function followDeployment(
  { clients, screen, interrupts, interval }: Work,
  id: string,
  deadline: number,
  isRollback: boolean,
): Promise<{ readonly progress: Progress; readonly why: "over" | "left" | "timed-out" }> {
  const startedAt = Date.now();
  let progress = await readProgress(clients.codedeploy, id);
  let unanswered = 0;
  const draw = (): void => screen.draw(rowsOf(progress, id, startedAt, isRollback), Date.now());
  const timer = setInterval(draw, 100);
  try {
    for (;;) {
      draw();
      if (isOver(progress)) return { progress, why: "over" };
      if (interrupts.isRequested) return { progress, why: "left" };
      if (Date.now() >= deadline) return { progress, why: "timed-out" };
      await pause(interval, () => interrupts.isRequested);
      try {
        progress = await readProgress(clients.codedeploy, id);
        unanswered = 0;
      } catch (error) {
        unanswered += 1;
        if (unanswered === 1) screen.print(`${describe(error)}; looking again`);
        if (unanswered >= 15) throw error;
      }
    }
  } finally {
    clearInterval(timer);
    screen.keep();
  }
}
