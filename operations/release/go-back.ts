import { UpdateServiceCommand, type TaskDefinition } from "@aws-sdk/client-ecs";
import { awsError } from "../../lib/aws";
import { exitCodes, UserError } from "../../packages/common/errors";
import { imageOf } from "../../lib/ecs/task-definition";
import { tagOf } from "../../lib/ecs/service";
import { deploymentUnderWay, stopDeployment } from "./blue-green/deploy";
import { moveTraffic } from "./blue-green/move-traffic";
import { watchStopped } from "./blue-green/watch";
import { checkImage } from "./checks/image";
import { checkSecrets } from "./checks/secrets";
import { describeRunning, readDefinition, readRunning, type Running } from "./checks/service";
import type { Intent } from "./journal";
import { discard } from "./plan/terraform";
import { newestTag, registerCopy } from "./account";
import { settled } from "./record";
import { chooseRevision, compareRevisions, readRevisions } from "./revisions";
import { rollOut } from "./roll-out";
import { stopHere } from "./stop";
import type { ReleaseState } from "./messages";
import type { Work } from "./work";

export interface GoBackOptions {
  /** @default - the last revision that a deployment came to its end with */
  readonly revision?: number;
  /**
   * What is taken from that revision: "image" alone, through Terraform, with today's configuration; or all of it, "exact", past
   * Terraform. @default - "image" when the two differ in nothing else, else "exact"
   */
  readonly mode?: "image" | "exact";
}

/**
 * Goes back to an earlier revision. The database is left as it is: no migration is undone.
 *
 * @returns as `release`
 * @throws UserError that says what has changed and what has not
 */
export async function goBack(work: Work, options: GoBackOptions): Promise<number> {
  const state: ReleaseState = {};
  let running: Running | undefined;
  try {
    running = await work.steps.do({
      name: "service",
      work: () => readRunning(work.clients.ecs, work.environment),
      outcome: ({ service, tag, underWay }) =>
        `${service.serviceName} ${underWay === undefined ? "runs" : "is going to"} ${tag}`,
    });
    return running.service.deploymentController?.type === "CODE_DEPLOY"
      ? await moveBack(work, options, running, state)
      : await rollBack(work, options, running, state);
  } catch (error) {
    return stopHere(work, error, state, running);
  }
}

interface Goal {
  readonly arn: string;
  readonly name: string;
  readonly definition: TaskDefinition;
  readonly tag: string;
  /** @default - the image is kept elsewhere */
  readonly digest?: string;
  /** What differs from what runs beside the image, in words. */
  readonly others: readonly string[];
}

/** Finds the revision, and makes sure that it can run. */
async function findGoal(work: Work, { revision }: GoBackOptions, running: Running): Promise<Goal> {
  const { clients, environment, steps } = work;
  const { family = environment.service.family, revision: now = 0 } = running.definition;
  return steps.do({
    name: "revision",
    work: async () => {
      const chosen = chooseRevision(family, now, await readRevisions(clients.ecs, environment, family), revision);
      const arn = running.taskDefinition.replace(/:\d+$/, `:${chosen}`);
      const definition = await readDefinition(clients.ecs, arn);
      const { others } = compareRevisions(running.definition, definition);
      const image = imageOf(definition, environment.container);
      const tag = tagOf(image);
      const isOurs = image?.includes(`/${environment.image.repository}:`) === true;
      const checked = isOurs ? await checkImage(clients.ecr, environment, tag) : {};
      await checkSecrets(
        clients.secrets,
        (definition.containerDefinitions ?? []).flatMap(({ secrets = [] }) =>
          secrets.map(({ name = "", valueFrom = "" }) => ({ name, valueFrom })),
        ),
      );
      return { arn, name: `${family}:${chosen}`, definition, tag, others, ...checked };
    },
    outcome: ({ name, tag }) => `${name} with ${tag}`,
  });
}

