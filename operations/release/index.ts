import { targetOf } from "../../lib/ecs/target";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import type { Output } from "../../lib/terminal/screen";
import { exitCodes, UserError } from "../../packages/common/errors";
import { openSession } from "../../lib/sessions";
import { goBack } from "./go-back";
import { breakLock, lockOf } from "./lock";
import { release } from "./release";
import { connect, workOn } from "./work";

interface Common {
  readonly environmentName: string;
  /** Work on the emulator of this machine. */
  readonly emulated: boolean;
  /** @default - `release.steadyMinutes` of the environment */
  readonly steadyMinutes?: number | undefined;
  readonly output: Output;
}

export interface ReleaseImageOptions extends Common {
  readonly tag: string;
  /** Build and push the image first. */
  readonly build: boolean;
  readonly acceptFindings?: string | undefined;
  readonly allowChanges: boolean;
  readonly skipMigration: boolean;
}

/** Releases an image as the only one who does. @returns the exit code */
export function releaseImage(options: ReleaseImageOptions): Promise<number> {
  const { environmentName, emulated, tag, acceptFindings, allowChanges, skipMigration } = options;
  if (options.build) build(environmentName, tag);
  const command = [
    `./platform release ${environmentName} ${tag}${emulated ? " --emulator" : ""}`,
    ...(acceptFindings === undefined ? [] : [`--accept-findings ${JSON.stringify(acceptFindings)}`]),
    ...(allowChanges ? ["--allow-changes"] : []),
    ...(skipMigration ? ["--skip-migration"] : []),
  ].join(" ");
  return workOn({ ...workOptions(options), command }, (work) =>
    release(work, { tag, allowChanges, skipMigration, ...(acceptFindings !== undefined && { acceptFindings }) }),
  );
}

export interface RollBackOptions extends Common {
  /** @default - the one before */
  readonly revision?: number | undefined;
  /** @default - whichever keeps Terraform's state true */
  readonly mode?: "image" | "exact" | undefined;
}

/** Goes back to an earlier revision as the only one who does. @returns the exit code */
export function rollBack(options: RollBackOptions): Promise<number> {
  const { environmentName, emulated, revision, mode } = options;
  const rest = `${revision === undefined ? "" : ` ${revision}`}${emulated ? " --emulator" : ""}`;
  return workOn({ ...workOptions(options), command: `./platform rollback ${environmentName}${rest}` }, (work) =>
    goBack(work, { ...(revision !== undefined && { revision }), ...(mode !== undefined && { mode }) }),
  );
}

const workOptions = ({ environmentName, emulated, steadyMinutes, output }: Common) => ({
  environmentName,
  emulated,
  output,
  ...(steadyMinutes !== undefined && { steadyMinutes }),
});

/** Removes the lock of a release that was killed. @returns what it said */
export async function unlock(environmentName: string, emulated: boolean): Promise<string> {
  const session = await openSession(environmentName, emulated);
  const broken = await breakLock(lockOf(targetOf(session.environment), connect(session)));
  return broken === undefined
    ? `No release of ${environmentName} holds the lock.`
    : `The lock is removed; it said: ${broken}`;
}

function build(environmentName: string, tag: string): void {
  const script = join(projectRoot(), "scripts", "build-and-push.sh");
  const { status, error } = spawnSync(script, [environmentName, tag], { stdio: "inherit" });
  if (error !== undefined) throw new UserError(`${script} does not start: ${error.message}`);
  if (status !== 0)
    throw new UserError("the image was not built and pushed; nothing has changed", status ?? exitCodes.failed);
}
