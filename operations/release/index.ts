import { chooseService, mainTargetOf, releasedTargets, targetOf } from "../../lib/ecs/target";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import type { Output } from "../../lib/terminal/screen";
import { exitCodes, UserError } from "../../packages/common/errors";
import { loadEnvironment } from "../../lib/environments";
import { openSession } from "../../lib/sessions";
import type { Environment } from "../../modules/platform/environment";
import { alternatives } from "../../packages/common/text";
import { goBack } from "./go-back";
import { breakLock, lockOf } from "./lock";
import { release } from "./release";
import { restoreService, restoreServices } from "./several/go-back";
import { releaseServices } from "./several/release";
import { parseTags } from "./tags";
import { connect, workOn, type Done } from "./work";

interface Common {
  readonly environmentName: string;
  /** Work on the emulator of this machine. */
  readonly emulated: boolean;
  /** @default - `release.steadyMinutes` of the environment */
  readonly steadyMinutes?: number | undefined;
  readonly output: Output;
}

export interface ReleaseImagesOptions extends Common {
  /** A tag, or `image=tag` of some of several images. */
  readonly images: readonly string[];
  /** Build and push the image first. */
  readonly build: boolean;
  readonly acceptFindings?: string | undefined;
  readonly allowChanges: boolean;
  readonly skipMigration: boolean;
}

/** Whether one service alone can be released, and of one image. */
const isOne = (environment: Environment): boolean =>
  Object.keys(environment.images).length === 1 && releasedTargets(environment).length === 1;

/** Releases images as the only one who does. */
export async function releaseImages(options: ReleaseImagesOptions): Promise<Done> {
  const { environmentName, emulated, images, acceptFindings, allowChanges, skipMigration } = options;
  const environment = await loadEnvironment(environmentName);
  const tags = parseTags(environment, images);
  const [tag = ""] = Object.values(tags);
  if (options.build) build(environment, tag);
  const command = [
    `./platform release ${environmentName} ${images.join(" ")}${emulated ? " --emulator" : ""}`,
    ...(acceptFindings === undefined ? [] : [`--accept-findings ${JSON.stringify(acceptFindings)}`]),
    ...(allowChanges ? ["--allow-changes"] : []),
    ...(skipMigration ? ["--skip-migration"] : []),
  ].join(" ");
  const given = { allowChanges, skipMigration, ...(acceptFindings !== undefined && { acceptFindings }) };
  return workOn({ ...workOptions(options), command }, (work) =>
    isOne(environment) ? release(work, { tag, ...given }) : releaseServices(work, tags, given),
  );
}

export interface RollBackOptions extends Common {
  /** @default - the one before */
  readonly revision?: number | undefined;
  /** @default - whichever keeps Terraform's state true */
  readonly mode?: "image" | "exact" | undefined;
  /** Key of the only service that goes back. @default - all that the last release changed */
  readonly service?: string | undefined;
}

/** Goes back to an earlier revision as the only one who does. */
export async function rollBack(options: RollBackOptions): Promise<Done> {
  const { environmentName, emulated, revision, mode, service } = options;
  const environment = await loadEnvironment(environmentName);
  const one = isOne(environment);
  if (service !== undefined) chooseService(environment, service);
  if (!one) checkSeveral(environment, options);
  const rest = [
    ...(revision === undefined ? [] : [revision]),
    ...(service === undefined ? [] : [`--service ${service}`]),
    ...(emulated ? ["--emulator"] : []),
  ];
  const command = ["./platform rollback", environmentName, ...rest].join(" ");
  return workOn({ ...workOptions(options), command }, (work) => {
    if (!one) return service === undefined ? restoreServices(work) : restoreService(work, service, revision);
    if (service !== undefined) targetOf(environment, service);
    return goBack(work, { ...(revision !== undefined && { revision }), ...(mode !== undefined && { mode }) });
  });
}

/** @throws UserError (exit code "usage") for what makes no sense where several services are rolled back */
function checkSeveral(environment: Environment, { revision, mode, service }: RollBackOptions): void {
  const keys = releasedTargets(environment).map((target) => target.service.key);
  if (revision !== undefined && service === undefined) {
    throw new UserError(
      `each service has revisions of its own: name one of ${alternatives(keys)} with --service`,
      exitCodes.usage,
    );
  }
  if (mode === "image") {
    throw new UserError(
      "services share images, so that --image-only would change all of them: release the earlier tag, with --skip-migration",
      exitCodes.usage,
    );
  }
}

const workOptions = ({ environmentName, emulated, steadyMinutes, output }: Common) => ({
  environmentName,
  emulated,
  output,
  ...(steadyMinutes !== undefined && { steadyMinutes }),
});

/** Removes the lock of a release that was killed. @returns who held it */
export async function unlock(environmentName: string, emulated: boolean): Promise<string> {
  const session = await openSession(environmentName, emulated);
  const broken = await breakLock(lockOf(mainTargetOf(session.environment), connect(session)));
  return broken === undefined
    ? `No release of ${environmentName} holds the lock.`
    : `The lock is removed. It was: ${broken}`;
}

function build({ name, images }: Environment, tag: string): void {
  if (Object.keys(images).length > 1) {
    throw new UserError(
      `--build builds the only image, and ${name} has several: build and push them first, then release them`,
      exitCodes.usage,
    );
  }
  const script = join(projectRoot(), "scripts", "build-and-push.sh");
  const { status, error } = spawnSync(script, [name, tag], { stdio: "inherit" });
  if (error !== undefined) throw new UserError(`${script} does not start: ${error.message}`);
  if (status !== 0)
    throw new UserError("the image was not built and pushed; nothing has changed", status ?? exitCodes.failed);
}
