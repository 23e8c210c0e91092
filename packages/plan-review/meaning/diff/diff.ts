import type { DiffLine, Values } from "../../model";
import { isNothing, keysOf, type Knowledge } from "./equal";
import { hasUnknownValue, isUnknownValue, unknown as nothingKnown } from "./unknown-values";
import { line } from "./lines";
import { diffContainers } from "./containers";
import { parseStructure } from "./parse";
import { isPolicy, widens } from "./policies";
import { diffRules, isRule, isRuleArgument, type GroupNames } from "./security-groups";
import { diffTags } from "./tags";
import { diffUserData } from "./user-data";
import { diffValue, own } from "./values";

export interface DiffOptions {
  /** Arguments that cannot change in place, as in `PlannedChange.replacePaths`; their lines say so. @default - none */
  readonly replacePaths?: readonly string[];
  /**
   * Arguments of `after` that are text with unknown values, as in `PlannedChange.unknown`. An unknown value represents what was there before.
   *
   * @default - none: what looks like an unknown value is text
   */
  readonly unknown?: readonly string[];
  /** Security groups by id, as addresses. @default - they are shown by id */
  readonly groupNames?: GroupNames;
}

/** What providers fill in, whatever a plan says of it. */
const computed = new Set([
  "id",
  "arn",
  "arn_suffix",
  "arn_without_revision",
  "create_date",
  "creation_date",
  "default_version",
  "latest_version",
  "owner_id",
  "revision",
  "unique_id",
]);

/** Told by `diffTags`, together. */
const tagArguments = new Set(["tags", "tags_all"]);

/** Too much to forward the reader's eye on: every change of these makes a new revision, and no other resource is touched. */
const revised: Readonly<Record<string, string>> = { aws_ecs_task_definition: "container_definitions" };

/**
 * What changes of a resource, in lines for people.
 *
 * A created resource is all that it says, a destroyed one what it allowed or let through; nothing is undefined on both sides.
 */
export function diffOf(
  type: string,
  before: Values | undefined,
  after: Values | undefined,
  options: DiffOptions = {},
): readonly DiffLine[] {
  const [isNew, isGone] = [before === undefined, after === undefined];
  const [was, becomes] = [before ?? {}, after ?? {}];
  const unknownNames = new Set((options.unknown ?? []).map((path) => stepsOf(path)[0] ?? ""));
  const lines = keysOf(was, becomes)
    .filter((name) => !computed.has(name) && !tagArguments.has(name) && !isRuleArgument(type, name))
    .filter((name) => !isGone || isPolicyText(was[name]))
    .flatMap((name) => {
      const knowledge = { unknownValues: unknownNames.has(name) };
      const found = diffArgument(name, own(was, name), own(becomes, name), knowledge, isNew).map((one) =>
        markUnknown(one, knowledge),
      );
      return type in revised && revised[type] === name ? found : marked(found, name, options.replacePaths ?? []);
    });
  const rules = diffRules(type, before, after, { unknownValues: unknownNames.size > 0 }, options.groupNames);
  const replaces =
    isRule(type) && (options.replacePaths ?? []).some((path) => isRuleArgument(type, stepsOf(path)[0] ?? ""));
  const ruleLines = replaces ? rules.map((found) => line(found, "forces replacement")) : rules;
  const tags = isGone
    ? []
    : diffTags(was, becomes, { unknownValues: unknownNames.has("tags") || unknownNames.has("tags_all") });
  // Tags that every new resource has say nothing about this one, and what is not known is left out.
  const news = isNew ? tags.filter(({ path: [first] }) => first !== "default tags") : tags;
  const all = [...ruleLines, ...lines, ...news].filter(
    ({ kind, after: text }) => kind !== "added" || text !== nothingKnown,
  );
  // What a new resource allows is reported with it: nothing was narrower before.
  return together(isNew ? all.map(withoutWidens) : all);
}

function diffArgument(name: string, before: unknown, after: unknown, knowledge: Knowledge, isNew: boolean): DiffLine[] {
  if (isNew && after === nothingKnown) return [];
  if (name === "container_definitions") {
    const found = diffContainers(before, after, knowledge);
    if (found !== undefined) return found;
  }
  if (name.startsWith("user_data") && (typeof before === "string" || typeof after === "string")) {
    return diffUserData(name, before, after, knowledge);
  }
  if (knowledge.unknownValues && isUnknownValue(after) && !isNothing(before)) return [];
  return diffValue([name], before, after, knowledge);
}

/** A new value with an unknown value in it is reported, but not all of it is known. */
function markUnknown(found: DiffLine, { unknownValues }: Knowledge): DiffLine {
  return unknownValues && found.kind === "changed" && hasUnknownValue(found.after)
    ? line(found, "known after apply")
    : found;
}

/** Lines of one place stand together, those of the resource itself first. */
export function together(lines: readonly DiffLine[]): readonly DiffLine[] {
  const places = new Map<string, DiffLine[]>([["[]", []]]);
  for (const found of lines) {
    const place = JSON.stringify(found.path.slice(0, -1));
    const others = places.get(place);
    if (others === undefined) places.set(place, [found]);
    else others.push(found);
  }
  return [...places.values()].flat();
}

function withoutWidens({ note, ...rest }: DiffLine): DiffLine {
  const others = note?.split(", ").filter((one) => one !== widens) ?? [];
  return others.length === 0 ? rest : { ...rest, note: others.join(", ") };
}

/** A policy that goes says what it allowed. */
function isPolicyText(value: unknown): boolean {
  return isPolicy(parseStructure(value));
}

/** Lines of an argument that cannot change in place. */
function marked(lines: readonly DiffLine[], name: string, replacePaths: readonly string[]): readonly DiffLine[] {
  const paths = replacePaths.map(stepsOf).filter(([first]) => first === name);
  if (paths.length === 0) return lines;
  return lines.map((found) => {
    const steps = found.path.map((step) => step.split(" ")[0] ?? "");
    const forces = paths.some((path) => path.every((step, index) => index >= steps.length || steps[index] === step));
    return forces ? line(found, "forces replacement") : found;
  });
}

/** `network_configuration[0].subnets` as its names: `network_configuration`, `subnets`. */
export function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== "" && !/^\d+$/.test(step));
}
