import fc from "fast-check";
import type { EnvironmentInput } from "../../../modules/platform/environment";

/** Keys as people choose them; some are what constructs, roles or families are called. */
const serviceKeys = ["web", "api", "api-task", "jobs", "service", "events", "monitoring", "task-definition"] as const;
const containerNames = ["app", "worker", "api", "nginx"] as const;
const capacityKeys = ["default", "jobs", "web"] as const;
const imageKeys = ["app", "api", "app2"] as const;
const partKeys = ["default", "jobs", "web"] as const;

type Services = EnvironmentInput["services"];
type ServiceInput = Services[string];
type RouteInput = NonNullable<ServiceInput["web"]>;
type ContainerInput = ServiceInput["containers"][string];

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Without the fields that are left out. */
const given = <Section extends object>(section: Section): Section =>
  Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined)) as Section;

/** One to `most` things by name. */
const byName = <Key extends string, Value>(keys: readonly Key[], value: fc.Arbitrary<Value>, least = 1, most = 3) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), value), {
      selector: ([key]) => key,
      minLength: least,
      maxLength: most,
    })
    .map((entries): Record<string, Value> => Object.fromEntries(entries));

const capacity = fc
  .record({
    instanceTypes: fc.constantFrom(["m7g.large"], ["m7g.large", "c7g.xlarge"], ["t4g.medium", "m7g.xlarge"]),
    minimum: fc.constantFrom(undefined, 0, 1, 2),
    maximum: fc.constantFrom(undefined, 16, 24),
    spotPercent: fc.constantFrom(undefined, 50, 100),
    targetCapacityPercent: fc.constantFrom(undefined, undefined, 80),
    maximumInstanceLifetimeDays: fc.constantFrom(undefined, 30),
  })
  .map(given);

const container = (images: readonly string[], secrets: readonly string[], values: readonly string[]) =>
  fc
    .record({
      image: fc.constantFrom(
        ...images,
        ...images,
        "public.ecr.aws/docker/library/busybox:1.36",
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com/proxy:1",
      ),
      cpu: fc.constantFrom(128, 256),
      memoryReservationMiB: fc.constantFrom(64, 128, 256),
      memoryMiB: fc.constantFrom(undefined, 512),
      ports: fc.constantFrom<ContainerInput["ports"][]>(
        undefined,
        [{ container: 8080 }],
        [{ container: 8080 }, { container: 9090, protocol: "udp" }],
      ),
      secrets: some(fc.subarray([...secrets])),
      environment: some(
        fc
          .subarray([...values])
          .map((froms) => Object.fromEntries(froms.map((from, index) => [`V${index}`, { from }]))),
      ),
      readonlyRootFilesystem: fc.constantFrom(undefined, true),
      essential: fc.constantFrom(undefined, true),
      healthCheck: fc.constantFrom(undefined, { command: ["CMD", "true"] }),
    })
    .map(given);

const route = fc
  .record({
    hosts: fc.subarray(["shop.acorn.example", "api.acorn.example"], { minLength: 1 }),
    paths: fc.constantFrom(undefined, ["/api/*"], ["/a", "/b"]),
    methods: fc.constantFrom(undefined, ["GET"]),
    stickinessSeconds: fc.constantFrom(undefined, 600),
    slowStartSeconds: fc.constantFrom(undefined, 60),
    deregistrationDelaySeconds: fc.constantFrom(undefined, 20),
    healthCheck: fc.constantFrom<NonNullable<ServiceInput["web"]>["healthCheck"][]>(undefined, "/up", {
      path: "/up",
      matcher: "200-299",
    }),
  })
  .map(given);

const scaling = fc
  .record({
    minimum: fc.constantFrom(undefined, 0, 1, 2),
    more: fc.constantFrom(0, 0, 1, 2),
    cpuPercent: fc.constantFrom(undefined, 50),
    memoryPercent: fc.constantFrom(undefined, 70),
    isMorning: fc.boolean(),
  })
  .map(({ minimum, more, isMorning, ...rest }) => {
    const maximum = Math.max(1, (minimum ?? 1) + more);
    const morning = { schedule: "cron(0 7 ? * MON-FRI *)", minimum: Math.min(1, maximum), maximum };
    return given({ ...rest, minimum, maximum, scheduled: isMorning ? { morning } : undefined });
  });

