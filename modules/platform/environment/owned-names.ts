import { longestDatabaseIdentifier } from "../../../aws/limits";
import { shorten } from "../../../packages/common/shorten";
import type { Environment, Service } from "./model";
import { oneOffFamily, oneOffSizes, proxyLogGroup } from "./names";

/** A name that an environment gives to what it makes. */
export interface OwnedName {
  /** What AWS takes each name of once. */
  readonly kind: string;
  /** Where it is unique. */
  readonly scope: "world" | "account" | "region";
  /** Where it is written, or what it is derived from. */
  readonly path: string;
  readonly value: string;
  /** What has the name, in a message about another that has it too. */
  readonly owner: string;
}

/** Every name that is unique in the world, in an account, or in a region of it; one that others own is none. */
export function ownedNames(environment: Environment): readonly OwnedName[] {
  const { name, cluster, state, loadBalancer, domain, secretPrefix, base } = environment;
  const { services, capacities, images, databases, buckets, caches, queues, fileSystems } = environment;
  const inRegion = (kind: string, part: { readonly field: string }, field: string, value: string): OwnedName => ({
    kind,
    scope: "region",
    path: `${part.field}.${field}`,
    value,
    owner: part.field,
  });
  const one = (kind: string, path: string, value: string | undefined, scope: OwnedName["scope"] = "region") =>
    value === undefined ? [] : [{ kind, scope, path, value, owner: path }];
  const owned = loadBalancer?.existing === undefined ? loadBalancer : undefined;
  return [
    ...one("environment", "name", name, "world"),
    // Roles, keys, alarms and schedules are called by it.
    ...one("base", "application and name", base, "account"),
    ...one("bucket", "state.bucket", state?.kind === "s3" && !state.existing ? state.bucket : undefined, "world"),
    ...one("bucket", "loadBalancer.accessLogsBucket", owned?.accessLogsBucket, "world"),
    ...one("load balancer", "loadBalancer.name", owned?.name),
    ...one("cluster", "cluster.name", cluster?.name),
    ...one("secrets", "secretPrefix", secretPrefix),
    ...(domain?.hosts ?? []).flatMap((host) => one("host", "host name", host, "world")),
    ...Object.values(services).map((service) => inRegion("service", service, "name", service.name)),
    ...Object.values(services).flatMap(familiesOf),
    ...Object.values(services).flatMap(logGroupsOf),
    ...Object.values(capacities).map((capacity) => inRegion("capacity", capacity, "name", capacity.name)),
    ...Object.values(images).flatMap((image) => [
      ...(image.existing ? [] : [inRegion("repository", image, "repository", image.repository)]),
      inRegion("record", image, "record", image.record),
    ]),
    ...Object.values(databases).flatMap((database) => {
      if (database.existing !== undefined) return [];
      const copies =
        database.engine === "aurora-postgresql"
          ? Array.from({ length: database.instances }, (_, index) => `${index + 1}`)
          : Object.keys(database.replicas ?? {});
      return ["", ...copies.map((copy) => `-${copy}`)].map((ending) =>
        inRegion(
          "database",
          database,
          "identifier",
          shorten(`${database.identifier}${ending}`, longestDatabaseIdentifier),
        ),
      );
    }),
    ...Object.values(buckets).map((bucket) => ({
      ...inRegion("bucket", bucket, "name", bucket.name),
      scope: "world" as const,
    })),
    ...Object.values(caches).flatMap((cache) =>
      cache.existing === undefined ? [inRegion("cache", cache, "identifier", cache.identifier)] : [],
    ),
    ...Object.values(queues).flatMap((queue) => {
      if (queue.existing !== undefined) return [];
      const suffix = queue.fifo === undefined ? "" : ".fifo";
      const endings = queue.deadLetterQueue === false ? [suffix] : [suffix, `-dead-letters${suffix}`];
      return endings.map((ending) => inRegion("queue", queue, "name", `${queue.name}${ending}`));
    }),
    ...Object.values(fileSystems).map((fileSystem) => inRegion("file system", fileSystem, "name", fileSystem.name)),
  ];
}

/** Families of a service: its own, and those of the tasks that run one command. */
function familiesOf(service: Service): readonly OwnedName[] {
  const { field, family } = service;
  const tasks = Object.keys(oneOffSizes(service)).map((container) => oneOffFamily(service, container));
  const name = { kind: "family", scope: "region" as const, path: `${field}.family` };
  return [
    { ...name, value: family, owner: field },
    ...tasks.map((value) => ({ ...name, value, owner: `a one-off task of ${field}` })),
  ];
}

function logGroupsOf({ field, family, connect, containers }: Service): readonly OwnedName[] {
  const name = { kind: "log group", scope: "region" as const };
  const proxy = `the Service Connect proxy of ${field}`;
  return [
    ...(connect === undefined ? [] : [{ ...name, path: proxy, value: proxyLogGroup(family), owner: proxy }]),
    ...Object.entries(containers).map(([container, { logGroup }]) => {
      const owner = `${field}.containers.${container}`;
      return { ...name, path: `${owner}.logGroup`, value: logGroup, owner };
    }),
  ];
}
