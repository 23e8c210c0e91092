import table from "./database-table.json";

/** An engine as the RDS API names it. */
export type Engine = "postgres" | "mysql" | "aurora-postgresql";

/** Something that RDS added after the bundled table was made: `{ unlisted: "17.12" }`. */
export interface Unlisted {
  readonly unlisted: string;
}

/** A version as RDS takes it. */
export interface EngineVersion {
  /** As it is written: `17`, `17.5`, `8.0.45`. */
  readonly text: string;
  /** `17`, `8.0`: names the parameter group family. */
  readonly major: string;
  /** Whether a minor version is named, which is then kept. */
  readonly isMinor: boolean;
}

/** Day on which the table was made, ISO 8601. Source and columns are in `database-table.json`, which `scripts/facts/rds.py` makes. */
export const databaseTableDate = table.date;

const versions: Readonly<Record<Engine, Readonly<Record<string, readonly string[]>>>> = table.versions;
const families: Readonly<Record<string, { readonly sizes: readonly string[]; readonly lacking: readonly string[] }>> =
  table.families;

const textOf = (given: string | Unlisted): string => (typeof given === "string" ? given : given.unlisted);

const majorOf = (engine: Engine, text: string): string | undefined =>
  Object.keys(versions[engine]).find((major) => text === major || text.startsWith(`${major}.`));

/** Reads a version of an engine; undefined where RDS does not create it, or where the table does not list it and it is not marked as unlisted. */
export function engineVersion(engine: Engine, given: string | Unlisted): EngineVersion | undefined {
  const text = textOf(given);
  const major = majorOf(engine, text);
  if (major === undefined) return undefined;
  const rest = text.slice(major.length + 1);
  if (typeof given !== "string") return /^\d{1,3}$/.test(rest) ? { text, major, isMinor: true } : undefined;
  if (text !== major && versions[engine][major]?.includes(text) !== true) return undefined;
  return { text, major, isMinor: text !== major };
}

/** What `engineVersion` accepts, for a message: all minor versions where the major one is known. */
export function allowedVersions(engine: Engine, given: string | Unlisted): string {
  const or = new Intl.ListFormat("en-GB", { type: "disjunction" });
  const major = majorOf(engine, textOf(given));
  if (major === undefined) return `${or.format(Object.keys(versions[engine]))}, or one of their minor versions`;
  const minors = versions[engine][major] ?? [];
  const next = minors[minors.length - 1]?.replace(/\d+$/, (minor) => `${Number(minor) + 1}`);
  return `${or.format([major, ...minors])}; or { unlisted: "${next}" } for a minor version that RDS added after ${databaseTableDate}`;
}

/** Reads an instance class; undefined where neither PostgreSQL nor MySQL has it, or where it is not listed and not marked as unlisted. */
export function instanceClass(given: string | Unlisted): string | undefined {
  const [prefix, family = "", size = "", ...rest] = textOf(given).split(".");
  if (prefix !== "db" || rest.length > 0) return undefined;
  if (typeof given !== "string")
    return /^[a-z0-9-]+$/.test(family) && /^[a-z0-9]+$/.test(size) ? given.unlisted : undefined;
  return familyOf(family)?.sizes.includes(size) === true ? given : undefined;
}

/** Classes to suggest in place of an unknown one: the smallest of its family, or one each of the families that begin alike. */
export function similarInstanceClasses(given: string | Unlisted): readonly string[] {
  const [family = ""] = textOf(given).replace(/^db\./, "").split(".");
  const sizes = familyOf(family)?.sizes;
  if (sizes !== undefined) return sizes.slice(0, 4).map((size) => `db.${family}.${size}`);
  const alike = Object.entries(families).filter(([name]) => name.startsWith(family.slice(0, 1)));
  const nearest = alike.length > 0 ? alike : Object.entries(families);
  return nearest.slice(-4).map(([name, { sizes: all }]) => `db.${name}.${all[0]}`);
}

/** What `instanceClass` accepts, for a message. */
export const allowedClasses = (given: string | Unlisted): string =>
  `an RDS instance class such as ${similarInstanceClasses(given).join(", ")}; or { unlisted: "..." } for one that RDS added after ${databaseTableDate}`;

/** Whether RDS has a class in a region; undefined where the table knows neither of them. */
export function regionHasClass(region: string, name: string): boolean | undefined {
  const family = familyOf(name.split(".")[1] ?? "");
  return family === undefined || !table.regions.includes(region) ? undefined : !family.lacking.includes(region);
}

/** What to choose in a region that lacks a class, for a message: the same size of the families that begin alike. */
export function allowedClassesIn(region: string, name: string): string {
  const [, family = "", size = ""] = name.split(".");
  const others = Object.entries(families).filter(
    ([other, { sizes, lacking }]) =>
      other.startsWith(family.slice(0, 1)) && sizes.includes(size) && !lacking.includes(region),
  );
  const classes = others.slice(-3).map(([other]) => `db.${other}.${size}`);
  const example = classes.length > 0 ? `, such as ${classes.join(", ")}` : "";
  return `an RDS instance class that ${region} has${example}; or { unlisted: "${name}" } if RDS added it there after ${databaseTableDate}`;
}

function familyOf(name: string) {
  return Object.hasOwn(families, name) ? families[name] : undefined;
}