const deployment = fc.constantFrom<ServiceInput["deployment"][]>(
  undefined,
  undefined,
  { minimumHealthyPercent: 50 },
  { strategy: "blue-green", traffic: { kind: "linear", percent: 20, minutes: 1 } },
);

const scheduledTask = fc
  .record({
    command: fc.constant(["report"]),
    schedule: fc.constantFrom("rate(1 hour)", "cron(0 3 * * ? *)"),
    memoryReservationMiB: fc.constantFrom(undefined, 64),
  })
  .map(given);

const service = (
  images: readonly string[],
  secrets: readonly string[],
  values: readonly string[],
  capacities: readonly string[],
): fc.Arbitrary<ServiceInput> =>
  fc
    .record({
      networkMode: fc.constantFrom<ServiceInput["networkMode"][]>(undefined, "bridge", "awsvpc", "host"),
      capacity: fc.oneof(
        fc.constantFrom(...capacities),
        fc
          .subarray([...capacities], { minLength: 1 })
          .map((chosen) => chosen.map((key, index) => ({ capacity: key, weight: 1 + index }))),
      ),
      scheduling: fc.constantFrom<ServiceInput["scheduling"][]>(undefined, undefined, "replica", "singleton", "daemon"),
      containers: byName(containerNames, container(images, secrets, values), 1, 2),
      routes: fc.oneof(
        fc.constant({}),
        route.map((web) => ({ web })),
        byName(["public", "internal"], route, 1, 2).map((routes) => ({ routes })),
      ),
      scaling,
      deployment,
      executeCommand: fc.constantFrom(undefined, false),
      taskProtection: fc.constantFrom(undefined, false),
      permissions: fc.constantFrom<ServiceInput["permissions"][]>(undefined, {
        statements: [
          { sid: "Mail", actions: ["ses:SendEmail"], resources: ["arn:aws:ses:eu-central-1:111122223333:identity/a"] },
        ],
      }),
      scheduled: some(byName(["nightly", "hourly"], scheduledTask, 1, 2)),
      migration: fc.constantFrom(undefined, { command: ["migrate"] }),
    })
    .map((draft) => repaired(draft as unknown as Draft));

interface Draft extends Omit<ServiceInput, "routes" | "web"> {
  readonly containers: Readonly<Record<string, ContainerInput>>;
  readonly routes: { readonly web?: RouteInput; readonly routes?: Readonly<Record<string, RouteInput>> };
}

/** Random fields that exclude each other would leave few environments to try. */
function repaired({
  containers,
  routes,
  scheduling,
  deployment: strategy,
  scaling: counts,
  capacity,
  ...rest
}: Draft): ServiceInput {
  const names = Object.keys(containers);
  // Containers of a task share its network in most modes: each listens on ports of its own.
  const listening = mapValues(containers, (each, name) => ({
    ...each,
    ...(each.ports && {
      ports: each.ports.map((port) => ({ ...port, container: port.container + names.indexOf(name) })),
    }),
  }));
  const answering = names.find((name) => listening[name]?.ports !== undefined);
  const aims = { container: answering, port: listening[answering ?? ""]?.ports?.[0]?.container };
  const isReplica = scheduling === undefined || scheduling === "replica";
  const count = routes.web === undefined ? Object.keys(routes.routes ?? {}).length : 1;
  const isAnswering = answering !== undefined && scheduling !== "daemon";
  return given({
    ...rest,
    containers: listening,
    web: isAnswering && routes.web ? { ...routes.web, ...aims } : undefined,
    routes: isAnswering && routes.routes ? mapValues(routes.routes, (each) => ({ ...each, ...aims })) : undefined,
    scheduling,
    // A daemon runs on all of them.
    capacity: scheduling === "daemon" ? undefined : capacity,
    scaling: isReplica ? counts : undefined,
    deployment:
      isReplica && (strategy?.strategy !== "blue-green" || (isAnswering && count === 1)) ? strategy : undefined,
  }) as ServiceInput;
}

const mapValues = <Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Result,
) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

