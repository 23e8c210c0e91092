import type { DiffLine } from "../../model";
import { isDangerousAction } from "../../../effects";
import { covers, isRecord, readPolicy, type Statement } from "../../../terraform-json";
import { isNothing, type Knowledge } from "./equal";
import { added, changed, line, removed, type Path } from "./lines";
import { labelled, unmatched } from "./lists";
import { deepest } from "./parse";

/** What marks a line after which more is allowed than before. */
export const widens = "widens";

/** Whether a value has the shape of an IAM policy. */
export function isPolicy(value: unknown): boolean {
  return isRecord(value) && statementsOf(value) !== undefined;
}

/** Statements of a parsed policy; undefined where it cannot be read as one. */
export function statementsOf(value: unknown): readonly Statement[] | undefined {
  if (isNothing(value)) return [];
  if (!isRecord(value) || isNothing(value.Statement)) return undefined;
  const list = Array.isArray(value.Statement) ? value.Statement : [value.Statement];
  if (!list.every(isRecord)) return undefined;
  try {
    return readPolicy(value);
  } catch {
    // Another Effect than Allow or Deny: no policy of IAM.
    return undefined;
  }
}

/** A policy statement by statement: what is granted and denied, to whom, under which conditions. */
export function diffPolicy(path: Path, before: unknown, after: unknown, knowledge: Knowledge): DiffLine[] {
  const [was, becomes] = [statementsOf(before), statementsOf(after)];
  if (was === undefined || becomes === undefined) return [changed(path, before, after)];
  const { pairs, gone, fresh } = match(was, becomes, knowledge);
  return [
    ...pairs.flatMap(([old, young]) => diffStatement(placeOf(path, young), old, young, knowledge)),
    ...gone.flatMap((statement) =>
      wholeStatement(placeOf(path, statement), statement, removed, statement.effect === "Deny" ? widens : undefined),
    ),
    ...fresh.flatMap((statement) =>
      wholeStatement(placeOf(path, statement), statement, added, statement.effect === "Allow" ? widens : undefined),
    ),
  ];
}

/** Entries of a statement that are read in one sentence; more are shown one per line. */
const inOneSentence = 4;

/** A statement that is there on one side only: in one sentence, or with each of its entries on a line of its own. */
function wholeStatement(path: Path, statement: Statement, kind: typeof added, note: string | undefined): DiffLine[] {
  const { effect, actions, notActions, resources, notResources } = statement;
  const [principals, conditions] = [principalsOf(statement), conditionsOf(statement)];
  const parts: readonly (readonly [name: string, entries: readonly string[]])[] = [
    ["actions", actions],
    ["all actions but", notActions],
    ["resources", resources],
    ["all resources but", notResources],
    ["principals", principals],
    ["conditions", conditions],
  ];
  if (parts.reduce((sum, [, entries]) => sum + entries.length, 0) <= inOneSentence) {
    return [kind(path, inWords(statement), note)];
  }
  return [
    kind(path, effect, note),
    ...parts.flatMap(([name, entries]) =>
      entries.map((entry) =>
        kind([...path, name], entry, name === "actions" && effect === "Allow" ? powerOf(entry) : undefined),
      ),
    ),
  ];
}

/** What marks an action through which anyone with it may get more. */
function powerOf(action: string): string | undefined {
  return isDangerousAction(action) ? "can be used to gain more permissions" : undefined;
}

