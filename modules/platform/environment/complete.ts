import { instanceType, type Architecture } from "../../../aws/instance-types";
import { zonesOf } from "../../../aws/regions";
import { completeService, type Surroundings } from "./complete-service";
import { shorten } from "../../../packages/common/shorten";
import { given, mapEntries, unnamed } from "./names";
import type {
  Bucket,
  Cache,
  Capacity,
  Database,
  Domain,
  Environment,
  FileSystem,
  Image,
  LoadBalancer,
  Queue,
  Service,
} from "./model";
import { cacheVersions } from "./schema/cache";
import { engineFacts, longestUsername } from "../../../aws/database";
import { longestDatabaseIdentifier } from "../../../aws/limits";
import type { Parsed } from "./schema";

/**
 * Fills in the names and the defaults that depend on other fields.
 *
 * @param parsed sections that are wrong are left out; checks that read them do not run
 */
export function complete(parsed: Partial<Parsed>): Environment {
  const { application = "", name = "", account = "", region = "", cluster, state, network } = parsed;
  const base = application === name ? name : `${application}-${name}`;
  const named = (key: string) => (key === unnamed.part ? base : `${base}-${key}`);

  const capacities = parts("capacity", "capacities", parsed.capacity, parsed.capacities, completeCapacity(named));
  const images = mapEntries(parsed.images ?? {}, (image, key): Image => {
    const path = `/${application}/${name}`;
    const record = key === unnamed.image ? `${path}/image-tag` : `${path}/images/${key}/tag`;
    return { record, ...given(image), key, field: `images.${key}`, repository: image.repository ?? `${base}-${key}` };
  });
  const surroundings: Surroundings = {
    base,
    region,
    capacities,
    images: Object.keys(images),
    logRetentionDays: parsed.logRetentionDays ?? 30,
    routes: Object.values(parsed.services ?? {}).flatMap(({ web, routes }) => [
      ...(web ? [web] : []),
      ...Object.values(routes ?? {}),
    ]).length,
  };
  const services = mapEntries(parsed.services ?? {}, (service, key) => completeService(service, key, surroundings));
  const domain = completeDomain(parsed.domain, services, parsed.loadBalancer?.rules);

  return {
    ...(parsed as Parsed),
    base,
    state:
      state?.kind === "s3"
        ? { bucket: `${base}-state-${account}`, keyAlias: `${base}-state`, ...given(state) }
        : (state as Environment["state"]),
    network: network && { ...network, zones: network.zones ?? zonesOf(region).slice(0, 2) },
    cluster: cluster && { name: base, ...given(cluster) },
    capacities,
    images,
    services,
    domain,
    loadBalancer: domain && parsed.loadBalancer && completeLoadBalancer(parsed.loadBalancer, base, account),
    databases: parts("database", "databases", parsed.database, parsed.databases, (database, part): Database => {
      const word = (text: string, maximum = 63) => text.replace(/-+/g, "_").slice(0, maximum).replace(/_+$/, "");
      const engine = database.existing === undefined ? database.engine : database.existing.engine;
      // Instances of a cluster are called `<identifier>-1`.
      const longest = longestDatabaseIdentifier - (engine === "aurora-postgresql" ? 2 : 0);
      const identifier = shorten(named(part.key).replace(/-+/g, "-"), longest);
      const username = word(application, longestUsername(engine));
      const names = { identifier, name: word(named(part.key)), username };
      if (database.existing !== undefined) {
        const port = database.existing.port ?? engineFacts[database.existing.engine].port;
        return { ...names, ...given(database), ...part, existing: { ...database.existing, port } };
      }
      if (database.engine === "aurora-postgresql") return { version: "16", ...names, ...given(database), ...part };
      const version = database.engine === "mysql" ? "8.4" : "17";
      return { maximumStorageGiB: 5 * database.storageGiB, version, ...names, ...given(database), ...part };
    }),
    caches: parts("cache", "caches", parsed.cache, parsed.caches, (cache, part): Cache => {
      const identifier = shorten(named(part.key).replace(/-+/g, "-"), 32);
      if (cache.existing !== undefined) return { identifier, ...given(cache), ...part };
      const { version = cacheVersions[cache.engine], nodeType, ...rest } = cache;
      return { identifier, ...given(rest), version: listed(version), nodeType: listed(nodeType), ...part };
    }),
    queues: parts("queue", "queues", parsed.queue, parsed.queues, (queue, part): Queue => {
      if (queue.existing !== undefined) return { ...queue, ...part };
      return { name: shorten(named(part.key), 62), ...given(queue), ...part };
    }),
    fileSystems: parts(
      "fileSystem",
      "fileSystems",
      parsed.fileSystem,
      parsed.fileSystems,
      (fileSystem, part): FileSystem => ({
        name: named(part.key),
        ...given(fileSystem),
        ...part,
      }),
    ),
    buckets: parts("bucket", "buckets", parsed.bucket, parsed.buckets, (bucket, part): Bucket => {
      const kind = part.key === unnamed.part ? "files" : part.key;
      return { name: shorten(`${base}-${kind}-${account}`, 63), ...given(bucket), ...part };
    }),
    secretPrefix: parsed.secretPrefix ?? `${application}/${name}`,
  } as Environment;
}

