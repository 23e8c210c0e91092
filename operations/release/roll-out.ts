import type { Row } from "../../lib/terminal/rows";
import { duration } from "../../lib/terminal/rows";
import { exitCodes, UserError } from "../../packages/common/errors";
import { revisionName } from "../../lib/ecs/service";
import { gatherEvidence } from "./evidence";
import { follow, pause, type Followed } from "./follow/follow";
import { Observer } from "./follow/observe";
import { beginning, isNew } from "./follow/rollout";
import { applyFor, errorsIn, type Applying, type SavedPlan } from "./plan/terraform";
import { rolledBack, succeeded, whatChanged, type ReleaseState } from "./messages";
import { showRollout } from "./planned-actual";
import type { Work } from "./work";
import { nextCommand } from "../../lib/next-command";

export interface RollOutOptions {
  /** Tag of the image that is rolled out. */
  readonly tag: string;
  /** ARN of the task definition that runs; undefined where the deployment is under way and that is no longer known. */
  readonly previous: string | undefined;
  /** Tag of its image. */
  readonly running: string;
  readonly state: ReleaseState;
}

/** How the deployment is asked for, and what is left to do when it is over. */
export type Ask =
  | { readonly by: "terraform"; readonly plan: SavedPlan }
  /** @returns when ECS has taken the order */
  | { readonly by: "ecs"; readonly order: () => Promise<void> }
  /** It is under way already. */
  | { readonly by: "nobody" };

/**
 * Asks for a rolling deployment and follows it to its end.
 *
 * @returns 0 when the new revision is steady; the exit codes of a rollback, a failed apply, a rollout that takes too long; 130 when the
 * person left
 * @throws UserError when AWS does not answer
 */
export async function rollOut(work: Work, ask: Ask, options: RollOutOptions): Promise<number> {
  const { environment, clients, screen, interrupts, interval, steadyMinutes } = work;
  const { tag, previous, running, state } = options;
  const observer = new Observer(clients.ecs, clients.elb, environment);
  const start = await observer.observe();
  const startedAt = Date.now();
  const deadline = startedAt + steadyMinutes * 60_000;
  // A deployment that is under way is new, though it was there before.
  const before = ask.by === "nobody" ? [] : start.deployments.map(({ id }) => id);
  const isInterrupted = (): boolean => interrupts.isRequested;

  const apply = ask.by === "terraform" ? applying(ask.plan, work) : undefined;
  if (ask.by === "ecs") await ask.order();
  state.changing = true;
  screen.print("");
  const followed = await follow({
    observe: () => observer.observe(),
    rollout: beginning(
      previous,
      before,
      start.events.map(({ id }) => id),
    ),
    screen,
    startedAt,
    deadline,
    seen: start.events,
    isInterrupted,
    interval,
    ...(apply !== undefined && { asking: () => apply.state(), row: () => apply.row(startedAt) }),
  });

  const { end } = followed;
  if (end.kind === "left" || end.kind === "timed-out") return leave(work, end.kind, apply, tag);
  // Terraform waits for the service, too, and then saves what it did.
  if (end.kind !== "failed") await settle(work, apply, deadline, startedAt);
  if (apply?.state() === "running" && isInterrupted()) return leave(work, "left", apply, tag);
  if (apply?.state() === "failed")
    screen.print(`\nTerraform failed (its output is in ${work.log}):\n\n${errorsIn(work.log)}\n`);
  return conclude(work, followed, apply, { tag, running, previous, took: duration(Date.now() - startedAt), state });
}

