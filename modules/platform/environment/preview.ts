import { createHash } from "node:crypto";
import { UserError } from "../../../packages/common/errors";
import { defineEnvironment, inputOf } from "./index";
import type { Environment } from "./model";
import type { EnvironmentInput } from "./input";

export interface PreviewOptions {
  /** Name of the preview, such as `pr-123`; it has a file of its own. */
  readonly name: string;
  /** Last day on which it is needed (UTC), such as `2027-05-31`; `./platform preview list` finds it after that day. */
  readonly expires: string;
  /** Tags of images at the first deployment, by image. @default - those of the environment it is derived from */
  readonly tags?: Readonly<Record<string, string>>;
  /** Most instances of each capacity. @default 2 */
  readonly maximumInstances?: number;
  /** Sections in place of the derived ones. @default - none */
  readonly change?: Partial<EnvironmentInput>;
}

type Input<Section extends keyof EnvironmentInput> = NonNullable<EnvironmentInput[Section]>;
type ServiceInput = EnvironmentInput["services"][string];
type Section = { readonly [field: string]: unknown };

/**
 * A small environment like another one, for some days: at most two instances of each capacity and one task of each service, one zone's
 * NAT gateway and database, no deletion protection, nobody alerted. Names are its own, state has keys of its own in the other one's bucket,
 * host names begin with its name, images come from the other one's repositories.
 *
 * @throws UserError where a part exists already, which the preview would share
 */
export function preview(from: Environment, options: PreviewOptions): Environment {
  const { name, expires, tags = {}, change = {} } = options;
  const unknown = Object.keys(tags).find((key) => from.images[key] === undefined);
  if (unknown !== undefined) throw new UserError(`${name}: ${from.name} has no image ${JSON.stringify(unknown)}`);
  const input = inputOf(from);
  const derived: EnvironmentInput = {
    ...without(input, ["adopt", "destroyWaivers", "secretPrefix"]),
    ...ownParts(name, input, change),
    ...capacities(input, options.maximumInstances ?? 2),
    name,
    deletionProtection: false,
    preview: { from: from.name, expires },
    tags: { ...input.tags, PreviewOf: from.name, Expires: expires },
    ...(from.state.kind === "s3" && {
      state: { kind: "s3", bucket: from.state.bucket, keyAlias: from.state.keyAlias, existing: true },
    }),
    ...(from.domain && {
      domain: {
        ...without(input.domain ?? {}, ["certificateArn"]),
        ...(from.domain.records === "route53" && { zone: from.domain.zone }),
      },
    }),
    network: networkOf(input.network),
    images: Object.fromEntries(
      Object.entries(from.images).map(([key, { repository, tag }]) => [
        key,
        { repository, existing: true, tag: tags[key] ?? tag },
      ]),
    ),
    services: Object.fromEntries(
      Object.entries(input.services).map(([key, service]) => [key, serviceOf(service, name, from)]),
    ),
    ...(input.monitoring && { monitoring: without(input.monitoring, ["databaseReplicas"]) }),
    alerts: "nobody",
    waivers: (input.waivers ?? []).map((waiver) => ({
      ...waiver,
      resource: waiver.resource.replace(new RegExp(`^${from.name}-`), `${name}-`),
    })),
  };
  return defineEnvironment({ ...derived, ...change });
}

/** Parts with names that are unique in an account, in the singular and by name: without them they are called after the preview. */
const parts = [
  ["database", "databases"],
  ["cache", "caches"],
  ["queue", "queues"],
  ["fileSystem", "fileSystems"],
  ["bucket", "buckets"],
] as const;

