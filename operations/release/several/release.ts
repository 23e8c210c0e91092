import pc from "picocolors";
import { registryOf } from "../../../aws/regions";
import { mainTargetOf, releasedTargets, targetOf } from "../../../lib/ecs/target";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { list } from "../../../packages/common/text";
import { activeRevisions } from "../revisions";
import { moveTraffic } from "../blue-green/move-traffic";
import { checkImage } from "../checks/image";
import { checkScan } from "../checks/scan";
import { checkSecrets } from "../checks/secrets";
import { readEntries } from "../entries";
import type { Intent } from "../journal";
import { howFar, type ReleaseState } from "../messages";
import { migrate } from "../migration";
import type { PlannedRelease } from "../plan/expected";
import { applyFor, discard, errorsIn } from "../plan/terraform";
import { settle, settled } from "../record";
import { checkBusy, checkPlan, describePlan, secretsOf, type ReleaseOptions } from "../release";
import { rollOut } from "../roll-out";
import { stopHere } from "../stop";
import { describeTags, type Tags } from "../tags";
import type { Work } from "../work";
import { describeParts, describeTagsOf, hasTags, plannedParts, readParts, targetsFor, type Part } from "./parts";
import { nextCommand } from "../../../lib/next-command";

type Options = Omit<ReleaseOptions, "tag">;

/**
 * Brings images to all services that use them: all checks, the migrations, and then one service after the other, in the order in which
 * the environment writes them, each until it is steady. The first that does not become steady ends the release; those after it stay as
 * they are.
 *
 * A plan of the whole stack is checked and thrown away. Each service is then planned and applied by itself (`-target`), because one apply
 * of all would update all services at once. That is sound here: the whole plan has shown that nothing but images changes, the target
 * brings what the service depends on, and an apply without a target ends the release, for one-off tasks, schedules and outputs.
 *
 * @returns as `release`
 * @throws UserError that says what has changed and what has not
 */
export async function releaseServices(work: Work, tags: Tags, options: Options): Promise<number> {
  const state: ReleaseState = {};
  try {
    const targets = targetsFor(work, tags);
    const parts = await readParts(work, targets);
    const watched = await watchUnderWay(parts, tags, state);
    if (watched.code !== 0) {
      const keys = (is: (part: Part) => boolean) => parts.filter(is).map(({ key }) => key);
      const done = keys((part) => hasTags(part, tags) && part.running.underWay === undefined);
      const untouched = keys((part) => !hasTags(part, tags));
      work.screen.print(`\n${howFar(work.environment.name, { done, untouched, ...goOn(work, watched.code) })}`);
      return await settled(work, attemptOf(work, tags), () => Promise.resolve(watched.code));
    }
    return await go(work, watched.any ? await readParts(work, targets) : parts, tags, options, state);
  } catch (error) {
    return stopHere(work, error, state, undefined);
  }
}

/** The same command goes on, unless the version failed: the others would get it, too. */
const goOn = ({ command }: Work, code: number | undefined) => (code === exitCodes.rolledBack ? {} : { command });

const attemptOf = ({ environment }: Work, tags: Tags) => ({
  tag: describeTags(environment, tags),
  byTerraform: true,
  images: tags,
});

/** Watches the services that an earlier run of the same release is still deploying. */
async function watchUnderWay(
  parts: readonly Part[],
  tags: Tags,
  state: ReleaseState,
): Promise<{ readonly code: number; readonly any: boolean }> {
  let any = false;
  for (const part of parts) {
    const { underWay } = part.running;
    if (underWay === undefined || !hasTags(part, tags)) continue;
    any = true;
    const tag = describeTagsOf(part, tags);
    part.work.screen.print(`${tag} is being rolled out to ${part.key} already; this only watches.`);
    const options = { tag, previous: underWay.previous, running: "the image before", state };
    const code = await rollOut(part.work, { by: "nobody" }, options);
    if (code !== 0) return { code, any };
    state.changing = false;
  }
  return { code: 0, any };
}

