import { Netmask } from "netmask";
import { instanceType } from "../../../aws/instance-types";
import { adoptCheck } from "./adopt-checks";
import { leastMaximumStorage, longestUsername } from "../../../aws/database";
import { connectCheck } from "./connect-checks";
import { containerOptionChecks } from "./container-option-checks";
import { containerChecks } from "./container-checks";
import { json, type CrossCheck } from "./cross-check";
import { allowedClassesIn, allowedVersions, engineVersion, regionHasClass } from "../../../aws/database-table";
import { databaseOf, repeated, sourceOf, unnamed } from "./names";
import { nameCheck } from "./owned-once";
import { regionChecks } from "./region-checks";
import { routeChecks, routesOf } from "./route-checks";
import { referenceCheck } from "./references";
import { serviceChecks } from "./service-checks";
import { serviceRules } from "./service-rules";

const zones: CrossCheck = {
  reads: ["network"],
  problems: ({ network }) =>
    repeated(network.zones).map((zone) => ({
      path: "network.zones",
      allowed: "different zones",
      got: `${zone} twice`,
    })),
};

const overlaps: CrossCheck = {
  reads: ["network"],
  problems: ({ network }) => {
    if (network.existing !== undefined) return [];
    return network.connectedCidrs.flatMap((other, index) => {
      const [one, two] = [new Netmask(network.cidr), new Netmask(other)];
      return one.contains(two) || two.contains(one)
        ? [
            {
              path: `network.connectedCidrs.${index}`,
              allowed: `apart from network.cidr ${network.cidr}`,
              got: `${json(other)}, which overlaps it`,
            },
          ]
        : [];
    });
  },
};

const hostnamesInZone: CrossCheck = {
  reads: ["domain", "services"],
  problems: ({ domain, services }) =>
    domain === undefined || domain.records === "by-hand"
      ? []
      : routesOf(services).flatMap(({ field, hosts }) =>
          hosts
            .filter((host) => host !== domain.zone && !host.endsWith(`.${domain.zone}`))
            .map((host) => ({ path: `${field}.hosts`, allowed: `within domain.zone ${domain.zone}`, got: json(host) })),
        ),
};

/** Without a zone here there is nothing to look for in it. */
const zoneOrByHand: CrossCheck = {
  reads: ["domain"],
  problems: (_, { domain }) =>
    domain?.records === "by-hand" && domain.zone !== undefined
      ? [{ path: "domain.zone", allowed: "left out with records by-hand", got: json(domain.zone) }]
      : [],
};

const instances: CrossCheck = {
  reads: ["capacity", "capacities"],
  problems: ({ capacities }) => [
    ...(Object.keys(capacities).length === 0
      ? [
          {
            path: "capacity",
            allowed: "given, or several in capacities: the instances that tasks run on",
            got: "nothing",
          },
        ]
      : []),
    ...Object.values(capacities).flatMap(({ field, architecture, instanceTypes, minimum, maximum, onDemandBase }) => [
      ...instanceTypes
        .flatMap((name) => instanceType(name) ?? [])
        .filter((type) => type.architecture !== architecture)
        .map((type) => ({
          path: `${field}.instanceTypes`,
          allowed: `of one architecture (${architecture}), since an image of one does not start on the other`,
          got: `${type.name} (${type.architecture})`,
        })),
      ...repeated(instanceTypes).map((name) => ({
        path: `${field}.instanceTypes`,
        allowed: "different types",
        got: `${name} twice`,
      })),
      ...(minimum > maximum
        ? [{ path: `${field}.minimum`, allowed: `at most ${field}.maximum ${maximum}`, got: json(minimum) }]
        : []),
      ...((onDemandBase ?? 0) > maximum
        ? [{ path: `${field}.onDemandBase`, allowed: `at most ${field}.maximum ${maximum}`, got: json(onDemandBase) }]
        : []),
    ]),
  ],
};

/** A part may be written in the singular or in the plural, not in both. */
const singularOrPlural: CrossCheck = {
  reads: [
    "capacity",
    "capacities",
    "database",
    "databases",
    "bucket",
    "buckets",
    "cache",
    "caches",
    "queue",
    "queues",
    "fileSystem",
    "fileSystems",
  ],
  problems: (_, parsed) =>
    (
      [
        ["capacity", "capacities"],
        ["database", "databases"],
        ["bucket", "buckets"],
        ["cache", "caches"],
        ["queue", "queues"],
        ["fileSystem", "fileSystems"],
      ] as const
    ).flatMap(([singular, plural]) =>
      parsed[singular] !== undefined && parsed[plural] !== undefined
        ? [
            {
              path: plural,
              allowed: `left out where ${singular} is given; move that into ${plural}.default`,
              got: "both",
            },
          ]
        : [],
    ),
};