function ownParts(name: string, input: EnvironmentInput, change: Section): Partial<EnvironmentInput> {
  const sections = input as unknown as Record<string, Section | undefined>;
  const own = (section: Section, field: string): Section => {
    if (section.existing !== undefined && change[field.split(".")[0] ?? field] === undefined) {
      throw new UserError(
        `${name}: ${field} exists already, and a preview would work on the same data; give it one of its own in change of preview()`,
      );
    }
    // The name of a database is one inside its instance.
    return field.startsWith("database") ? smallDatabase(section) : without(section, ["name", "identifier"]);
  };
  return Object.fromEntries([
    ...parts.flatMap(([one, several]): readonly (readonly [string, Section])[] => [
      ...(sections[one] === undefined ? [] : [[one, own(sections[one], one)] as const]),
      ...(sections[several] === undefined
        ? []
        : [
            [
              several,
              mapped(sections[several] as Readonly<Record<string, Section>>, (section, key) =>
                own(section, `${several}.${key}`),
              ),
            ] as const,
          ]),
    ]),
    ...(sections.cluster === undefined ? [] : [["cluster", without(sections.cluster, ["name"])] as const]),
    ...(sections.loadBalancer === undefined || sections.loadBalancer.existing !== undefined
      ? []
      : [["loadBalancer", without(sections.loadBalancer, ["name", "accessLogsBucket"])] as const]),
  ]) as Partial<EnvironmentInput>;
}

function smallDatabase(section: Section): Section {
  const small = without(section, ["identifier", "replicas"]);
  return section.existing === undefined ? { ...small, multiAz: false, backupRetentionDays: 1 } : small;
}

function capacities(input: EnvironmentInput, maximum: number): Partial<EnvironmentInput> {
  const small = (capacity: Input<"capacity">): Input<"capacity"> => ({
    ...without(capacity, ["name", "onDemandBase"]),
    minimum: Math.min(1, capacity.minimum ?? 1),
    maximum,
  });
  return {
    ...(input.capacity && { capacity: small(input.capacity) }),
    ...(input.capacities && { capacities: mapped(input.capacities, small) }),
  };
}

function networkOf(network: EnvironmentInput["network"]): EnvironmentInput["network"] {
  if (network === undefined) return { nat: "one" };
  if (network.existing !== undefined || network.nat === "none") return network;
  return { ...without(network, ["endpoints"]), nat: "one" };
}

function serviceOf(service: ServiceInput, name: string, from: Environment): ServiceInput {
  const { containers, environment, web, routes, scaling, ...others } = service;
  const hosts = from.domain?.hosts ?? [];
  const variables = <Variables extends ServiceInput["environment"]>(given: Variables): Variables =>
    given &&
    (mapped(given, (value) => (typeof value === "string" ? withHosts(value, hosts, name) : value)) as Variables);
  const route = (given: NonNullable<ServiceInput["web"]>, key: string) => ({
    ...given,
    ...(given.host !== undefined && { host: `${name}.${given.host}` }),
    ...(given.hosts !== undefined && { hosts: given.hosts.map((host) => `${name}.${host}`) }),
    // On a load balancer of others, its rules stand among those of the environment that it is derived from.
    ...(from.loadBalancer?.existing !== undefined && { priority: priorityOf(`${name} ${key}`) }),
  });
  return {
    ...without(others, ["name", "family"]),
    containers: mapped(containers, (container) => ({
      ...without(container, ["logGroup"]),
      ...(container.environment && { environment: variables(container.environment) }),
    })),
    ...(environment && { environment: variables(environment) }),
    ...(web && { web: route(web, "web") }),
    ...(routes && { routes: mapped(routes, route) }),
    ...(scaling && {
      scaling: {
        ...without(scaling, ["desired", "scheduled"]),
        minimum: Math.min(1, scaling.minimum ?? 1),
        maximum: 1,
      },
    }),
  };
}

/** A text with the preview's host names in place of those of the environment it is derived from, such as `https://shop.example`. */
function withHosts(text: string, hosts: readonly string[], name: string): string {
  const pattern = hosts.map((host) => host.replaceAll(".", String.raw`\.`)).join("|");
  return pattern === ""
    ? text
    : text.replace(new RegExp(`(?<![\\w.-])(?:${pattern})(?![\\w-]|\\.\\w)`, "g"), `${name}.$&`);
}

/** Apart from priorities that people choose, which are low numbers. */
const priorityOf = (text: string): number =>
  10_000 + (createHash("sha256").update(text).digest().readUInt32BE() % 40_000);

function without<Fields extends object, Name extends string>(
  section: Fields,
  names: readonly Name[],
): Omit<Fields, Name> {
  return Object.fromEntries(
    Object.entries(section).filter(([field]) => !(names as readonly string[]).includes(field)),
  ) as Omit<Fields, Name>;
}

function mapped<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
