/** What every command exits with, beside 0; docs/reference/exit-codes.md is checked against it. */
export const exitCodes = {
  /** It failed, in a way that has no code of its own. */
  failed: 1,
  /** Something is left to do: a plan has changes. */
  changes: 2,
  /** Refused before anything was changed: a check failed, or what it needs is not there. */
  refused: 3,
  /** The database migration failed; the service was not touched. */
  migrationFailed: 4,
  /** Terraform failed while it changed things. */
  applyFailed: 5,
  /** The deployment was rolled back. */
  rolledBack: 6,
  /** Another release is under way. */
  busy: 7,
  /** The service did not become steady in time; the rollout continues. */
  notSteady: 8,
  /** AWS cannot be asked: no or expired credentials, the wrong account, no network, too many requests. */
  unreachable: 9,
  /** The command itself is wrong: an unknown command, environment or option, or a value that is not allowed (EX_USAGE of sysexits.h). */
  usage: 64,
  /** Interrupted with Ctrl-C, as shells report it. */
  interrupted: 130,
} as const;

/**
 * A mistake that a person can fix, in an environment, a command or an account. The message says everything, so no stack is shown.
 *
 * Classes that extend it keep its name: the runner, which is not part of the bundle, recognizes it by the name.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  constructor(
    message: string,
    /** What the program exits with. */
    readonly exitCode: number = exitCodes.failed,
  ) {
    super(message);
  }
}

/** What is shown for an error: the message of one that was foreseen, the stack of one that was not. */
export function report(error: unknown): string {
  const { message = String(error), stack = message, code } = Object(error) as Partial<NodeJS.ErrnoException>;
  // What util.parseArgs says of an unknown option or a missing value was foreseen, too.
  const foreseen = error instanceof UserError || String(code).startsWith("ERR_PARSE_ARGS");
  return foreseen ? message : (systemFailure(error) ?? stack);
}

/** One line for what the operating system refuses, such as a full disk or a read-only folder; undefined for any other error. */
function systemFailure(error: unknown): string | undefined {
  const { message = "", syscall, code, path } = Object(error) as Partial<NodeJS.ErrnoException>;
  if (syscall === undefined || code === undefined) return undefined;
  // Node.js writes "EROFS: read-only file system, open '/srv/plans/a.json'".
  const [, description] = /^E\w+: (.*?), /.exec(message) ?? [];
  // On a read-only disk, a folder and those above it cannot be made, which Node.js 20 calls ENOENT.
  const reason =
    syscall === "mkdir" && code === "ENOENT" ? "no such folder above it, or a read-only disk" : description;
  return reason === undefined
    ? message
    : `cannot ${syscall}${path === undefined ? "" : ` ${path}`}: ${reason} (${code})`;
}