/** The password of a database is a secret, so that whoever needs it can have it. */
const databasePasswords: CrossCheck = {
  reads: ["secrets", "database", "databases"],
  problems: ({ secrets, databases }) => {
    const sources = Object.entries(secrets).flatMap(([name, source]) => {
      const key = databaseOf(source);
      return key === undefined ? [] : [{ name, key }];
    });
    // A source that is written wrong is a problem of its own, and may be the one that is missing.
    const isKnown = (source: string) => ["by-hand", "generated"].includes(source) || sourceOf(source) !== undefined;
    if (!Object.values(secrets).every(isKnown) || sources.some(({ key }) => databases[key] === undefined)) return [];
    return Object.values(databases).flatMap(({ key, field }) => {
      const names = sources.filter((source) => source.key === key).map(({ name }) => name);
      const wanted = key === unnamed.part ? "database" : `databases.${key}`;
      return names.length === 1
        ? []
        : [
            {
              path: "secrets",
              allowed: `given exactly one name for the password of ${field}, such as { DATABASE_PASSWORD: ${json(wanted)} }`,
              got: names.join(", ") || "none",
            },
          ];
    });
  },
};

/** The password of a cache is a secret; a secret is one of a cache that exists. */
const cachePasswords: CrossCheck = {
  reads: ["secrets", "cache", "caches"],
  problems: ({ secrets, caches }) => {
    const sources = Object.entries(secrets).flatMap(([name, source]) => {
      const made = sourceOf(source);
      return made?.section === "caches" ? [{ name, source, ...made }] : [];
    });
    return [
      ...sources.flatMap(({ name, key, isUrl, source }) => {
        const existing = caches[key]?.existing;
        if (existing === undefined) return [];
        const field = isUrl ? "urlSecretArn" : "passwordSecretArn";
        return existing[field] === undefined
          ? [{ path: `secrets.${name}`, allowed: `of a cache with existing.${field}`, got: json(source) }]
          : [];
      }),
      ...repeated(sources.map(({ source }) => source)).map((source) => ({
        path: "secrets",
        allowed: `with one name whose source is ${source}`,
        got: "several",
      })),
    ];
  },
};

/** Version, class and user are those of the engine. */
const databaseEngines: CrossCheck = {
  reads: ["database", "databases", "region"],
  problems: ({ databases, region }) =>
    Object.values(databases).flatMap((database) => {
      if (database.existing !== undefined) return [];
      const { engine, field, version, username } = database;
      const longest = longestUsername(engine);
      const named = engine === "aurora-postgresql" ? undefined : database.instanceClass;
      return [
        ...(engineVersion(engine, version) === undefined
          ? [{ path: `${field}.version`, allowed: allowedVersions(engine, version), got: json(version) }]
          : []),
        ...(username.length > longest
          ? [{ path: `${field}.username`, allowed: `at most ${longest} characters for ${engine}`, got: json(username) }]
          : []),
        ...(typeof named === "string" && regionHasClass(region, named) === false
          ? [{ path: `${field}.instanceClass`, allowed: allowedClassesIn(region, named), got: json(named) }]
          : []),
      ];
    }),
};

const databaseStorage: CrossCheck = {
  reads: ["database", "databases"],
  problems: ({ databases }) =>
    Object.values(databases).flatMap((database) => {
      if (database.existing !== undefined || database.engine === "aurora-postgresql") return [];
      const { field, storageGiB, maximumStorageGiB } = database;
      // RDS takes a maximum only when it leaves at least a tenth to grow; without growth the two are equal.
      return maximumStorageGiB === storageGiB || maximumStorageGiB >= leastMaximumStorage(storageGiB)
        ? []
        : [
            {
              path: `${field}.maximumStorageGiB`,
              allowed: `${field}.storageGiB ${storageGiB}, or at least a tenth more`,
              got: json(maximumStorageGiB),
            },
          ];
    }),
};

const destroyedStacks: CrossCheck = {
  reads: ["name", "destroyWaivers"],
  problems: ({ name, destroyWaivers }) =>
    destroyWaivers.flatMap(({ resource }, index) =>
      resource.startsWith(`${name}-`)
        ? []
        : [
            {
              path: `destroyWaivers.${index}.resource`,
              allowed: `in a stack of this environment, ${name}-...`,
              got: json(resource),
            },
          ],
    ),
};

export const crossChecks: readonly CrossCheck[] = [
  ...regionChecks,
  zones,
  overlaps,
  hostnamesInZone,
  zoneOrByHand,
  instances,
  singularOrPlural,
  ...containerChecks,
  ...containerOptionChecks,
  connectCheck,
  ...routeChecks,
  ...serviceChecks,
  ...serviceRules,
  nameCheck,
  databasePasswords,
  cachePasswords,
  databaseEngines,
  databaseStorage,
  destroyedStacks,
  referenceCheck,
  adoptCheck,
];
