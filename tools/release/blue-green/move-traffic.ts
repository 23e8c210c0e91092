import { duration } from "../../cdktf/rows";
import { exitCodes, UserError } from "../../cli";
import { describe } from "../../aws";
import { revisionName, type EcsService } from "../../task/service";
import { terraform } from "../../terraform";
import { gatherEvidence } from "../evidence";
import { pause } from "../follow/follow";
import { Observer } from "../follow/observe";
import { beginning } from "../follow/rollout";
import { applyRelease, discard, errorsIn, type SavedPlan } from "../plan/terraform";
import type { RollOutOptions } from "../roll-out";
import { rolledBack, succeeded, whatChanged } from "../words";
import type { Work } from "../work";
import { appspecOf, createDeployment } from "./deploy";
import { isOver, readProgress, rowsOf, type Progress } from "./progress";

/** Which revision the requests move to. */
export type Target =
  /** The one that Terraform makes. */
  | { readonly by: "terraform"; readonly plan: SavedPlan }
  /** One that is there. */
  | { readonly by: "revision"; readonly taskDefinition: string };

/**
 * Registers the revision by Terraform where it is new, and has CodeDeploy move the requests to it, to the end.
 *
 * @returns as `rollOut`
 */
export async function moveTraffic(
  work: Work,
  target: Target,
  options: RollOutOptions,
  service: EcsService,
): Promise<number> {
  const { environment, clients, steps, screen } = work;
  const taskDefinition = target.by === "revision" ? target.taskDefinition : await register(work, target.plan, options);
  const content = appspecOf(environment, service, taskDefinition);
  const id = await steps.do({
    name: "deployment",
    work: () => createDeployment(clients.codedeploy, environment, content, `release ${options.tag}`),
    outcome: (made) => `CodeDeploy deployment ${made} of ${revisionName(taskDefinition)}`,
  });
  options.trail.changing = true;
  screen.print("");
  return watch(work, id, taskDefinition, options);
}

/** Applies the plan: with blue/green deployments the service is not touched by it. @returns ARN of the revision */
async function register(work: Work, plan: SavedPlan, { trail, running }: RollOutOptions): Promise<string> {
  if (plan.isEmpty) discard(plan);
  else {
    await work.steps.do({
      name: "terraform",
      work: async (say) => {
        say("terraform apply of the service stack");
        const code = await applyRelease(plan, work.log).done;
        trail.registered = code === 0;
        if (code === 0) return;
        throw new UserError(
          `Terraform failed (all it said is in ${work.log}); no request goes to another revision. ${whatChanged(trail, running, work.command)}\n\n${errorsIn(work.log)}`,
          exitCodes.applyFailed,
        );
      },
      outcome: () => "the revision is registered",
    });
  }
  return (await terraform(plan.program, plan.stack, ["output", "-no-color", "-raw", "task_definition"])).trim();
}

/** Follows a CodeDeploy deployment to its end, and the one that goes back when it fails. */
export async function watch(
  work: Work,
  id: string,
  taskDefinition: string,
  { tag, previous, running }: RollOutOptions,
): Promise<number> {
  const { environment, screen, steadyMinutes, command } = work;
  const startedAt = Date.now();
  const deadline = startedAt + steadyMinutes * 60_000;
  const { progress, why } = await followDeployment(work, id, startedAt, deadline);
  if (!isOver(progress)) {
    screen.print(
      [
        "",
        why === "left"
          ? `You stopped watching; CodeDeploy goes on with deployment ${id}.`
          : `Deployment ${id} is not done after ${steadyMinutes} minutes, and goes on.`,
        `To look: aws deploy get-deployment --deployment-id ${id}. To go back: npm run rollback -- ${environment.name}. Running it again is safe when it is done: ${command}`,
      ].join("\n"),
    );
    return why === "left" ? 130 : exitCodes.notSteady;
  }
  if (progress.status === "Succeeded") {
    screen.print(`\n${succeeded(environment, tag, revisionName(taskDefinition), duration(Date.now() - startedAt))}`);
    return 0;
  }
  const back =
    progress.rollbackId === undefined
      ? undefined
      : await followDeployment(work, progress.rollbackId, Date.now(), deadline);
  // Without a rollback of its own, CodeDeploy has left the requests where they were, or moved them in part.
  const isBack = back?.progress.status === "Succeeded" || progress.newTraffic === 0;
  const observation = await new Observer(work.clients.ecs, work.clients.elb, environment).observe();
  const failures = await gatherEvidence(work, observation, beginning(previous, []));
  const end = { kind: isBack ? "rolled-back" : "failed", why: progress.why } as const;
  screen.print(`\n${rolledBack(environment, tag, end, failures, `${running} (${revisionName(previous)})`)}`);
  return exitCodes.rolledBack;
}

async function followDeployment(
  { clients, screen, interrupts, interval }: Work,
  id: string,
  startedAt: number,
  deadline: number,
): Promise<{ readonly progress: Progress; readonly why: "over" | "left" | "timed-out" }> {
  let progress = await readProgress(clients.codedeploy, id);
  let silent = 0;
  const draw = (): void => screen.draw(rowsOf(progress, id, startedAt), Date.now());
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
        silent = 0;
      } catch (error) {
        silent += 1;
        if (silent === 1) screen.print(`${describe(error)}; looking again`);
        if (silent >= 15) throw error;
      }
    }
  } finally {
    clearInterval(timer);
    draw();
    screen.keep();
  }
}
