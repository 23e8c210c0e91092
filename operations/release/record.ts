import { exitCodes, UserError } from "../../packages/common/errors";
import { isRunning } from "../../packages/common/process";
import { awsError, describe } from "../../lib/aws";
import { oneOffFamily } from "../../lib/ecs/one-off-task";
import { imageOf } from "../../lib/ecs/task-definition";
import { alignOneOffTask, alignState, withdraw, writeRecord, type Settling } from "./account";
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

/**
 * Settles the account when a deployment that nobody watches is over, and the Terraform that asked for it has ended.
 *
 * @param pause between two looks
 * @returns whether it was over before the deadline, in milliseconds since 1970
 */
export async function settleInTheEnd(
  work: Settling,
  attempt: Attempt,
  { deadline, pause }: { readonly deadline: number; readonly pause: () => Promise<unknown> },
): Promise<boolean> {
  while (Date.now() < deadline) {
    try {
      const applies = attempt.terraform !== undefined && isRunning(attempt.terraform);
      if (!applies && (await settle(work, attempt)) !== "in progress") return true;
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
  if (attempt.images !== undefined) return settleServices(work, attempt.images, attempt.byTerraform);
  const { environment, clients, command } = work;
  const { record } = environment.image;
  const { service, definition, tag, underWay } = await readRunning(clients.ecs, environment);
  if (underWay !== undefined) return "in progress";
  const isBlueGreen = service.deploymentController?.type === "CODE_DEPLOY";
  if (isBlueGreen && (await deploymentUnderWay(clients.codedeploy, environment)) !== undefined) return "in progress";
  try {
    await writeRecord(work, record, tag);
    if (attempt.byTerraform && attempt.tag === tag) return "settled";
    if (attempt.tag !== tag) {
      await withdraw(clients.ecs, environment, environment.service.family, attempt.tag);
      await withdraw(clients.ecs, environment, oneOffFamily(environment), attempt.tag);
    }
    await alignOneOffTask(work, tag, imageOf(definition, environment.container));
    await alignState(work, { [environment.image.key]: tag });
    return "settled";
  } catch (error) {
    throw new UserError(
      `${awsError(error, `record in ${record} that ${tag} runs`).message}\nUntil it is recorded, the next plan of ${environment.name}-service may deploy another image. Then: ${command}`,
      exitCodes.applyFailed,
    );
  }
}
