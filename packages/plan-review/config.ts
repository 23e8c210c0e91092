import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Policy } from "../aws-policies/policy";
import { securityHub } from "../aws-policies/security-hub";
import { statefulProtection } from "../aws-policies/stateful-protection";
import { baselineFile, readBaseline } from "./baseline";
import { Fields, mistakesIn, readJsonFile } from "./fields";
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
const withoutFile = (): Config => ({
  review: {
    policies: [],
    environments: [{ name: "*", deletionProtection: true }],
    baseline: readBaseline(baselineFile),
  },
});

/**
 * Reads a configuration file; see the README for its fields.
 *
 * @param path @default - `plan-review.config.json` in the working directory, and the defaults where it does not exist
 * @throws UserError with everything that is wrong with it
 */
export function readConfig(path?: string): Config {
  const file = path ?? configFile;
  if (path === undefined && !existsSync(file)) return withoutFile();
  return parseConfig(readJsonFile(file, "configuration"), file);
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
    "baseline",
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
  if (problems.length > 0) throw mistakesIn(file, problems);
  const baseline = readBaseline(join(dirname(file), config.text("baseline") ?? baselineFile));
  return {
    review: { policies, environments: [environment], baseline, ...(applyCommand !== undefined && { applyCommand }) },
    ...(title !== undefined && { title }),
    ...(template !== undefined && { template }),
  };
}

function waiverOf(waiver: Fields): DestroyWaiver {
  return { resource: waiver.required("resource"), reason: waiver.required("reason"), until: waiver.day("until") };
}
