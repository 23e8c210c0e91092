import fc from "fast-check";
import type { z } from "zod";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../../modules/platform/environment";
import { definitionOf, insideOf } from "../../../../modules/platform/environment/fields";
import { referencesIn, type Reference } from "../../../../modules/platform/environment/references";
import { schema } from "../../../../modules/platform/environment/schema";
import { targetOf } from "../../../../modules/platform/environment/schema/reference";
import { changed } from "../../../fixtures/shop";

const size = { cpu: 128, memoryReservationMiB: 128 };

/** Every field of the schema that names another part of the environment. */
const everyReference = changed({
  capacity: undefined,
  capacities: {
    main: { instanceTypes: ["m7i.2xlarge"], maximum: 8 },
    spare: { instanceTypes: ["m7a.2xlarge"], maximum: 8 },
  },
  images: { app: { tag: "1" }, proxy: { tag: "1" } },
  bucket: undefined,
  buckets: { uploads: {}, reports: {} },
  database: undefined,
  databases: { main: { instanceClass: "db.m7g.large", replicas: { copy: { zone: "eu-central-1a" } } } },
  cache: { nodeType: "cache.t4g.small" },
  queues: { orders: {}, emails: {} },
  fileSystems: { shared: { accessPoints: { photos: { path: "/photos", uid: 1000, gid: 1000 } } } },
  secrets: {
    DATABASE_PASSWORD: "databases.main",
    CACHE_URL: "cache.url",
    SESSION_KEY: "generated",
    PAYMENT_KEY: "by-hand",
    REGISTRY: "by-hand",
  },
  adopt: {
    network: {
      vpc: "vpc-0a1b2c3d",
      subnets: Object.fromEntries(
        ["public", "private", "isolated"].map((tier, index) => [
          tier,
          { "eu-central-1a": { cidr: `10.20.${16 * index}.0/20` } },
        ]),
      ),
      natGateways: { "eu-central-1a": { id: "nat-0a1b2c3d", address: "eipalloc-0a1b2c3d" } },
      endpoints: { s3: "vpce-0a1b2c3d", logs: "vpce-1a1b2c3d" },
    },
    secrets: {
      PAYMENT_KEY: {
        arn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:payment-AbCdEf",
        name: "payment",
      },
    },
  },
  services: {
    web: {
      networkMode: "bridge",
      capacity: "main",
      memoryMiB: 8192,
      environment: {
        DATABASE_HOST: { from: "databases.main.host" },
        DATABASE_USER: { from: "databases.main.username" },
      },
      secrets: ["DATABASE_PASSWORD", "SESSION_KEY"],
      volumes: { photos: { kind: "efs", fileSystem: "shared", accessPoint: "photos" } },
      containers: {
        app: {
          image: "app",
          ports: [{ container: 4000, host: 0, name: "http" }],
          environment: { QUEUE: { from: "queues.orders.url" } },
          secrets: { KEY: "PAYMENT_KEY", PART: { secret: "REGISTRY", jsonKey: "username" } },
          mountPoints: [{ volume: "photos", containerPath: "/photos" }],
          dependsOn: { proxy: "START" },
          links: ["proxy:front"],
          logs: { driver: "awsfirelens", secretOptions: { key: "PAYMENT_KEY", part: { secret: "REGISTRY" } } },
        },
        worker: { image: "app" },
        proxy: {
          ...size,
          image: "proxy",
          repositoryCredentials: "REGISTRY",
          volumesFrom: [{ container: "worker" }],
          firelens: { type: "fluentbit" },
        },
      },
      connect: { services: { http: { clientAlias: { port: 80 } } } },
      web: { container: "app" },
      oneOff: { container: "app" },
      migration: { container: "app" },
      scheduled: { nightly: { container: "worker", command: ["true"], schedule: "rate(1 day)" } },
      queueLatencyFrom: "worker",
      scaling: { queueBacklog: { queue: "orders", messagesPerTask: 10 } },
      permissions: { buckets: { default: undefined, uploads: "read" }, queues: { emails: "send" } },
    },
    jobs: {
      capacity: [{ capacity: "main" }, { capacity: "spare" }],
      containers: { app: { ...size, image: "app", port: 8080 } },
      routes: { api: { container: "app", host: "api.acorn.example", priority: 7 } },
      secrets: { SESSION: "SESSION_KEY", USER: { secret: "REGISTRY", jsonKey: "username" } },
    },
  },
});
everyReference.services["web"]!.web!.priority = 5;

const references = referencesIn(schema, schema.parse(everyReference));

/** Where a schema refers to something, with `*` for what has any name; and its texts of any form. */
function placesIn(
  field: z.ZodType,
  is: (field: z.ZodType) => boolean,
  path: readonly string[] = [],
): readonly string[] {
  if (is(field)) return [path.join(".")];
  if (targetOf(field) !== undefined) return [];
  const { shape, element, keyType, valueType } = definitionOf(field);
  return [
    ...Object.entries(shape ?? {}).flatMap(([key, inner]) => placesIn(inner, is, [...path, key])),
    ...(element === undefined ? [] : placesIn(element, is, [...path, "*"])),
    ...(keyType === undefined ? [] : placesIn(keyType, is, [...path, "*"])),
    ...(valueType === undefined ? [] : placesIn(valueType, is, [...path, "*"])),
    ...insideOf(field).flatMap((inner) => placesIn(inner, is, path)),
  ];
}