async function go(work: Work, parts: readonly Part[], tags: Tags, options: Options, state: ReleaseState) {
  const { environment, clients, steps, screen, journal } = work;
  const { allowChanges = false } = options;
  for (const part of parts) await checkBusy(part.work, part.running);
  const images = await checkImages(work, tags, options);
  const plan = await steps.do({
    name: "plan",
    work: (say) => work.plan(tags, { allowChanges, say }),
    outcome: (planned) => (planned.isEmpty ? "no changes" : describePlan(planned)),
  });
  discard(plan);
  checkPlan(plan, options);
  await steps.do({
    name: "secrets",
    work: () => checkSecrets(clients.secrets, secretsOf(plan.containers)),
    outcome: ({ checked }) => (checked === 0 ? "none to check" : `${checked} with a value`),
  });
  const label = describeTags(environment, tags);
  const pending = parts.filter((part) => !hasTags(part, tags) || plannedParts(plan, part).some((one) => one.isChanged));
  if (plan.isEmpty && pending.length === 0) {
    screen.print(`\n${pc.green("✔")} ${list(parts.map(({ key }) => key))} run ${label} already: nothing to do`);
    await settle(work, attemptOf(work, tags));
    return 0;
  }
  await journal.begin({ tag: label, from: describeParts(parts), before: await before(work, parts, label), ...images });
  if (options.skipMigration !== true) {
    for (const part of pending) await migratePart(part, tags, state);
  }
  return settled(work, attemptOf(work, tags), () => deploy(work, pending, plan, tags, options, state));
}

/** Makes sure that each image is there, for the architectures of all services that use it, and scanned. */
async function checkImages(
  { environment, clients, steps }: Work,
  tags: Tags,
  { acceptFindings: accepted }: Options,
): Promise<Pick<Intent, "digest" | "scan">> {
  const checked: { readonly name: string; readonly digest: string; readonly scan: string }[] = [];
  await steps.do({
    name: "images",
    work: async (say) => {
      for (const [key, tag] of Object.entries(tags)) {
        const targets = releasedTargets(environment, key);
        const architectures = [...new Set(targets.map(({ service }) => service.architecture))];
        for (const architecture of architectures) {
          const target = targets.find(({ service }) => service.architecture === architecture);
          if (target === undefined) continue;
          const { digest } = await checkImage(clients.ecr, target, tag);
          const given = { ecr: clients.ecr, repository: target.image.repository, tag, digest, say };
          const scan = await checkScan({ ...given, ...(accepted !== undefined && { accepted }) });
          checked.push({ name: `${key}=${tag} for ${architecture}`, digest, scan });
        }
      }
    },
    outcome: () => checked.map(({ name, scan }) => `${name}: ${scan}`).join("; "),
  });
  const line = (field: "digest" | "scan") => checked.map((one) => `${one.name}: ${one[field]}`).join("; ");
  return { digest: line("digest"), scan: line("scan") };
}

/** What each service ran before the release. One that continues with a release that did not end well keeps what that one found. */
async function before({ environment, clients }: Work, parts: readonly Part[], label: string) {
  const now = Object.fromEntries(parts.map(({ key, running }) => [key, running.taskDefinition]));
  const last = (await readEntries(clients, mainTargetOf(environment), 1)).at(-1);
  const goesOn = last?.tag === label && last.exitCode !== 0;
  return { ...now, ...(goesOn ? last.before : {}) };
}

async function migratePart({ key, work, running }: Part, tags: Tags, state: ReleaseState): Promise<void> {
  const { account, region, service } = work.environment;
  const reference = service.containers[service.migration?.size.container ?? ""]?.image;
  const image = reference !== undefined && "key" in reference ? reference.key : undefined;
  const tag = image === undefined ? undefined : tags[image];
  // A migration belongs to the image that runs it; one that has run is not needed again.
  if (service.migration === undefined || tag === undefined || hasTags({ key, work, running }, { [image ?? ""]: tag })) {
    return;
  }
  const target = targetOf(work.environment, key, image);
  const uri = `${registryOf(region, account)}/${target.image.repository}:${tag}`;
  work.screen.print(`\nThe migration of ${key}:`);
  await migrate({ ...work, environment: target }, running, uri, state);
}

