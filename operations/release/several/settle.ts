import { awsError } from "../../../lib/aws";
import { tagOf } from "../../../lib/ecs/service";
import { containersOf, releasedTargets, type ServiceTarget } from "../../../lib/ecs/target";
import { imageOf } from "../../../lib/ecs/task-definition";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { alignOneOffTasks, alignState, withdrawAll, writeRecord, type Settling } from "../account";
import { readRunning, type Running } from "../checks/service";
import type { Attempt } from "../leave-behind";

/** A service and the tag that its containers run of one image. */
interface Found {
  readonly target: ServiceTarget;
  readonly running: Running;
  readonly tags: readonly string[];
}

/**
 * Makes the account agree with what several services run, as `settle` does for one: an image's record names what all services that use
 * it run. Where they run different images of it, the record, one-off tasks and Terraform's state stay as they are, which is reported.
 *
 * @param images the tag that was tried of each, by key
 * @throws UserError (exit code "applyFailed") that says what the next plan would do
 */
export async function settleServices(
  work: Settling,
  images: NonNullable<Attempt["images"]>,
  byTerraform: boolean,
): Promise<void> {
  const { environment, clients, screen, command } = work;
  const found: Record<string, readonly Found[]> = {};
  for (const key of Object.keys(images)) {
    found[key] = await Promise.all(releasedTargets(environment, key).map((target) => find(work, target)));
  }
  const records = Object.keys(images).map((key) => environment.images[key]?.record ?? "");
  try {
    const same: Record<string, string> = {};
    for (const [key, services] of Object.entries(found)) {
      const tried = images[key];
      const tags = [...new Set(services.flatMap((one) => one.tags))];
      const [tag] = tags;
      for (const { target, tags: own } of services) {
        if (typeof tried !== "string" || own.every((one) => one === tried)) continue;
        await withdrawAll(clients.ecs, target, tried);
      }
      if (tags.length === 1 && tag !== undefined) {
        same[key] = tag;
        await writeRecord(work, environment.images[key]?.record ?? "", tag);
      } else screen.print(`\n${differ(environment.images[key]?.record ?? "", services)}`);
    }
    if (Object.keys(same).length < Object.keys(images).length) return;
    if (byTerraform && Object.entries(same).every(([key, tag]) => images[key] === tag)) return;
    for (const [key, services] of Object.entries(found)) {
      for (const { target, running } of services) {
        const image = imageOf(running.definition, target.container);
        await alignOneOffTasks({ ...work, environment: target }, same[key] ?? "", image);
      }
    }
    await alignState(work, same);
  } catch (error) {
    throw new UserError(
      `${awsError(error, `record in ${records.join(", ")} what runs`).message}\nUntil it is recorded, the next plan of ${environment.name}-service may deploy another image. Then: ${command}`,
      exitCodes.applyFailed,
    );
  }
}

async function find({ clients }: Settling, target: ServiceTarget): Promise<Found> {
  const running = await readRunning(clients.ecs, target);
  const containers = containersOf(target.service, target.image.key);
  return { target, running, tags: containers.map((name) => tagOf(imageOf(running.definition, name))) };
}

const differ = (record: string, services: readonly Found[]): string =>
  [
    "The services run different images:",
    ...services.map(({ target, tags }) => `  ${target.service.key}: ${[...new Set(tags)].join(", ")}`),
    `The record ${record} stays as it was: the next deployment of the service stack brings the image that it names to all of them.`,
  ].join("\n");
