import { tagOf } from "../../../lib/ecs/service";
import { containersOf, releasedTargets, type ServiceTarget } from "../../../lib/ecs/target";
import { imageOf } from "../../../lib/ecs/task-definition";
import { describeRunning, readRunning, type Running } from "../checks/service";
import type { PlannedPart, PlannedRelease } from "../plan/expected";
import { describeTags, type Tags } from "../tags";
import type { Work } from "../work";

/** One of several services that a release or a rollback changes. */
export interface Part {
  readonly key: string;
  /** Work on this service alone; it records and settles nothing, since that is done once for all. */
  readonly work: Work;
  readonly running: Running;
}

export const workFor = (work: Work, environment: ServiceTarget): Work => ({
  ...work,
  environment,
  settles: false,
  journal: { begin: () => Promise.resolve() },
});

/** The services that use images, in the order in which they are written, each with the container of the first of them. */
export function targetsFor({ environment }: Work, tags: Tags): readonly ServiceTarget[] {
  const found = Object.keys(tags).flatMap((key) => releasedTargets(environment, key));
  return Object.keys(environment.services).flatMap((key) => found.find(({ service }) => service.key === key) ?? []);
}

/** @throws UserError when a service is not there yet */
export const readParts = (work: Work, targets: readonly ServiceTarget[]): Promise<readonly Part[]> =>
  work.steps.do({
    name: "services",
    work: () =>
      Promise.all(
        targets.map(async (target) => ({
          key: target.service.key,
          work: workFor(work, target),
          running: await readRunning(work.clients.ecs, target),
        })),
      ),
    outcome: describeParts,
  });

/** "web runs v1 (shop:3), worker is going to v2 (jobs:7)". */
export const describeParts = (parts: readonly Part[]): string =>
  parts
    .map(
      ({ key, running }) =>
        `${key} ${running.underWay === undefined ? "runs" : "is going to"} ${describeRunning(running)}`,
    )
    .join(", ");

/** The tags of a release that a service uses. */
export function tagsOf({ work: { environment } }: Part, tags: Tags): Tags {
  const used = Object.entries(tags).filter(([key]) => containersOf(environment.service, key).length > 0);
  return Object.fromEntries(used);
}

export const describeTagsOf = (part: Part, tags: Tags): string =>
  describeTags(part.work.environment, tagsOf(part, tags));

/** Whether every container of a service that uses one of the images runs its tag already, or is about to. */
export const hasTags = ({ work: { environment }, running }: Part, tags: Tags): boolean =>
  Object.entries(tags).every(([key, tag]) =>
    containersOf(environment.service, key).every((name) => tagOf(imageOf(running.definition, name)) === tag),
  );

/**
 * The resources of a plan that deploy a service: the service itself and its task definition, whose old revision would stay in the state
 * if it were not a target of its own; with CodeDeploy, which deploys the service then, the task definition alone.
 */
export function plannedParts({ parts }: PlannedRelease, { work, running }: Part): readonly PlannedPart[] {
  const { name, family } = work.environment.service;
  const isBlueGreen = running.service.deploymentController?.type === "CODE_DEPLOY";
  return parts.filter((part) =>
    part.kind === "task definition" ? part.name === family : !isBlueGreen && part.name === name,
  );
}
