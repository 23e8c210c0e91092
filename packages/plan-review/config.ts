import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Policy } from "../aws-policies/policy";
import { securityHub } from "../aws-policies/security-hub";
import { statefulProtection } from "../aws-policies/stateful-protection";
import { closest } from "../common/closest";
import { UserError } from "../common/errors";
import { isRecord, kindOf } from "../terraform-json";
import type { ReviewOptions } from "./review";
import { readTemplate, type CommentTemplate } from "./template";
import type { DestroyWaiver, ReviewedEnvironment } from "./waivers";

/** The configuration file that is read where none is named. */
export const configFile = "plan-review.config.json";

/** The packs of policies that a configuration may name. */
const packs: Readonly<Record<string, readonly Policy[]>> = {
  "security-hub": securityHub,
  "stateful-protection": [statefulProtection],
};

/** What a configuration file says, in the terms of the review. */
export interface Config {
  readonly review: ReviewOptions;
  /** @default - "Plan review" */
  readonly title?: string;
  /** @default - the review alone */
  readonly template?: CommentTemplate;
}

/** Without a file: nothing is waived, no policy is asked, and whatever holds data must survive. */
const withoutFile: Config = {
  review: { policies: [], environments: [{ name: "*", deletionProtection: true }] },
};

/**
 * Reads a configuration file; see the README for its fields.
 *
 * @param path @default - `plan-review.config.json` in the working directory, and the defaults where it does not exist
 * @throws UserError with everything that is wrong with it
 */
export function readConfig(path?: string): Config {
  const file = path ?? configFile;
  if (path === undefined && !existsSync(file)) return withoutFile;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`cannot read the configuration ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError(`${file} must be JSON: ${(error as Error).message}`);
  }
  return parseConfig(json, file);
}

/** @param file for messages, and for the paths in it, which are relative to its folder */
export function parseConfig(json: unknown, file: string): Config {
  const problems: string[] = [];
  const config = new Fields(json, "", problems, [
    "$schema",
    "policies",
    "deletionProtection",
    "waivers",
    "destroyWaivers",
    "applyCommand",
    "comment",
  ]);
  const named = config.texts("policies") ?? [];
  const policies = named.flatMap((name, index) => {
    const pack = Object.hasOwn(packs, name) ? packs[name] : undefined;
    if (pack === undefined) {
      problems.push(`policies[${index}] must be ${Object.keys(packs).join(" or ")}, got ${JSON.stringify(name)}`);
    }
    return pack ?? [];
  });
  const environment: ReviewedEnvironment = {
    name: "*",
    place: `in ${basename(file)}`,
    deletionProtection: config.boolean("deletionProtection") ?? true,
    waivers: config.list("waivers", ["policy", "resource", "reason", "until"]).map((waiver) => ({
      policy: waiver.required("policy"),
      ...waiverOf(waiver),
    })),
    destroyWaivers: config.list("destroyWaivers", ["resource", "reason", "until"]).map(waiverOf),
  };
  const applyCommand = config.text("applyCommand");
  if (applyCommand !== undefined && !applyCommand.includes("HASH")) {
    problems.push(`applyCommand must say where the hash goes, as HASH; got ${JSON.stringify(applyCommand)}`);
  }
  const comment = config.fields("comment", ["title", "template"]);
  const title = comment?.text("title");
  const templatePath = comment?.text("template");
  const template =
    templatePath === undefined
      ? undefined
      : readTemplate(join(dirname(file), templatePath), "comment.template", problems);
  if (problems.length > 0) {
    throw new UserError(
      problems.length === 1
        ? `${file}: ${problems[0]}`
        : `${file} has ${problems.length} mistakes:\n  ${problems.join("\n  ")}`,
    );
  }
  return {
    review: { policies, environments: [environment], ...(applyCommand !== undefined && { applyCommand }) },
    ...(title !== undefined && { title }),
    ...(template !== undefined && { template }),
  };
}

function waiverOf(waiver: Fields): DestroyWaiver {
  return { resource: waiver.required("resource"), reason: waiver.required("reason"), until: waiver.day("until") };
}

/** An object of the file; what is wrong with it is added to the problems, with its path. */
class Fields {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly path: string,
    private readonly problems: string[],
    known: readonly string[],
  ) {
    this.values = isRecord(value) ? value : {};
    if (!isRecord(value)) {
      problems.push(`${path === "" ? "it" : path} must be an object, got ${kindOf(value)}`);
    }
    for (const name of Object.keys(this.values).filter((key) => !known.includes(key))) {
      const nearest = closest(name, known);
      const hint =
        nearest === undefined ? `; known are ${known.join(", ")}` : `; did you mean ${JSON.stringify(nearest)}?`;
      problems.push(`unknown field ${JSON.stringify(this.at(name))}${hint}`);
    }
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value === "string" && value.trim() !== "") return value;
    this.wrong(name, "text that is not empty", value);
    return undefined;
  }

  required(name: string): string {
    if (this.values[name] === undefined) this.problems.push(`${this.at(name)} is missing`);
    return this.text(name) ?? "";
  }

  day(name: string): string {
    const day = this.required(name);
    if (day !== "" && !isDay(day)) this.wrong(name, "a day such as 2027-05-31", day);
    return day;
  }

  boolean(name: string): boolean | undefined {
    const value = this.values[name];
    if (value !== undefined && typeof value !== "boolean") this.wrong(name, "true or false", value);
    return typeof value === "boolean" ? value : undefined;
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    this.wrong(name, "a list of texts", value);
    return undefined;
  }

  list(name: string, known: readonly string[]): Fields[] {
    const value = this.values[name] ?? [];
    if (!Array.isArray(value)) {
      this.wrong(name, "a list", value);
      return [];
    }
    return value.map((item, index) => new Fields(item, `${this.at(name)}[${index}]`, this.problems, known));
  }

  fields(name: string, known: readonly string[]): Fields | undefined {
    const value = this.values[name];
    return value === undefined ? undefined : new Fields(value, this.at(name), this.problems, known);
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }

  private wrong(name: string, expected: string, value: unknown): void {
    this.problems.push(`${this.at(name)} must be ${expected}, got ${JSON.stringify(value)}`);
  }
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
