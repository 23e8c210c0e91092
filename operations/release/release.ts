import { registryOf } from "../../aws/regions";
import pc from "picocolors";

import { exitCodes, UserError } from "../../packages/common/errors";
import { revisionName } from "../../lib/ecs/service";
import { isRecord } from "../../packages/terraform-json";
import { moveTraffic } from "./blue-green/move-traffic";
import { deploymentUnderWay } from "./blue-green/deploy";
import { checkImage } from "./checks/image";
import { checkScan } from "./checks/scan";
import { checkSecrets, type SecretReference } from "./checks/secrets";
import { checkMigrations, describeRunning, readRunning, type Running } from "./checks/service";
import { migrate } from "./migration";
import type { PlannedRelease } from "./plan/expected";
import { discard } from "./plan/terraform";
import { settle, settled } from "./record";
import { rollOut } from "./roll-out";
import { stopHere } from "./stop";
import type { ReleaseState } from "./messages";
import type { Work } from "./work";
import { plural } from "../../packages/common/text";
import { nextCommand } from "../../lib/next-command";

export interface ReleaseOptions {
  readonly tag: string;
  /** Why critical findings are no reason to stop. @default - they are */
  readonly acceptFindings?: string;
  /** Applies what else the plan wants. @default false - it is shown, and nothing is changed */
  readonly allowChanges?: boolean;
  /** Leaves the migration out. @default false */
  readonly skipMigration?: boolean;
}

/**
 * Brings an image to the service: checks, migration, deployment.
 *
 * @returns 0 when the new tasks are steady, 130 when the person left, else the exit code of a rollout that did not succeed
 * @throws UserError that says what has changed and what has not
 */
export async function release(work: Work, options: ReleaseOptions): Promise<number> {
  const state: ReleaseState = {};
  let running: Running | undefined;
  try {
    running = await work.steps.do({
      name: "service",
      work: () => readRunning(work.clients.ecs, work.environment),
      outcome: ({ service, tag }) => `${service.serviceName} runs ${tag}`,
    });
    return await go(work, options, running, state);
  } catch (error) {
    return stopHere(work, error, state, running);
  }
}

async function go(work: Work, options: ReleaseOptions, running: Running, state: ReleaseState): Promise<number> {
  const { environment, clients, steps, screen, journal } = work;
  const { tag } = options;
  const isBlueGreen = running.service.deploymentController?.type === "CODE_DEPLOY";
  if (running.underWay?.tag === tag) {
    screen.print(`${tag} is being rolled out already; this only watches.`);
    await journal.begin({ tag, from: revisionName(running.underWay.previous) });
    const roll = { tag, previous: running.underWay.previous, running: "the image before", state };
    return settled(work, { tag, byTerraform: true }, () => rollOut(work, { by: "nobody" }, roll));
  }
  await checkBusy(work, running);

  const image = await steps.do({
    name: "image",
    work: async (say) => {
      const { digest } = await checkImage(clients.ecr, environment, tag);
      const { acceptFindings: accepted } = options;
      const repository = environment.image.repository;
      const given = { ecr: clients.ecr, repository, tag, digest, say };
      return { digest, scan: await checkScan({ ...given, ...(accepted !== undefined && { accepted }) }) };
    },
    outcome: ({ scan }) => `${tag} is there, for ${environment.service.architecture}; ${scan}`,
  });
  const plan = await steps.do({
    name: "plan",
    work: (say) => work.plan({ [environment.image.key]: tag }, { allowChanges: options.allowChanges ?? false, say }),
    outcome: (planned) => (planned.isEmpty ? "no changes" : describePlan(planned)),
  });
  try {
    checkPlan(plan, options);
    await steps.do({
      name: "secrets",
      work: () => checkSecrets(clients.secrets, secretsOf(plan.containers)),
      outcome: ({ checked, elsewhere }) =>
        `${checked === 0 ? "none to check" : `${checked} with a value`}${elsewhere > 0 ? `, ${elsewhere} are SSM parameters and were not looked at` : ""}`,
    });
    if (plan.isEmpty && running.tag === tag) {
      screen.print(`\n${pc.green("✔")} ${environment.service.name} runs ${tag} already: nothing to do`);
      await settle(work, { tag, byTerraform: true });
      return 0;
    }
    await journal.begin({ tag, from: describeRunning(running), ...image });
    if (running.tag !== tag && options.skipMigration !== true) {
      await migrate(work, running, imageIn(plan, work, tag), state);
    }
    const roll = { tag, previous: running.taskDefinition, running: running.tag, state };
    return await settled(work, { tag, byTerraform: true }, () =>
      isBlueGreen
        ? moveTraffic(work, { by: "terraform", plan }, roll, running.service)
        : rollOut(work, { by: "terraform", plan }, roll),
    );
  } finally {
    // What is applied goes with its end, which may come when nobody watches any more.
    if (state.changing !== true) discard(plan);
  }
}

/** @throws UserError (exit code "busy") when somebody else changes the service */
export async function checkBusy({ clients, environment }: Work, { underWay, service }: Running): Promise<void> {
  if (underWay !== undefined) {
    throw new UserError(
      `another deployment is under way: ${service.serviceName} is going to ${underWay.tag}; watch it with ${nextCommand(`status ${environment.name} --watch`)}, or go back with ${nextCommand(`rollback ${environment.name}`)}`,
      exitCodes.busy,
    );
  }
  if (service.deploymentController?.type === "CODE_DEPLOY") {
    const id = await deploymentUnderWay(clients.codedeploy, environment);
    if (id !== undefined) {
      throw new UserError(
        `CodeDeploy is at work on ${service.serviceName}: deployment ${id}; let it end, or go back with ${nextCommand(`rollback ${environment.name}`)}`,
        exitCodes.busy,
      );
    }
  }
  await checkMigrations(clients.ecs, environment);
}

export function describePlan({ images, unexpected }: PlannedRelease): string {
  const changes = images.map(({ before, after }) => `${before.split(":").at(-1)} -> ${after.split(":").at(-1)}`);
  const others = unexpected.length > 0 ? [plural(unexpected.length, "other change")] : [];
  return [...new Set(changes), ...others].join(", ") || "the service changes to another revision";
}

/** @throws UserError (exit code "refused") with what a plan wants beside the new image */
export function checkPlan(
  { unexpected }: PlannedRelease,
  { allowChanges = false }: Pick<ReleaseOptions, "allowChanges">,
): void {
  if (unexpected.length === 0 || allowChanges) return;
  throw new UserError(
    [
      "the plan of the service stack wants more than the new image:",
      ...unexpected.map((line) => `  ${line}`),
      "deploy that first, for itself; or take it along with --allow-changes",
    ].join("\n"),
    exitCodes.refused,
  );
}

/** The secrets that the containers will read. */
export function secretsOf(containers: readonly unknown[]): readonly SecretReference[] {
  return containers
    .flatMap((container) => (isRecord(container) && Array.isArray(container.secrets) ? container.secrets : []))
    .filter(isRecord)
    .map(({ name, valueFrom }) => ({ name: String(name), valueFrom: String(valueFrom) }));
}

/** The image that the web container will have. */
function imageIn(plan: PlannedRelease, { environment }: Work, tag: string): string {
  const { account, region, image, container: name } = environment;
  const planned = plan.containers.find((container) => isRecord(container) && container.name === name);
  return isRecord(planned) ? String(planned.image) : `${registryOf(region, account)}/${image.repository}:${tag}`;
}