async function rollBack(work: Work, options: GoBackOptions, running: Running, state: ReleaseState): Promise<number> {
  const { environment, clients, screen } = work;
  const goal = await findGoal(work, options, running);
  const roll = { tag: goal.tag, previous: running.taskDefinition, running: running.tag, state };
  const begin = () => work.journal.begin(intentOf(goal, running));
  // While a rollout is under way, Terraform waits for it and holds the lock of the state.
  const isPlain = goal.others.length === 0 && running.underWay === undefined && goal.tag !== running.tag;
  const mode = options.mode ?? (isPlain ? "image" : "exact");
  if (mode === "image") {
    screen.print(`Going back to ${goal.tag} through Terraform; the database stays as it is.`);
    if (goal.others.length > 0)
      screen.print(`${goal.name} also differs in this, which stays as it is now:\n${indent(goal.others)}`);
    const plan = await planBack(work, goal);
    try {
      await begin();
      return await settled(work, { tag: goal.tag, byTerraform: true }, () =>
        rollOut(work, { by: "terraform", plan }, roll),
      );
    } finally {
      if (state.changing !== true) discard(plan);
    }
  }

  screen.print(`Going back to ${goal.name} itself, past Terraform; the database stays as it is.`);
  if (goal.others.length > 0) screen.print(`Beside the image, this is rolled back, too:\n${indent(goal.others)}`);
  const order = async (): Promise<void> => {
    const taskDefinition = await registerCopy(clients.ecs, goal.arn);
    await clients.ecs
      .send(
        new UpdateServiceCommand({
          cluster: environment.cluster.name,
          service: environment.service.name,
          taskDefinition,
        }),
      )
      .catch((error: unknown) => {
        throw awsError(error, `set ${environment.service.name} to ${goal.name}`);
      });
  };
  await begin();
  return settled(work, { tag: running.underWay?.tag ?? goal.tag, byTerraform: false }, () =>
    rollOut(work, { by: "ecs", order }, roll),
  );
}

const intentOf = ({ tag, digest }: Goal, running: Running): Intent => ({
  tag,
  from: describeRunning(running),
  ...(digest !== undefined && { digest }),
});

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join("\n");

async function planBack({ environment, plan, steps, command }: Work, { tag, name }: Goal) {
  const planned = await steps.do({
    name: "plan",
    work: () => plan({ [environment.image.key]: tag }),
    outcome: () => `image ${tag}`,
  });
  if (planned.unexpected.length === 0) return planned;
  discard(planned);
  throw new UserError(
    [
      `the plan of ${environment.name}-service wants more than another image:`,
      indent(planned.unexpected),
      `to go back to ${name} as it was, past Terraform: ${command} --exact`,
    ].join("\n"),
    exitCodes.refused,
  );
}

/** Blue/green: a deployment that is under way is stopped and goes back by itself; else the requests move to the earlier revision. */
async function moveBack(work: Work, options: GoBackOptions, running: Running, state: ReleaseState): Promise<number> {
  const { environment, clients, screen } = work;
  if (options.mode === "image") {
    throw new UserError(
      "with blue/green deployments a rollback is always to the revision itself: leave --image-only out",
    );
  }
  const id = await deploymentUnderWay(clients.codedeploy, environment);
  const roll = { tag: running.tag, previous: running.taskDefinition, running: running.tag, state };
  if (id !== undefined && options.revision === undefined) {
    screen.print(`CodeDeploy is at work (deployment ${id}); stopping it, with the requests going back.`);
    await work.journal.begin({ tag: running.tag, from: `CodeDeploy deployment ${id}` });
    state.changing = true;
    await stopDeployment(clients.codedeploy, id);
    const attempted = (await newestTag(clients.ecs, environment)) ?? running.tag;
    return settled(work, { tag: attempted, byTerraform: false }, () => watchStopped(work, id, roll));
  }
  if (id !== undefined) {
    throw new UserError(
      `CodeDeploy is at work (deployment ${id}): leave the revision out to stop it and go back, or let it end first`,
      exitCodes.busy,
    );
  }
  const goal = await findGoal(work, options, running);
  if (goal.others.length > 0) screen.print(`Beside the image, this is rolled back, too:\n${indent(goal.others)}`);
  await work.journal.begin(intentOf(goal, running));
  return settled(work, { tag: goal.tag, byTerraform: false }, async () => {
    const taskDefinition = await registerCopy(clients.ecs, goal.arn);
    return moveTraffic(work, { by: "revision", taskDefinition }, { ...roll, tag: goal.tag }, running.service);
  });
}