/** Routes have a priority each, and blue/green services a port each that they are tested on. */
function numbered(services: Readonly<Record<string, ServiceInput>>): Services {
  let last = 0;
  const next = () => (last += 1);
  return Object.fromEntries(
    Object.entries(services).map(([key, { web, routes, deployment: strategy, ...rest }]) => [
      key,
      given({
        ...rest,
        web: web && { ...web, priority: next() },
        routes:
          routes && Object.fromEntries(Object.entries(routes).map(([id, each]) => [id, { ...each, priority: next() }])),
        deployment:
          strategy?.strategy === "blue-green" ? { ...strategy, testListener: { port: 9000 + next() } } : strategy,
      }),
    ]),
  ) as Services;
}

const cache = fc
  .record({
    engine: fc.constantFrom(undefined, "valkey", "redis"),
    nodeType: fc.constantFrom("cache.t4g.small", "cache.m7g.large"),
    replicas: fc.constantFrom(undefined, 0, 2),
  })
  .map(given);

const queue = fc
  .record({
    fifo: fc.constantFrom(undefined, {}, { contentBasedDeduplication: true }),
    visibilityTimeoutSeconds: fc.constantFrom(undefined, 60),
  })
  .map(given);

const roles = fc.constantFrom<EnvironmentInput["roles"][]>(
  undefined,
  { path: "/teams/acorn/" },
  { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" },
);

const database = fc.constantFrom(
  { instanceClass: "db.t4g.medium" },
  { instanceClass: "db.m7g.large", multiAz: false, replicas: { reports: {} } },
);

/** Environments as people could write them; some are refused, for a task that fits nowhere or a rule that two fields break. */
export const environmentInput: fc.Arbitrary<EnvironmentInput> = fc
  .record({
    name: fc.constantFrom("production", "acorn", "eu-2"),
    capacities: byName(capacityKeys, capacity),
    images: byName(imageKeys, fc.record({ tag: fc.constant("1"), existing: fc.boolean() })),
    databases: byName(partKeys, database, 0, 2),
    buckets: byName(partKeys, fc.constant({}), 0, 2),
    caches: byName(partKeys, cache, 0, 2),
    queues: byName(partKeys, queue, 0, 2),
    roles,
    network: fc.constantFrom<EnvironmentInput["network"][]>(
      undefined,
      { nat: "one" },
      { endpoints: ["ecr.api", "logs"] },
      { egressPorts: [443, 587] },
    ),
    certificateArn: fc.constantFrom(
      undefined,
      "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
    ),
    state: fc.constantFrom<EnvironmentInput["state"][]>(undefined, { kind: "local", directory: "states" }),
    deletionProtection: fc.constantFrom(undefined, false),
  })
  .chain(({ capacities, images, databases, buckets, caches, queues, certificateArn, ...rest }) => {
    const passwords = Object.keys(databases).map((key) => [`PASSWORD_${key.toUpperCase()}`, `databases.${key}`]);
    const cachePasswords = Object.keys(caches).map((key) => [
      `CACHE_${key.toUpperCase()}`,
      key === "default" ? "cache" : `caches.${key}`,
    ]);
    const secrets = {
      ...Object.fromEntries([...passwords, ...cachePasswords]),
      API_KEY: "by-hand",
      SESSION_KEY: "generated",
    };
    const named = (section: string, keys: readonly string[], value: string) =>
      keys.map((key) => (key === "default" ? `${section}.${value}` : `${section}s.${key}.${value}`));
    const values = [
      "region",
      ...named("database", Object.keys(databases), "host"),
      ...named("bucket", Object.keys(buckets), "name"),
      ...named("cache", Object.keys(caches), "host"),
      ...named("queue", Object.keys(queues), "url"),
    ];
    const names = Object.keys(secrets);
    return byName(serviceKeys, service(Object.keys(images), names, values, Object.keys(capacities)), 1, 3).map(
      (services): EnvironmentInput =>
        given({
          ...rest,
          application: "acorn",
          account: "111122223333",
          region: "eu-central-1",
          capacities,
          images,
          domain: given({ zone: "acorn.example", certificateArn }),
          databases,
          buckets,
          caches,
          queues,
          secrets: Object.fromEntries(
            Object.entries(secrets).map(([key, source]) => [key, source === "databases.default" ? "database" : source]),
          ),
          services: numbered(services),
          alerts: { emails: ["ops@acorn.example"] },
        }) as unknown as EnvironmentInput,
    );
  });
