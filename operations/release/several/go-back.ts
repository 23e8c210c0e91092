import pc from "picocolors";
import { tagOf } from "../../../lib/ecs/service";
import { containersOf, mainTargetOf, releasedTargets, targetOf, type ServiceTarget } from "../../../lib/ecs/target";
import { imageOf } from "../../../lib/ecs/task-definition";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { alternatives, list } from "../../../packages/common/text";
import { deploymentUnderWay } from "../blue-green/deploy";
import { readDefinition } from "../checks/service";
import { readEntries, type Entry } from "../entries";
import { goBack } from "../go-back";
import { howFar } from "../messages";
import { settle, settled } from "../record";
import { compareRevisions, revisionOf } from "../revisions";
import { describeParts, readParts, workFor, type Part } from "./parts";
import type { Work } from "../work";

/** Entries of the journal that are looked through for the last release. */
const entriesRead = 50;

/** What the last release found, and what of it does not run now. */
interface Goal {
  readonly part: Part;
  /** Number of the revision. */
  readonly revision: number;
  /** The tags of its images, by key. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether what runs is the same already. */
  readonly isThere: boolean;
}

/**
 * Restores every service that the last release changed to the revision that it ran before, past Terraform, one after the other. One
 * that cannot be restored does not keep the others from it.
 *
 * @returns as `release`: 0 when all are steady, else the exit code of the first that is not
 * @throws UserError when no release is recorded, or a revision cannot be restored
 */
export async function restoreServices(work: Work): Promise<number> {
  const { environment, clients, steps, screen, journal, command } = work;
  const last = await steps.do({
    name: "release",
    work: async () => lastRelease(await readEntries(clients, mainTargetOf(environment), entriesRead), work),
    outcome: ({ tag, since, who }) => `${tag} of ${since.slice(0, 16).replace("T", " ")} by ${who}`,
  });
  const targets = releasedTargets(environment).filter(({ service }) => last.before[service.key] !== undefined);
  const parts = await readParts(work, targets);
  const goals = await Promise.all(parts.map((part) => goalOf(part, last.before[part.key] ?? "")));
  const pending = goals.filter(({ isThere }) => !isThere);
  const images: Record<string, string> = Object.assign({}, ...goals.map(({ tags }) => tags));
  const attempt = { tag: last.tag, byTerraform: false, images };
  if (pending.length === 0) {
    const keys = list(parts.map(({ key }) => key));
    screen.print(`\n${pc.green("✔")} ${keys} run what they ran before ${last.tag}: nothing to do`);
    await settle(work, attempt);
    return 0;
  }
  screen.print(
    `Going back to what ${list(pending.map(({ part }) => part.key))} ran before ${last.tag}; the database stays as it is.`,
  );
  await journal.begin({ tag: `before ${last.tag}`, from: describeParts(parts) });
  return settled(work, attempt, async () => {
    const done: string[] = [];
    const failed: string[] = [];
    let ended = 0;
    let thrown: unknown;
    for (const { part, revision } of pending) {
      try {
        const code = await goBackTo(part, revision);
        if (code === 130) return code;
        if (code === 0) done.push(part.key);
        else failed.push(part.key);
        if (ended === 0) ended = code;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        screen.print(`\n${pc.red("✖")} ${part.key}: ${error.message}`);
        failed.push(part.key);
        thrown ??= error;
      }
    }
    if (failed.length > 0) screen.print(`\n${howFar(environment.name, { done, untouched: failed, command }, true)}`);
    if (thrown !== undefined) throw thrown;
    return ended;
  });
}

/**
 * Goes back with one of several services, past Terraform, whose plan would change all that use its image.
 *
 * @param revision number. @default - the last that a deployment came to its end with
 * @returns as `goBack`
 */
export function restoreService(work: Work, key: string, revision: number | undefined): Promise<number> {
  const target = targetOf(work.environment, key);
  const own = { ...workFor(work, target), journal: work.journal };
  const images = Object.fromEntries(imagesOf(target).map((image) => [image, null]));
  return settled(work, { tag: target.service.key, byTerraform: false, images }, () =>
    goBack(own, { mode: "exact", ...(revision !== undefined && { revision }) }),
  );
}

type Release = Entry & { readonly before: NonNullable<Entry["before"]> };

/** The last release that came to change services. */
function lastRelease(entries: readonly Entry[], { environment }: Work): Release {
  const found = entries.findLast(
    (entry): entry is Release => entry.before !== undefined && entry.exitCode !== exitCodes.migrationFailed,
  );
  if (found !== undefined) return found;
  const keys = releasedTargets(environment).map(({ service }) => service.key);
  throw new UserError(
    `no release of several services is recorded: go back with one of ${alternatives(keys)}, with --service NAME`,
    exitCodes.refused,
  );
}

async function goalOf(part: Part, arn: string): Promise<Goal> {
  const { environment, clients } = part.work;
  const [revision] = revisionOf(arn, environment.service.family);
  if (revision === undefined) {
    throw new UserError(
      `${part.key} ran ${arn.split("/").at(-1)} before, which is no revision of ${environment.service.family}: go back with --service ${part.key}`,
      exitCodes.refused,
    );
  }
  const definition = await readDefinition(clients.ecs, arn);
  const { images, others } = compareRevisions(part.running.definition, definition);
  const tags = imagesOf(environment).map((key) => {
    const [container = ""] = containersOf(environment.service, key);
    return [key, tagOf(imageOf(definition, container))];
  });
  return {
    part,
    revision,
    tags: Object.fromEntries(tags) as Record<string, string>,
    isThere: images.length === 0 && others.length === 0,
  };
}

const imagesOf = ({ images, service }: ServiceTarget): readonly string[] =>
  Object.keys(images).filter((key) => containersOf(service, key).length > 0);

async function goBackTo({ work, running }: Part, revision: number): Promise<number> {
  const isBlueGreen = running.service.deploymentController?.type === "CODE_DEPLOY";
  // CodeDeploy goes back by itself when its deployment is stopped.
  const isStopped = isBlueGreen && (await deploymentUnderWay(work.clients.codedeploy, work.environment)) !== undefined;
  return goBack(work, { mode: "exact", ...(!isStopped && { revision }) });
}
