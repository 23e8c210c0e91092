import { exitCodes, UserError } from "../../packages/common/errors";
import { isRunning } from "../../packages/common/process";
import { awsError, describe } from "../../lib/aws";
import { releasedTargets } from "../../lib/ecs/target";
import { imageOf } from "../../lib/ecs/task-definition";
import { alignOneOffTasks, alignState, withdrawAll, writeRecord, type Settling } from "./account";
import { deploymentUnderWay } from "./blue-green/deploy";
import { readRunning } from "./checks/service";
import type { Attempt } from "./leave-behind";
import { settleServices } from "./several/settle";
import type { Work } from "./work";

/** Exit codes of a deployment that continues without the person. */
const goesOn: readonly number[] = [130, exitCodes.notSteady];

/**
 * Runs a deployment and settles the account when it is over, however it ended. While Terraform applies nobody knows how it ends: the
 * revision that it has registered may be about to be deployed, though ECS shows no deployment yet.
 *
 * @returns the deployment's exit code
 */
export async function settled(
  work: Settling & Pick<Work, "leaveBehind" | "settles" | "terraform">,
  attempt: Attempt,
  deploy: () => Promise<number>,
): Promise<number> {
  if (work.settles === false) return deploy();
  const isLeft = (): boolean => {
    const { pid } = work.terraform;
    if (pid !== undefined) work.leaveBehind({ ...attempt, terraform: pid });
    return pid !== undefined;
  };
  let failed = true;
  try {
    const code = await deploy();
    failed = false;
    if (isLeft()) return code;
    if ((await settle(work, attempt)) === "in progress" && goesOn.includes(code)) work.leaveBehind(attempt);
    return code;
  } finally {
    // The deployment's own error matters more.
    if (failed && !isLeft()) {
      await settle(work, attempt).catch((error: unknown) => work.screen.print(describe(error)));
    }
  }
}

export interface Unwatched {
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** Between two looks. */
  readonly pause: () => Promise<unknown>;
  /**
   * Does something as the only one who releases: a release that has begun meanwhile registers revisions before it deploys them.
   *
   * @returns undefined where somebody else is at work
   */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T | undefined>;
}

/**
 * Settles the account when a deployment that nobody watches is over, and the Terraform that asked for it has ended.
 *
 * @returns whether it was over before the deadline
 */
export async function settleInTheEnd(
  work: Settling,
  attempt: Attempt,
  { deadline, pause, alone }: Unwatched,
): Promise<boolean> {
  while (Date.now() < deadline) {
    try {
      const applies = attempt.terraform !== undefined && isRunning(attempt.terraform);
      const isOver = !applies && !(await isUnderWay(work, attempt));
      if (isOver && (await alone(() => settle(work, attempt))) === "settled") return true;
    } catch (error) {
      // The network or a limit may be the cause: the next look may succeed.
      work.screen.print(describe(error));
    }
    await pause();
  }
  return false;
}

/**
 * Makes the account agree with what runs, so that the next plan is empty:
 *
 * - the record names the running image;
 * - revisions of an image that did not stay are deregistered: Terraform goes by the newest one that is left;
 * - one-off and scheduled tasks use the running image;
 * - Terraform's state knows the running revision, which an apply that changes nothing else tells it.
 *
 * Does nothing while a deployment is in progress.
 *
 * @throws UserError (exit code "applyFailed") that says what the next plan would do
 */
export async function settle(work: Settling, attempt: Attempt): Promise<"settled" | "in progress"> {
  if (await isUnderWay(work, attempt)) return "in progress";
  if (attempt.images !== undefined) {
    await settleServices(work, attempt.images, attempt.byTerraform);
    return "settled";
  }
  const { environment, clients, command } = work;
  const { record } = environment.image;
  const { definition, tag } = await readRunning(clients.ecs, environment);
  try {
    await writeRecord(work, record, tag);
    if (attempt.byTerraform && attempt.tag === tag) return "settled";
    if (attempt.tag !== tag) await withdrawAll(clients.ecs, environment, attempt.tag);
    await alignOneOffTasks(work, tag, imageOf(definition, environment.container));
    await alignState(work, { [environment.image.key]: tag });
    return "settled";
  } catch (error) {
    throw new UserError(
      `${awsError(error, `record in ${record} that ${tag} runs`).message}\nUntil it is recorded, the next plan of ${environment.name}-service may deploy another image. Then: ${command}`,
      exitCodes.applyFailed,
    );
  }
}

/** Whether a service that was to be deployed is being deployed. */
async function isUnderWay({ environment, clients }: Settling, { images }: Attempt): Promise<boolean> {
  const tried =
    images === undefined ? undefined : Object.keys(images).flatMap((key) => releasedTargets(environment, key));
  for (const target of tried ?? [environment]) {
    const { service, underWay } = await readRunning(clients.ecs, target);
    const isBlueGreen = service.deploymentController?.type === "CODE_DEPLOY";
    if (underWay !== undefined) return true;
    if (isBlueGreen && (await deploymentUnderWay(clients.codedeploy, target)) !== undefined) return true;
  }
  return false;
}
