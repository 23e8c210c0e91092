import { exitCodes } from "../../packages/common/errors";
import type { ExitCode } from "./types";

/** The exit codes of every command, in order; docs/reference/exit-codes.md shows the same table. */
export const exitCodeTable: Readonly<Record<ExitCode, { readonly code: number; readonly meaning: string }>> = {
  done: { code: 0, meaning: "it worked, and nothing is left to do" },
  failed: { code: exitCodes.failed, meaning: "it failed" },
  changes: { code: exitCodes.changes, meaning: "something is left to do, such as changes that can be applied" },
  refused: {
    code: exitCodes.refused,
    meaning: "refused, and nothing was changed: a check failed, or something is missing",
  },
  migrationFailed: {
    code: exitCodes.migrationFailed,
    meaning: "the database migration failed; the service was not touched",
  },
  applyFailed: { code: exitCodes.applyFailed, meaning: "Terraform failed while it changed things" },
  rolledBack: { code: exitCodes.rolledBack, meaning: "ECS or CodeDeploy rolled the deployment back, or gave it up" },
  busy: { code: exitCodes.busy, meaning: "another release or Terraform run is under way" },
  notSteady: { code: exitCodes.notSteady, meaning: "not steady in time; the deployment continues" },
  unreachable: {
    code: exitCodes.unreachable,
    meaning: "AWS cannot be asked: no or expired credentials, the wrong account, no network, too many requests",
  },
  usage: {
    code: exitCodes.usage,
    meaning: "an unknown command, environment or option, or a value that is not allowed",
  },
  interrupted: { code: exitCodes.interrupted, meaning: "interrupted with Ctrl-C" },
};