const placeOf = ({ path }: Reference): string => {
  const place = placesIn(schema, (field) => targetOf(field) !== undefined).find((one) => {
    const steps = one.split(".");
    return steps.length === path.length && steps.every((step, index) => step === "*" || step === path[index]);
  });
  return place ?? path.join(".");
};

function problemsOf(input: EnvironmentInput): readonly string[] {
  try {
    defineEnvironment(input);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(
      ({ path, allowed, got, message = `must be ${allowed}; got ${got}` }) => `${path} ${message}`,
    );
  }
}

/** The environment with another name at a place, whether that is a value or a key. */
function renamed(path: readonly string[], from: string, to: string): EnvironmentInput {
  const change = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
    if (step === undefined) return to;
    const isKey = rest.length === 0 && step === from;
    if (Array.isArray(value)) return value.map((item, index) => (String(index) === step ? change(item, rest) : item));
    return Object.fromEntries(
      Object.entries(value as Record<string, unknown>).map(([key, item]) =>
        key !== step ? [key, item] : isKey ? [to, item] : [key, change(item, rest)],
      ),
    );
  };
  return change(everyReference, path) as EnvironmentInput;
}

test("the environment of this test has a reference at every place of the schema that can have one", () => {
  // A database may be in the singular, and then there are not several.
  const places = placesIn(schema, (field) => targetOf(field) !== undefined).filter(
    (one) => !one.startsWith("database."),
  );
  expect([...new Set(references.map(placeOf))].toSorted()).toEqual([...new Set(places)].toSorted());
  expect(problemsOf(everyReference)).toEqual([]);
});

const letters = fc.string({
  unit: fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz")),
  minLength: 1,
  maxLength: 12,
});

/** Names like one, and others; those of secrets are upper case, and a link has an alias. */
const namesLike = (name: string, isLink: boolean) => {
  const [own = "", alias] = name.split(isLink ? ":" : "\n");
  const written = (text: string) =>
    `${own === own.toUpperCase() ? text.toUpperCase() : text}${isLink ? `:${alias}` : ""}`;
  return fc.oneof(
    letters.map(([letter = "x"]) => ({ other: written(`${own}${letter}`), isNear: true })),
    letters.map((word) => ({ other: written(word), isNear: false })),
    // What every object of JavaScript has.
    fc.constantFrom("constructor", "toString").map((word) => ({ other: written(word), isNear: false })),
  );
};

test.each(references.map((reference) => [reference.path.join("."), reference] as const))(
  "%s: a name that nothing has is refused, with the nearest that there is",
  (path, { name, target, path: steps }) => {
    fc.assert(
      fc.property(namesLike(name, target === "links"), ({ other, isNear }) => {
        const problems = problemsOf(renamed(steps, name, other));
        // A bucket that others own may have any name that is not nearly one of ours.
        if (target === "buckets" && !isNear && other.length > 2) return;
        // Another container that there is.
        if (["app", "worker", "proxy"].includes(other.split(":")[0] ?? "")) return;
        const at = steps.at(-1) === name ? [...steps.slice(0, -1), other].join(".") : path;
        expect(problems).toEqual([expect.stringContaining(`${at} must be one of `)]);
        expect(problems[0]).toContain(`got ${JSON.stringify(other)}`);
        expect(!isNear || /; did you mean ".+"\?$/.test(problems[0] ?? "")).toBe(true);
      }),
      { numRuns: 8 },
    );
  },
);

/** Texts that name no part of the environment, by their last field. */
const freeTexts = [
  // Programs understand them.
  "command entryPoint environment dockerLabels dnsSearchDomains extraHosts mountOptions systemControls driver driverOptions",
  "labels options secretOptions jsonKey sessionCookieName requestParameters datetimeFormat multilinePattern streamPrefix",
  "messageBody queryStrings.key parameters",
  // AWS does; what is adopted, or made by others, has names of its own there.
  "autoScalingGroup launchTemplate.name subnetGroup.name countedRules managedRules.version snapshotIdentifier versionStage",
  "conditions resources expression placementConstraints unlisted project directory description",
  "database.name endpoints.name instances.name loadBalancer.name tasks.name",
  // People do.
  "reason wildcardReason tags",
  // Checks of their own compare them with something else.
  "imports instanceTypes instanceClass nodeType zones maintenanceWindow snapshotWindow logGroup policy resource caches.version",
  "preview.from",
].flatMap((line) => line.split(" "));

test("every other text of an environment has a form, or is listed here as one that names no part of it", () => {
  const isFree = (field: z.ZodType) => {
    const {
      type,
      format,
      checks = [],
    } = field.def as {
      readonly type: string;
      readonly format?: string;
      readonly checks?: readonly z.core.$ZodCheck[];
    };
    const hasForm = format !== undefined || checks.some((one) => !one._zod.def.check.endsWith("_length"));
    return targetOf(field) === undefined && type === "string" && !hasForm;
  };
  const texts = placesIn(schema, isFree).map((place) => {
    const [last = "", before = ""] = place
      .split(".")
      .filter((step) => step !== "*")
      .toReversed();
    return ["from", "key", "name", "version"].includes(last) ? `${before.replace(/^cache$/, "caches")}.${last}` : last;
  });
  expect([...new Set(texts)].toSorted()).toEqual(freeTexts.toSorted());
});