async function conclude(
  work: Work,
  { end, rollout, last }: Followed,
  apply: Tracked | undefined,
  { tag, running, previous, took, state }: RollOutOptions & { readonly took: string },
): Promise<number> {
  const { environment, screen, command } = work;
  switch (end.kind) {
    case "steady": {
      const revision = revisionName(rollout.ours?.taskDefinition);
      screen.print(`\n${succeeded(environment, tag, revision, took)}`);
      showRollout(work, last, rollout.ours?.taskDefinition);
      if (apply?.state() !== "failed") return 0;
      screen.print(`\nThe service is well, but Terraform could not finish. Running it again is safe: ${command}`);
      return exitCodes.applyFailed;
    }
    case "rolled-back":
    case "failed": {
      const failures = last === undefined ? [] : await gatherEvidence(work, last, (one) => isNew(rollout, one));
      const primary = last?.deployments.find(({ isPrimary }) => isPrimary);
      const back = previous ?? primary?.taskDefinition;
      screen.print(`\n${rolledBack(environment, tag, end, failures, `${running} (${revisionName(back)})`)}`);
      return exitCodes.rolledBack;
    }
    case "superseded":
      throw new UserError(
        `somebody else has deployed ${end.by} to ${environment.service.name} meanwhile: ${tag} is not what runs`,
        exitCodes.rolledBack,
      );
    case "not-begun": {
      if (apply?.state() !== "failed") {
        if (tag !== running) {
          // ECS may have gone back before anybody looked.
          throw new UserError(
            `${environment.service.name} runs ${running} (${revisionName(previous)}) as before, and no deployment of ${tag} is to be seen; ${nextCommand(`status ${environment.name}`)} shows the service's events`,
            exitCodes.rolledBack,
          );
        }
        screen.print(
          `\nNo deployment was needed: ${environment.service.name} runs ${revisionName(previous)} as before.`,
        );
        return 0;
      }
      state.changing = false;
      const changed = state.migrated === true ? "" : " Terraform may have changed what it says above.";
      throw new UserError(
        `the apply failed before the service was changed.${changed} ${whatChanged(state, running, command)}`,
        exitCodes.applyFailed,
      );
    }
    default:
      throw new Error(`a rollout does not end with ${end.kind}`);
  }
}

/** Waits for Terraform after the rollout, as long as the person does. */
async function settle({ screen, interrupts }: Work, apply: Tracked | undefined, deadline: number, startedAt: number) {
  if (apply === undefined) return;
  const timer = setInterval(() => screen.draw([apply.row(startedAt)], Date.now()), 100);
  while (apply.state() === "running" && !interrupts.isRequested && Date.now() < deadline) {
    await pause(200, () => interrupts.isRequested);
  }
  clearInterval(timer);
  screen.draw([apply.row(startedAt)], Date.now());
  screen.keep();
}

/** What continues when nobody watches, and how to look again. */
function leave(work: Work, why: "left" | "timed-out", apply: Tracked | undefined, tag: string): number {
  const { environment, screen, command, steadyMinutes, log } = work;
  screen.print(
    [
      "",
      why === "left"
        ? `You stopped watching; the rollout of ${tag} continues.`
        : `${environment.service.name} is not steady after ${steadyMinutes} minutes; the rollout of ${tag} continues.`,
      ...(apply?.state() === "running"
        ? [`Terraform waits for it (process ${apply.pid}, ${log}) and saves the state; leave it alone.`]
        : []),
      `To look: ${nextCommand(`status ${environment.name}`)}. To watch again: ${command}. To go back: ${nextCommand(`rollback ${environment.name}`)}`,
    ].join("\n"),
  );
  return why === "left" ? 130 : exitCodes.notSteady;
}

interface Tracked {
  readonly pid: number;
  readonly state: () => "running" | "done" | "failed";
  readonly row: (startedAt: number) => Row;
}

function applying(plan: SavedPlan, work: Work): Tracked {
  const { pid, done }: Applying = applyFor(work, plan);
  let state: ReturnType<Tracked["state"]> = "running";
  let endedAt: number | undefined;
  const ended = (how: "done" | "failed"): void => {
    state = how;
    endedAt = Date.now();
  };
  done.then(
    (code) => ended(code === 0 ? "done" : "failed"),
    () => ended("failed"),
  );
  const phases = { running: "terraform apply", done: "the state is saved", failed: "terraform apply failed" };
  return {
    pid,
    state: () => state,
    row: (startedAt) => ({ name: "terraform", state, phase: phases[state], startedAt, endedAt }),
  };
}