/** `Allow s3:GetObject on arn:..., for Service x, when Bool aws:SecureTransport false` */
export function inWords(statement: Statement): string {
  const { effect, actions, notActions, resources, notResources, principals, conditions } = statement;
  const list = (items: readonly string[]) => items.join(", ");
  const whom = Object.entries(principals).map(([kind, ids]) => (kind === "*" ? list(ids) : `${kind} ${list(ids)}`));
  const when = conditionsOf(statement);
  return [
    `${effect} ${notActions.length > 0 ? `all but ${list(notActions)}` : list(actions)}`,
    notResources.length > 0 ? `on all but ${list(notResources)}` : resources.length > 0 ? `on ${list(resources)}` : "",
    whom.length > 0 ? `for ${whom.join(", ")}` : "",
    Object.keys(conditions).length > 0 ? `when ${list(when)}` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function placeOf(path: Path, { sid, effect, actions, notActions }: Statement): Path {
  const [action = notActions[0] ?? ""] = actions;
  return path.length === 0
    ? [`statement ${sid ?? `${effect} ${action}`}`]
    : labelled([...path, "statement"], sid ?? `${effect} ${action}`.trim());
}

/** Which statement was which: by Sid, by content, then by effect and actions, then by effect where one is left of each. */
function match(was: readonly Statement[], becomes: readonly Statement[], knowledge: Knowledge) {
  const pairs: [Statement, Statement][] = [];
  let [gone, fresh] = [[...was], [...becomes]];
  const pairBy = (keyOf: (statement: Statement) => string | undefined) => {
    const [old, young] = [uniqueBy(gone, keyOf), uniqueBy(fresh, keyOf)];
    for (const [key, statement] of young) {
      const other = old.get(key);
      if (other !== undefined && statement !== undefined) pairs.push([other, statement]);
    }
    const paired = new Set(pairs.flat());
    [gone, fresh] = [gone.filter((item) => !paired.has(item)), fresh.filter((item) => !paired.has(item))];
  };
  pairBy(({ sid }) => (sid === "" ? undefined : sid));
  [gone, fresh] = unmatched(gone, fresh, knowledge);
  const sorted = (list: readonly string[]) => [...list].sort().join(",");
  pairBy(({ effect, actions, notActions }) => `${effect} ${sorted(actions)} ${sorted(notActions)}`);
  pairBy(({ effect, resources, principals }) => `${effect} ${sorted(resources)} ${sorted(Object.keys(principals))}`);
  pairBy(({ effect }) => effect);
  return { pairs, gone, fresh };
}

/** Statements by key, those whose key is theirs alone. */
function uniqueBy(list: readonly Statement[], keyOf: (statement: Statement) => string | undefined) {
  const found = new Map<string, Statement | undefined>();
  for (const statement of list) {
    const key = keyOf(statement);
    if (key !== undefined) found.set(key, found.has(key) ? undefined : statement);
  }
  return found;
}

function diffStatement(path: Path, before: Statement, after: Statement, knowledge: Knowledge): DiffLine[] {
  const allows = after.effect === "Allow";
  const part = (name: string, was: readonly string[], becomes: readonly string[], more: boolean) =>
    diffNames([...path, name], was, becomes, more, knowledge);
  const effects =
    before.effect === after.effect
      ? []
      : [changed([...path, "effect"], before.effect, after.effect, allows ? widens : undefined)];
  return [
    ...effects,
    ...part("actions", before.actions, after.actions, allows),
    ...part("all actions but", before.notActions, after.notActions, !allows),
    ...part("resources", before.resources, after.resources, allows),
    ...part("all resources but", before.notResources, after.notResources, !allows),
    ...part("principals", principalsOf(before), principalsOf(after), allows),
    ...diffConditions([...path, "conditions"], before, after, knowledge),
  ];
}

/** @param more whether another name grants more: true for what is allowed, false for what is denied or excepted */
function diffNames(
  path: Path,
  before: readonly string[],
  after: readonly string[],
  more: boolean,
  knowledge: Knowledge,
): DiffLine[] {
  const [gone, fresh] = unmatched(before, after, knowledge);
  return [
    ...gone.map((name) => removed(path, name, !more && !isCovered(name, after) ? widens : undefined)),
    ...fresh.map((name) => {
      const isMore = more && !isCovered(name, before);
      const power = isMore && path.at(-1) === "actions" ? powerOf(name) : undefined;
      return line(added(path, name, isMore ? widens : undefined), power);
    }),
  ];
}

/** Whether a pattern among these covers a name; patterns of many stars, which cost too much to try, count as not. */
function isCovered(name: string, patterns: readonly string[]): boolean {
  return patterns.slice(0, 200).some((pattern) => {
    const stars = pattern.split("*").length - 1;
    return stars > 0 && stars <= 2 && name.length < 500 && covers(pattern, name, { ignoreCase: true });
  });
}

/** A condition narrows what is allowed, and narrows what is denied: to lose one widens an Allow, to gain one widens a Deny. */
function diffConditions(path: Path, before: Statement, after: Statement, knowledge: Knowledge): DiffLine[] {
  const [gone, fresh] = unmatched(conditionsOf(before), conditionsOf(after), knowledge);
  const allows = after.effect === "Allow";
  if (gone.length === 1 && fresh.length === 1)
    return [changed(path, gone[0], fresh[0], widensBy(gone[0], fresh[0], allows))];
  return [
    ...gone.map((text) => removed(path, text, allows ? widens : undefined)),
    ...fresh.map((text) => added(path, text, allows ? undefined : widens)),
  ];
}

/** Whether one condition in another's place may grant more: other values of the same test do, when there is a new one among them. */
function widensBy(before: string | undefined, after: string | undefined, allows: boolean): string | undefined {
  const [was, becomes] = [valuesOf(before), valuesOf(after)];
  const isMore = becomes.some((value) => !was.includes(value));
  const isLess = was.some((value) => !becomes.includes(value));
  const isNegated = /^\S*(?:Not|Null)/.test(after ?? "");
  return (allows !== isNegated ? isMore : isLess) ? widens : undefined;
}

function valuesOf(condition: string | undefined): string[] {
  return (condition ?? "").split(" ").slice(2).join(" ").split(", ");
}

/** `StringEquals aws:SourceAccount 760042596542` */
export function conditionsOf({ conditions }: Statement): string[] {
  return Object.entries(conditions)
    .slice(0, deepest * deepest)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} ${key} ${[...values].sort().join(", ")}`),
    );
}

/** `Service ecs.amazonaws.com`, `*` */
function principalsOf({ principals }: Statement): string[] {
  return Object.entries(principals).flatMap(([kind, ids]) => ids.map((id) => (kind === "*" ? id : `${kind} ${id}`)));
}
