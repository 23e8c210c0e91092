import type { Capacity, Container, Route, Scaling, SecretReference, Service } from "./model";
import { shorten } from "../../../packages/common/shorten";
import { given, isImageElsewhere, mapEntries, unnamed, type OneOff } from "./names";
import type { Parsed } from "./schema";

type ParsedService = Parsed["services"][string];
type ParsedContainer = ParsedService["containers"][string];
type ParsedRoute = NonNullable<ParsedService["web"]>;

/** What a service's defaults depend on. */
export interface Surroundings {
  readonly base: string;
  readonly region: string;
  readonly capacities: Readonly<Record<string, Capacity>>;
  /** Keys of the images. */
  readonly images: readonly string[];
  readonly logRetentionDays: Parsed["logRetentionDays"];
  /** Routes of all services together. */
  readonly routes: number;
}

export function completeService(service: ParsedService, key: string, surroundings: Surroundings): Service {
  const { base, capacities, logRetentionDays } = surroundings;
  const field = `services.${key}`;
  const name = service.name ?? `${base}-${key}`;
  const family = service.family ?? name;
  const routes = {
    ...(service.web && { web: completeRoute(service.web, "web", `${field}.web`, service, surroundings) }),
    ...mapEntries(service.routes ?? {}, (route, id) =>
      completeRoute(route, id, `${field}.routes.${id}`, service, surroundings),
    ),
  };
  const shares = sharesOf(service, Object.keys(capacities));
  const containers = mapEntries(service.containers, (container, id) =>
    completeContainer(container, id, {
      service,
      family,
      routes,
      images: surroundings.images,
      region: surroundings.region,
    }),
  );
  const oneOff = completeOneOff(service, routes);
  const sized = <Command extends Partial<OneOff>>({ container, cpu, memoryReservationMiB, ...command }: Command) => {
    const size = container === undefined ? oneOff : sizeOf(service, container);
    return { ...command, size: { ...size, ...given({ cpu, memoryReservationMiB }) } };
  };
  return {
    ...service,
    key,
    field,
    name,
    family,
    base: key === unnamed.service ? base : shorten(`${base}-${key}`, 50),
    architecture: capacities[shares[0]?.capacity ?? ""]?.architecture ?? "x86_64",
    capacities: shares,
    containers,
    routes,
    scaling: completeScaling(service.scaling, service.scheduling),
    logRetentionDays: service.logRetentionDays ?? logRetentionDays,
    oneOff,
    scheduled: mapEntries(service.scheduled, (task) => sized(task)),
    migration: service.migration && sized(service.migration),
  };
}

function sharesOf({ capacity, scheduling }: ParsedService, keys: readonly string[]): Service["capacities"] {
  if (Array.isArray(capacity)) return capacity;
  if (scheduling === "daemon" && capacity === undefined) {
    return keys.map((key) => ({ capacity: key, weight: 1, base: 0 }));
  }
  const only = keys.length === 1 ? keys[0] : undefined;
  return [{ capacity: capacity ?? only ?? unnamed.part, weight: 1, base: 0 }];
}

function completeScaling(scaling: ParsedService["scaling"], scheduling: ParsedService["scheduling"]): Scaling {
  const { minimum } = scaling;
  const complete = { desired: minimum, maximum: Math.max(1, scaling.desired ?? minimum), ...given(scaling) };
  const { cpuPercent, memoryPercent, requestsPerTarget, queueLatency, queueBacklog, scheduled } = complete;
  const metrics = [cpuPercent, memoryPercent, requestsPerTarget, queueLatency, queueBacklog];
  const isScaled = metrics.some((metric) => metric !== undefined) || Object.keys(scheduled).length > 0;
  const needsMetric = !isScaled && complete.maximum > minimum && scheduling === "replica";
  return needsMetric ? { ...complete, cpuPercent: 60 } : complete;
}

const portsOf = ({ port, ports }: ParsedContainer) => [
  ...(port === undefined ? [] : [{ container: port }]),
  ...(ports ?? []),
];

function completeRoute(
  { host, hosts, container, port, priority, ...rest }: ParsedRoute,
  key: string,
  field: string,
  { containers }: ParsedService,
  { routes }: Surroundings,
): Route {
  const names = Object.keys(containers);
  const withPorts = names.filter((name) => portsOf(containers[name] as ParsedContainer).length > 0);
  const target = container ?? (withPorts.length === 1 ? withPorts[0] : undefined) ?? "";
  const [firstPort, ...otherPorts] = containers[target] === undefined ? [] : portsOf(containers[target]);
  return {
    ...rest,
    key,
    field,
    hosts: [...(host === undefined ? [] : [host]), ...(hosts ?? [])],
    container: target,
    port: port ?? (otherPorts.length === 0 ? firstPort?.container : undefined) ?? 0,
    priority: priority ?? (routes === 1 ? 100 : 0),
  };
}

const regionVariable = "AWS_REGION";

function completeContainer(
  { image, port, ports, ...container }: ParsedContainer,
  name: string,
  context: {
    readonly service: ParsedService;
    readonly family: string;
    readonly routes: Readonly<Record<string, Route>>;
    readonly images: readonly string[];
    readonly region: string;
  },
): Container {
  const { service, family, routes, images, region } = context;
  const drains = Object.values(routes)
    .filter((route) => route.container === name)
    .map(({ deregistrationDelaySeconds }) => deregistrationDelaySeconds);
  const { logs, linuxParameters, ...others } = container;
  const secrets = { ...references(service.secrets), ...references(container.secrets) };
  return {
    logGroup: `/ecs/${family}/${name}`,
    stopTimeoutSeconds: Math.max(2, ...(drains.length === 0 ? [30] : drains)),
    ...given(others),
    logs,
    linuxParameters,
    image: imageOf(image, images),
    ports: portsOf({ port, ports } as ParsedContainer).map((mapping) => ({
      host: service.networkMode === "bridge" ? 0 : mapping.container,
      ...given(mapping),
    })),
    environment: {
      // The AWS SDKs look for it first. On EC2 nothing else sets it.
      ...(regionVariable in secrets ? {} : { [regionVariable]: region }),
      ...service.environment,
      ...container.environment,
    },
    secrets,
  };
}

function imageOf(image: string | undefined, images: readonly string[]): Container["image"] {
  if (image === undefined) return { key: images.length === 1 ? (images[0] ?? "") : unnamed.image };
  return isImageElsewhere(image) ? { uri: image } : { key: image };
}

function references(secrets: ParsedService["secrets"]): Record<string, SecretReference> {
  return Array.isArray(secrets)
    ? Object.fromEntries(secrets.map((secret) => [secret, { secret }]))
    : mapEntries(secrets, (reference) => (typeof reference === "string" ? { secret: reference } : reference));
}

function completeOneOff(service: ParsedService, routes: Readonly<Record<string, Route>>): OneOff {
  const [route] = Object.values(routes);
  const [first = ""] = Object.keys(service.containers);
  const answering = route !== undefined && route.container in service.containers ? route.container : first;
  const { container = answering, cpu, memoryReservationMiB } = service.oneOff;
  return { ...sizeOf(service, container), ...given({ cpu, memoryReservationMiB }) };
}

function sizeOf({ containers }: ParsedService, container: string): OneOff {
  const { cpu = 128, memoryReservationMiB = 128 } = containers[container] ?? {};
  return { container, cpu, memoryReservationMiB };
}
