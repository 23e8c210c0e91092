import type { Environment, Service } from "./model";
import { unnamed } from "./names";

/** What each part of an environment offers to `{ from: "..." }`. */
export const valuesOf = {
  database: ["host", "port", "name", "username"],
  bucket: ["name"],
  cache: ["host", "port", "url"],
  queue: ["url", "arn", "name", "deadLetterUrl"],
} as const;

/** How a value of a part is written: `database.host` of `database`, `databases.reports.host` of `databases`. */
export const valueName = (section: keyof typeof valuesOf, key: string, value: string): string =>
  key === unnamed.part ? `${section}.${value}` : `${section}s.${key}.${value}`;

/** How others reach a service through Service Connect, as `host:port`; undefined where it offers nothing, or several ports. */
export function endpointOf({ connect }: Service, base: string): string | undefined {
  const [offered, ...others] = Object.entries(connect?.services ?? {});
  if (offered === undefined || others.length > 0) return undefined;
  const [portName, { discoveryName = portName, clientAlias }] = offered;
  return `${clientAlias.dnsName ?? `${discoveryName}.${base}`}:${clientAlias.port}`;
}

export const endpointName = (key: string): string => `services.${key}.endpoint`;

/** Names of the values that an environment has for `{ from: "..." }`. */
export function platformValues(
  environment: Pick<Environment, "base" | "databases" | "buckets" | "caches" | "queues" | "domain" | "services">,
): readonly string[] {
  const of = (section: keyof typeof valuesOf, parts: Readonly<Record<string, unknown>>) =>
    Object.keys(parts).flatMap((key) => valuesOf[section].map((value) => valueName(section, key, value)));
  return [
    "region",
    ...(environment.domain === undefined ? [] : ["url"]),
    ...of("database", environment.databases),
    ...of("bucket", environment.buckets),
    ...of("cache", environment.caches),
    ...of("queue", environment.queues),
    ...Object.values(environment.services).flatMap((service) =>
      endpointOf(service, environment.base) === undefined ? [] : [endpointName(service.key)],
    ),
  ];
}