const listed = (given: string | { readonly unlisted: string }): string =>
  typeof given === "string" ? given : given.unlisted;

/** A section in the singular, or several by name. */
function parts<Section, Complete>(
  singular: string,
  plural: string,
  one: Section | undefined,
  several: Readonly<Record<string, Section>> | undefined,
  completed: (section: Section, part: { readonly key: string; readonly field: string }) => Complete,
): Readonly<Record<string, Complete>> {
  return {
    ...(one !== undefined && { [unnamed.part]: completed(one, { key: unnamed.part, field: singular }) }),
    ...mapEntries(several ?? {}, (section, key) => completed(section, { key, field: `${plural}.${key}` })),
  };
}

function completeCapacity(named: (key: string) => string) {
  return (
    capacity: NonNullable<Parsed["capacity"]>,
    part: { readonly key: string; readonly field: string },
  ): Capacity => ({
    name: named(part.key),
    maximum: capacity.minimum + 3,
    architecture: architectureOf(capacity.instanceTypes),
    ...given(capacity),
    ...part,
  });
}

/** That of the first type that the table knows. */
function architectureOf(instanceTypes: readonly string[]): Architecture {
  return instanceTypes.flatMap((name) => instanceType(name) ?? [])[0]?.architecture ?? "x86_64";
}

function completeLoadBalancer(section: Parsed["loadBalancer"], base: string, account: string): LoadBalancer {
  if (section.existing !== undefined) return section;
  const names = { name: shorten(base, 32), accessLogsBucket: shorten(`${base}-alb-logs-${account}`, 63) };
  return { ...names, ...given(section) };
}

function completeDomain(
  domain: Parsed["domain"] | undefined,
  services: Readonly<Record<string, Service>>,
  rules: NonNullable<Parsed["loadBalancer"]>["rules"] = {},
): Domain | undefined {
  const { [unnamed.service]: main, ...others } = services;
  const routes = [main, ...Object.values(others)].flatMap((service) => Object.values(service?.routes ?? {}));
  const [first] = routes.flatMap((route) => route.hosts);
  if (domain === undefined || first === undefined) return undefined;
  const ofRules = Object.values(rules).flatMap((rule) => rule.hosts ?? []);
  const [, ...otherHosts] = [...new Set([...routes.flatMap((route) => route.hosts), ...ofRules])];
  const parent = first.split(".").length > 2 ? first.replace(/^[^.]+\./, "") : first;
  return { zone: parent, ...given(domain), hosts: [first, ...otherHosts] };
}
