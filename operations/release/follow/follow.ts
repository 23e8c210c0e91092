import { describe } from "../../../lib/aws";
import type { Row } from "../../../lib/terminal/rows";
import type { Screen } from "../../../lib/terminal/screen";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { sleep } from "../../../packages/common/process";
import type { Event, Observation } from "./observation";
import { advance, isOver, type Phase, type Rollout } from "./rollout";
import { rowsOf } from "./rows";

export interface FollowOptions {
  readonly observe: () => Promise<Observation>;
  readonly rollout: Rollout;
  readonly screen: Screen;
  /** Milliseconds since 1970 when the change was asked for. */
  readonly startedAt: number;
  /** Milliseconds since 1970 after which nobody waits any more. */
  readonly deadline: number;
  /** Events that were there before; they are not shown. */
  readonly seen: readonly Event[];
  /** How far the one is that asks for the deployment: Terraform. @default - it is done */
  readonly asking?: () => "running" | "done" | "failed";
  /** A row above the others. @default - none */
  readonly row?: () => Row;
  /** Whether the person left. */
  readonly isInterrupted: () => boolean;
  /** Milliseconds between looks. @default 2000 */
  readonly interval?: number;
}

export interface Followed {
  readonly end:
    | Phase
    | { readonly kind: "left" }
    | { readonly kind: "timed-out" }
    /** Whoever should have asked for a deployment failed before it began, or asked for none. */
    | { readonly kind: "not-begun" };
  readonly rollout: Rollout;
  /** The last look. */
  readonly last: Observation | undefined;
}

/** Looks without an answer in a row, after which nobody looks any more. */
const patience = 15;

/**
 * Shows a rollout until it is over, the person leaves, or the time is up; it changes nothing.
 *
 * @throws UserError when AWS does not answer for long; the rollout continues
 */
export async function follow(options: FollowOptions): Promise<Followed> {
  const { observe, screen, startedAt, deadline, isInterrupted, interval = 2000, asking = () => "done" } = options;
  let { rollout } = options;
  let last: Observation | undefined;
  let rows: readonly Row[] = [];
  let idle = 0;
  let unanswered = 0;
  const shown = new Set(options.seen.map(({ id }) => id));
  const draw = (): void => screen.draw([...(options.row === undefined ? [] : [options.row()]), ...rows], Date.now());
  const timer = setInterval(draw, 100);
  try {
    for (;;) {
      const asked = asking();
      try {
        last = await observe();
        unanswered = 0;
      } catch (error) {
        unanswered += 1;
        if (unanswered === 1) screen.print(`${describe(error)}; looking again`);
        if (unanswered >= patience)
          throw new UserError(`${describe(error)}; the rollout continues`, exitCodes.unreachable);
      }
      if (last !== undefined && unanswered === 0) {
        const news = last.events.filter(({ id }) => !shown.has(id));
        rollout = advance(rollout, last, asked === "done");
        for (const { id, message } of news) {
          shown.add(id);
          // Each begins with "(service NAME) ", and there is one service alone.
          screen.print(`  ${message.replace(/^\(service [^)]*\) /, "")}`);
        }
        rows = rowsOf(last, rollout, startedAt);
        draw();
      }
      const { phase } = rollout;
      if (isOver(phase)) return { end: phase, rollout, last };
      if (phase.kind === "waiting" && asked !== "running") {
        idle += 1;
        if (asked === "failed" || idle >= patience) return { end: { kind: "not-begun" }, rollout, last };
      }
      if (isInterrupted()) return { end: { kind: "left" }, rollout, last };
      if (Date.now() >= deadline) return { end: { kind: "timed-out" }, rollout, last };
      await pause(interval, isInterrupted);
    }
  } finally {
    clearInterval(timer);
    screen.keep();
  }
}

/** Sleeps, but not when the person leaves. */
export async function pause(milliseconds: number, isInterrupted: () => boolean): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end && !isInterrupted();) {
    await sleep(Math.min(100, milliseconds));
  }
}
