import type { z } from "zod";
import { closest, isTypo } from "../../../packages/common/closest";
import { bucketName } from "../../../aws/limits";
import { json, type CrossCheck, type Problem } from "./cross-check";
import { definitionOf, insideOf } from "./fields";
import type { Environment, FileSystem, Service } from "./model";
import { cacheSources, databaseSources, isImageElsewhere, sourceOf } from "./names";
import { schema, type Parsed } from "./schema";
import { targetOf, type Target } from "./schema/reference";
import { platformValues } from "./values";

/** A text of an environment that names another part of it. */
export interface Reference {
  readonly target: Target;
  readonly path: readonly string[];
  readonly name: string;
}

/** All that a section, or a whole environment, names. @param value as it was parsed */
export function referencesIn(field: z.ZodType, value: unknown, path: readonly string[] = []): readonly Reference[] {
  const target = targetOf(field);
  if (target !== undefined) return typeof value === "string" ? [{ target, path, name: value }] : [];
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" ? insideOf(field).flatMap((one) => referencesIn(one, value, path)) : [];
  }
  const { shape, element, keyType, valueType } = definitionOf(field);
  const below = (inner: z.ZodType | undefined, item: unknown, step: string) =>
    inner === undefined ? [] : referencesIn(inner, item, [...path, step]);
  if (Array.isArray(value) && element !== undefined) {
    return value.flatMap((item, index) => below(element, item, String(index)));
  }
  if (shape !== undefined) {
    return Object.entries(shape).flatMap(([key, inner]) => below(inner, (value as Section)[key], key));
  }
  if (valueType !== undefined && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, item]) => [
      ...below(keyType, key, key),
      ...below(valueType, item, key),
    ]);
  }
  // Of a choice that both options have: once.
  const found = insideOf(field).flatMap((one) => referencesIn(one, value, path));
  return [...new Map(found.map((one) => [json([one.path, one.name]), one])).values()];
}

type Section = Readonly<Record<string, unknown>>;

/** Names that a field may have. */
interface Known {
  readonly names: readonly string[];
  /** What they are names of, in a message. */
  readonly of: string;
  /** What else the field may have, in a message. */
  readonly others?: string;
  readonly isOther?: (name: string, names: readonly string[]) => boolean;
  /** The name in what is written. @default - all of it */
  readonly nameIn?: (written: string) => string;
}

interface Place {
  readonly environment: Environment;
  /** Of the section `services`. */
  readonly service: Service;
  readonly path: readonly string[];
}

interface Rule {
  /** Sections that have the names; while one of them is wrong nothing is reported. */
  readonly in: readonly (keyof Parsed)[];
  /** undefined where the names are those of a part that is not there itself. */
  readonly known: (place: Place) => Known | undefined;
}

const parts = (section: "capacities" | "buckets" | "queues" | "fileSystems", singular: keyof Parsed): Rule => ({
  in: [singular, section],
  known: ({ environment }) => ({ names: Object.keys(environment[section]), of: `the names in ${section}` }),
});

const ofContainers = (nameIn?: Known["nameIn"], isOther = false): Rule => ({
  in: [],
  known: ({ service, path }) => ({
    names: Object.keys(service.containers).filter((name) => !isOther || name !== path[3]),
    of: `the ${isOther ? "other " : ""}containers of the service`,
    ...(nameIn && { nameIn }),
  }),
});

const ofSecrets = (of: string, is: (source: string) => boolean): Rule => ({
  in: ["secrets"],
  known: ({ environment }) => ({
    names: Object.entries(environment.secrets).flatMap(([name, source]) => (is(source) ? [name] : [])),
    of,
  }),
});

/** One whose source is written wrong is a problem of its own. */
const isByHand = (source: string) => source === "by-hand" || (source !== "generated" && sourceOf(source) === undefined);

