import { UserError } from "../../../packages/common/errors";
import type { Environment } from "./model";

/** Names that an environment gives to what it makes; unique in the world, or in an account and region. */
function namesOf(environment: Environment): Readonly<Record<string, string | undefined>> {
  const { account, region, name, cluster, state, loadBalancer, domain, secretPrefix, base } = environment;
  const { services, capacities, images, databases, buckets, caches, queues } = environment;
  const here = (value: string) => `${account}/${region}/${value}`;
  const owned = loadBalancer === undefined || loadBalancer.existing !== undefined ? undefined : loadBalancer;
  const each = <Part extends { readonly field: string }>(
    parts: Readonly<Record<string, Part>>,
    names: (part: Part) => Readonly<Record<string, string | undefined>>,
  ) =>
    Object.values(parts).flatMap((part) =>
      Object.entries(names(part)).map(([field, value]) => [`${part.field}.${field}`, value] as const),
    );
  return {
    name,
    // Roles, keys, alarms and schedules are called by it.
    "application and name": `${account}/${base}`,
    "state.bucket": state.kind === "s3" && !state.existing ? state.bucket : undefined,
    "loadBalancer.accessLogsBucket": owned?.accessLogsBucket,
    "loadBalancer.name": owned && here(owned.name),
    "cluster.name": here(cluster.name),
    secretPrefix: here(secretPrefix),
    ...Object.fromEntries((domain?.hosts ?? []).map((host) => [`host name ${host}`, host])),
    ...Object.fromEntries([
      ...each(capacities, (capacity) => ({ name: here(capacity.name) })),
      ...each(images, ({ repository, record, existing }) => ({
        repository: existing ? undefined : here(repository),
        record: here(record),
      })),
      ...each(databases, (database) => ({
        identifier: database.existing === undefined ? here(database.identifier) : undefined,
      })),
      ...each(buckets, (bucket) => ({ name: bucket.name })),
      ...each(caches, (cache) => ({ identifier: cache.existing === undefined ? here(cache.identifier) : undefined })),
      ...each(queues, (queue) => ({ name: queue.existing === undefined ? here(queue.name) : undefined })),
      ...each(services, (service) => ({
        name: here(service.name),
        family: here(service.family),
        ...Object.fromEntries(
          Object.entries(service.containers).map(([container, { logGroup }]) => [
            `containers.${container}.logGroup`,
            here(logGroup),
          ]),
        ),
      })),
    ]),
  };
}

/** @throws UserError with every name that two environments would both own */
export function checkOwnedOnce(environments: readonly Environment[]): void {
  const problems = environments.flatMap((environment, index) =>
    environments.slice(0, index).flatMap((other) => {
      const taken = new Map(Object.entries(namesOf(other)).map(([field, value]) => [kindOf(field, value), field]));
      return Object.entries(namesOf(environment)).flatMap(([field, value]) => {
        if (value === undefined || !taken.has(kindOf(field, value))) return [];
        const name = JSON.stringify(value.replace(/^\d{12}\/(?:[a-z]+-[a-z-]+-\d\/)?/, ""));
        return [`  ${environment.name}: ${field} ${name} is already used by ${other.name}`];
      });
    }),
  );
  if (problems.length === 0) return;
  throw new UserError(
    `environments would own the same things; nothing was written. Give each a name of its own:\n\n${problems.join("\n")}`,
  );
}

/** Two services may have any keys, and must not have one name: what a name is of is the last part of its field. */
function kindOf(field: string, value: string | undefined): string {
  const last = field.split(".").at(-1) ?? field;
  const section = field
    .split(".")[0]
    ?.replace(/^(?:databases?|capacit(?:y|ies)|buckets?|caches?|queues?)$/, (word) => word.slice(0, 4));
  return JSON.stringify([last === "logGroup" ? "" : section, last, value]);
}
