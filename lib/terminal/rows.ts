import { plural } from "../../packages/common/text";
import type { Changes, StackProgress } from "../cdktf/progress";

export type RowState = "waiting" | "running" | "done" | "failed" | "stopped";

/** One line on the screen: a step or a stack. */
export interface Row {
  readonly name: string;
  readonly state: RowState;
  /** Changes only when something new begins; a screen without a cursor prints a line when it does. */
  readonly phase: string;
  /** What changes all the time, such as "12 of 84". @default - nothing */
  readonly detail?: string;
  /** Milliseconds since 1970. @default - no time is shown */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** How a stack is shown. @param action Terraform's word for what is done to its resources */
export function rowOf(stack: StackProgress, action: "apply" | "destroy", now: number): Row {
  const { name, phase, startedAt, endedAt } = stack;
  const row = { name, startedAt, endedAt };
  switch (phase) {
    case "waiting":
    case "initialized":
      return {
        ...row,
        state: "waiting",
        phase: stack.after.length > 0 ? `waits for ${stack.after.join(", ")}` : "waits",
      };
    case "initializing":
      return { ...row, state: "running", phase: "terraform init" };
    case "planning":
      return { ...row, state: "running", phase: `terraform plan of ${plural(stack.resources, "resource")}` };
    case "applying":
      return { ...row, state: "running", phase: `terraform ${action}`, detail: working(stack, now) };
    case "failed":
      return { ...row, state: "failed", phase: "failed", detail: summaryOf(stack.errors) };
    case "done":
      return { ...row, state: "done", phase: changesOf(stack.changes) };
  }
}

/** "12 of 84, aws_db_instance.database 20 s": how far, and what has been worked on for longest. */
function working({ finished, planned, working: resources }: StackProgress, now: number): string {
  const [oldest] = [...resources].sort(([, one], [, other]) => one - other);
  const count = planned === undefined ? `${finished}` : `${finished} of ${planned}`;
  if (oldest === undefined) return count;
  const [address, since] = oldest;
  // cdktf adds the construct's path in brackets.
  return `${count}, ${address.replace(/ \(.*\)$/, "")} ${duration(now - since)}`;
}

function summaryOf(errors: readonly string[]): string {
  return errors[0]?.replace(/^Error: /, "") ?? "";
}

/** "84 added", "1 added, 2 changed", "no changes". */
export function changesOf(changes: Changes | undefined): string {
  if (changes === undefined) return "done";
  const parts = Object.entries(changes).flatMap(([what, count]: [string, number]) =>
    count > 0 ? [`${count} ${what}`] : [],
  );
  return parts.length > 0 ? parts.join(", ") : "no changes";
}

/** "0.4 s", "12 s", "3 min 5 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
