import pc from "picocolors";
import type { ChosenService } from "../../lib/ecs/target";
import { list } from "../../packages/common/text";
import { explain, type Failure } from "./follow/evidence";
import { nextCommand } from "../../lib/next-command";

type Named = Pick<ChosenService, "name" | "service">;

/** How far a release came: what it has done so far. */
export interface ReleaseState {
  /** The migration completed on the new image. */
  migrated?: boolean;
  /** The migration was started, and is running or failed. @default - it was not */
  migration?: string;
  /** Terraform has registered a revision that gets no requests yet (blue/green). */
  registered?: boolean;
  /** Terraform or CodeDeploy was started to change the service. */
  changing?: boolean;
}

/**
 * How far a release or rollback of several services came before it ended early, and how to go on or back.
 *
 * @param done keys
 * @param command what goes on with the rest. @default - nothing should, since the version failed
 */
export function howFar(
  name: string,
  {
    done,
    untouched,
    command,
  }: Readonly<Record<"done" | "untouched", readonly string[]>> & { readonly command?: string },
  isRollback = false,
): string {
  return [
    ...(done.length > 0 ? [`${isRollback ? "Restored" : "Deployed before that"}: ${list(done)}.`] : []),
    ...(untouched.length > 0 ? [`${isRollback ? "Not restored" : "Not touched"}: ${list(untouched)}.`] : []),
    ...(done.length > 0 && !isRollback
      ? [`To restore all services as they were before: ${nextCommand(`rollback ${name}`)}`]
      : []),
    ...(command !== undefined && (untouched.length > 0 || isRollback) ? [`To go on with the rest: ${command}`] : []),
  ].join("\n");
}

/** What has changed and what has not, after a stop. */
export function whatChanged(
  { migrated, migration, registered, changing }: ReleaseState,
  running: string | undefined,
  command: string,
): string {
  const still = running === undefined ? "" : `, which still runs ${running}`;
  const again = `Running it again is safe: ${command}`;
  if (changing === true) {
    return [
      ...(migrated === true ? ["The migration has run."] : []),
      "The change of the service was asked for and continues without you.",
      `${again} watches it, or does what is left.`,
    ].join("\n");
  }
  if (registered === true) {
    return `${migrated === true ? "The migration has run, and a" : "A"} new revision is registered; the service was not touched${still}.\n${again}`;
  }
  if (migrated === true) {
    return `The migration has run; the service was not touched${still}.\n${again} runs the migration again, which has nothing to do then.`;
  }
  if (migration !== undefined) return `${migration} The service was not touched${still}.\n${again}`;
  return `Nothing has changed. ${again}`;
}

/** The message of a successful release. */
export function succeeded({ service }: Named, tag: string, revision: string, took: string): string {
  return `${pc.green("✔")} ${service.name} runs ${tag} (${revision}), steady after ${took}`;
}

/** The message of a deployment that failed or was rolled back. */
export function rolledBack(
  { name, service }: Named,
  tag: string,
  end: { readonly kind: "rolled-back" | "failed"; readonly why: string },
  failures: readonly Failure[],
  previous: string,
): string {
  const what =
    end.kind === "rolled-back"
      ? `${service.name} was rolled back and runs ${previous} again; ${tag} is not live`
      : `the deployment of ${tag} failed, and nothing rolls back automatically; before, ${service.name} ran ${previous}`;
  const details = explain(failures);
  return [
    `${pc.red("✖")} ${what}`,
    `  why: ${end.why === "" ? "AWS gives no reason" : end.why}`,
    ...details.map((line) => `  ${line}`),
    ...(details.length === 0 ? ["  no task of it is left to look into"] : []),
    ...(/\balarm\b/i.test(end.why) ? [`  which alarm fires, and what to do: ${nextCommand(`status ${name}`)}`] : []),
    "",
    end.kind === "rolled-back"
      ? `${service.migration === undefined ? "There is nothing to undo." : "There is nothing to undo but the migration, if it changed the schema."} Fix the image, push it with a new tag, and release that.`
      : `Go back with ${nextCommand(`rollback ${name}`)}`,
  ].join("\n");
}
