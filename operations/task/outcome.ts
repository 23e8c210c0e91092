import type { Task } from "@aws-sdk/client-ecs";

/** How a one-off task ended. */
export type Outcome =
  | { readonly kind: "exited"; readonly code: number; readonly why?: string }
  /** It never ran, or was stopped from outside. */
  | { readonly kind: "stopped"; readonly why: string };

/** How a stopped task ended, by the exit code of the container that does the work. */
export function outcomeOf(task: Task, container: string): Outcome {
  const own = task.containers?.find(({ name }) => name === container);
  const { stoppedReason = "ECS gives no reason", stopCode } = task;
  if (own?.exitCode === undefined || stopCode === "TaskFailedToStart") {
    return { kind: "stopped", why: own?.reason ?? stoppedReason };
  }
  const why = own.reason ?? (stopCode === "UserInitiated" ? stoppedReason : signalOf(own.exitCode));
  return { kind: "exited", code: own.exitCode, ...(why !== undefined && { why }) };
}

/** What an exit code above 128 says of the signal that ended the program. */
function signalOf(code: number): string | undefined {
  return { 137: "killed by SIGKILL, as for want of memory", 139: "SIGSEGV", 143: "ended by SIGTERM" }[code];
}