/** Deploys one service after the other, and then what is left of the stack. */
async function deploy(
  work: Work,
  pending: readonly Part[],
  plan: PlannedRelease,
  tags: Tags,
  options: Options,
  state: ReleaseState,
): Promise<number> {
  const keys = pending.map(({ key }) => key);
  for (const [index, part] of pending.entries()) {
    const ended = { done: keys.slice(0, index), untouched: keys.slice(index + 1) };
    const say = (code?: number) =>
      work.screen.print(`\n${howFar(work.environment.name, { ...ended, ...goOn(work, code) })}`);
    try {
      const code = await deployPart(part, plan, tags, options, state);
      if (code === 0) continue;
      say(code);
      return code;
    } catch (error) {
      say();
      throw error;
    }
  }
  return finish(work, tags, options);
}

async function deployPart(
  part: Part,
  whole: PlannedRelease,
  tags: Tags,
  options: Options,
  state: ReleaseState,
): Promise<number> {
  const { key, work, running } = part;
  const { allowChanges = false } = options;
  const only = plannedParts(whole, part).map(({ address }) => address);
  if (only.length === 0) {
    throw new UserError(
      `the plan of ${work.environment.name}-service does not contain the service ${key}: deploy it first, with ${nextCommand(`deploy ${work.environment.name}`)}`,
      exitCodes.refused,
    );
  }
  const plan = await work.steps.do({
    name: "plan",
    work: (say) => {
      say(`terraform plan of ${key}`);
      return work.plan(tags, { allowChanges, only, isWritten: true });
    },
    outcome: (planned) => `${key}: ${planned.isEmpty ? "no changes" : describePlan(planned)}`,
  });
  const own: ReleaseState = {};
  try {
    checkPlan(plan, options);
    const roll = {
      tag: describeTagsOf(part, tags),
      previous: running.taskDefinition,
      running: running.tag,
      state: own,
    };
    if (running.service.deploymentController?.type !== "CODE_DEPLOY") {
      return await rollOut(work, { by: "terraform", plan }, roll);
    }
    return await moveTraffic(work, { by: "terraform", plan, made: () => newest(part) }, roll, running.service);
  } finally {
    // What is applied goes with its end, which may come when nobody watches any more.
    if (own.changing !== true) discard(plan);
    Object.assign(state, own);
  }
}

/** ARN of the newest revision of a service's family. */
async function newest({ work, running }: Part): Promise<string> {
  const [revision] = await activeRevisions(work.clients.ecs, work.environment.service.family);
  return running.taskDefinition.replace(/:\d+$/, `:${revision}`);
}

/** Applies what is left when all services are steady: one-off tasks, schedules, outputs, and other changes that were allowed. */
async function finish(work: Work, tags: Tags, options: Options): Promise<number> {
  const { steps, log, environment, screen, command } = work;
  const plan = await steps.do({
    name: "plan",
    work: (say) => {
      say("terraform plan of what is left");
      return work.plan(tags, { allowChanges: options.allowChanges ?? false, isWritten: true });
    },
    outcome: (planned) => (planned.isEmpty ? "nothing is left" : "one-off tasks, schedules and outputs are left"),
  });
  try {
    checkPlan(plan, options);
    if (plan.isEmpty) return 0;
    const code = await steps.do({
      name: "terraform",
      work: (say) => {
        say("terraform apply of the service stack");
        return applyFor(work, plan).done;
      },
      outcome: (ended) => (ended === 0 ? "the state is saved" : "terraform apply failed"),
    });
    if (code === 0) return 0;
    screen.print(
      `\nTerraform failed (its output is in ${log}):\n\n${errorsIn(log)}\n\nThe services of ${environment.name} are well, but Terraform could not finish. Running it again is safe: ${command}`,
    );
    return exitCodes.applyFailed;
  } finally {
    discard(plan);
  }
}