const rules: Readonly<Record<Target, Rule>> = {
  capacities: parts("capacities", "capacity"),
  queues: parts("queues", "queue"),
  fileSystems: parts("fileSystems", "fileSystem"),
  buckets: {
    in: ["bucket", "buckets"],
    known: ({ environment }) => ({
      names: Object.keys(environment.buckets),
      of: "the names in buckets",
      others: "the name of a bucket that others own",
      isOther: (name, names) => bucketName.pattern.test(name) && !isTypo(name, names),
    }),
  },
  images: {
    in: ["images"],
    known: ({ environment }) => ({
      names: Object.keys(environment.images),
      of: "the names in images",
      others: "an image of another registry with a fixed tag",
      isOther: isImageElsewhere,
    }),
  },
  containers: ofContainers(),
  otherContainers: ofContainers(undefined, true),
  links: ofContainers((link) => link.replace(/:.*$/, ""), true),
  ports: {
    in: [],
    known: ({ service }) => ({
      names: Object.values(service.containers).flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? [])),
      of: "the ports of the service that have a name",
    }),
  },
  volumes: {
    in: [],
    known: ({ service }) => ({ names: Object.keys(service.volumes), of: "the volumes of the service" }),
  },
  accessPoints: {
    in: ["fileSystem", "fileSystems"],
    known: ({ environment, service, path }) => {
      const volume = service.volumes[path[3] ?? ""];
      if (volume?.kind !== "efs" || !Object.hasOwn(environment.fileSystems, volume.fileSystem)) return undefined;
      const fileSystem = environment.fileSystems[volume.fileSystem] as FileSystem;
      return { names: Object.keys(fileSystem.accessPoints), of: `${fileSystem.field}.accessPoints` };
    },
  },
  secrets: ofSecrets("the names in secrets", () => true),
  secretsByHand: ofSecrets("the names in secrets that are by-hand", isByHand),
  secretSources: {
    in: ["database", "databases", "cache", "caches"],
    known: ({ environment: { databases, caches } }) => ({
      names: ["by-hand", "generated", ...databaseSources(databases), ...cacheSources(caches)],
      of: "the sources that exist",
    }),
  },
  values: {
    in: ["database", "databases", "bucket", "buckets", "cache", "caches", "queue", "queues", "domain"],
    known: ({ environment }) => ({ names: platformValues(environment), of: "the values that exist" }),
  },
  zones: { in: ["network"], known: ({ environment }) => ({ names: environment.network.zones, of: "network.zones" }) },
  endpoints: {
    in: ["network"],
    known: ({ environment: { network } }) => ({
      names: ["s3", ...(network.existing === undefined ? network.endpoints : [])],
      of: "s3 and network.endpoints",
    }),
  },
};

/** Whatever names another part of the environment names one that there is. */
export const referenceCheck: CrossCheck = {
  reads: [],
  problems: (environment, parsed) =>
    Object.entries(parsed).flatMap(([section, value]) =>
      referencesIn(schema.shape[section as keyof Parsed], value, [section]).flatMap((reference) => {
        const { in: sections, known } = rules[reference.target];
        if (!sections.every((one) => one in parsed)) return [];
        const service = environment.services[reference.path[1] ?? ""] as Service;
        const names = known({ environment, service, path: reference.path });
        return names === undefined ? [] : problemOf(reference, names);
      }),
    ),
};

function problemOf(
  { path, name: written }: Reference,
  { nameIn = (text) => text, ...known }: Known,
): readonly Problem[] {
  const { names, of, others, isOther = () => false } = known;
  const name = nameIn(written);
  if (names.includes(name) || isOther(written, names)) return [];
  const near = closest(name, names);
  const or = others === undefined ? "" : `, or ${others}`;
  return [
    {
      path: path.join("."),
      allowed:
        names.length === 0 ? `one of ${of}, of which there is none${or}` : `one of ${of}: ${names.join(", ")}${or}`,
      got: near === undefined ? json(written) : `${json(written)}; did you mean ${json(near)}?`,
    },
  ];
}
