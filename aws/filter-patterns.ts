/**
 * The syntax of filter patterns, as far as it decides whether PutMetricFilter takes one.
 *
 * Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log events, and
 * Live Tail", read on 2026-11-30.
 */

/** What a filter pattern must be, in words. */
export const filterPatternRule =
  'a filter pattern of CloudWatch Logs, such as ?ERROR ?FATAL, "exact words", { $.level = "error" } or [time, level = ERROR, ...]';

const text = String.raw`"(?:[^"\\]|\\.)*"`;
const regex = String.raw`%[^%]+%`;
const word = String.raw`[A-Za-z0-9_]+`;
const value = String.raw`(?:${text}|${regex}|-?[^\s"%(){}\[\]=<>!&|,$]+)`;
const comparison = String.raw`(?:!=|<=|>=|=|<|>)`;

/** `$.a.b`, `$.a[0]`, `$['a b']`, `$.*`. */
const selector = String.raw`\$(?:\.(?:[\w@*-]+)|\[(?:\d+|'[^']+'|\*)\])+`;
const property = String.raw`${selector}\s*(?:${comparison}\s*${value}|\s+IS\s+(?:NULL|TRUE|FALSE)|\s+NOT\s+EXISTS)`;
const field = String.raw`${word}\s*${comparison}\s*${value}`;

const terms = new RegExp(`^(?:[?-]?(?:${text}|${regex}|${word})(?:\\s+|$))+$`);

/** Whether CloudWatch Logs takes a pattern as a filter, and filters by all of it. */
export function isFilterPattern(pattern: string): boolean {
  const trimmed = pattern.trim();
  if (trimmed.startsWith("{")) return trimmed.endsWith("}") && isCondition(trimmed.slice(1, -1), property);
  if (trimmed.startsWith("[")) return trimmed.endsWith("]") && areFields(trimmed.slice(1, -1));
  return terms.test(trimmed) && !mixes(trimmed);
}

/** With other terms, those with a question mark are ignored. */
function mixes(pattern: string): boolean {
  const all = pattern.match(new RegExp(`[?-]?(?:${text}|${regex}|${word})`, "g")) ?? [];
  return all.some((term) => term.startsWith("?")) && !all.every((term) => term.startsWith("?"));
}

/** Conditions joined by `&&` and `||`, in parentheses of any depth: each is replaced by a mark until one is left. */
function isCondition(expression: string, one: string): boolean {
  const mark = "\u0001";
  let rest = expression.replace(new RegExp(one, "g"), mark);
  const group = new RegExp(`\\(\\s*${mark}\\s*\\)|${mark}\\s*(?:&&|\\|\\|)\\s*${mark}`);
  while (group.test(rest)) rest = rest.replace(group, mark);
  return rest.trim() === mark;
}

/** `[ip, user, ..., status = 4* && status != 404]`. */
function areFields(inner: string): boolean {
  const parts = inner.split(new RegExp(`,(?=(?:[^"]*"[^"]*")*[^"]*$)`)).map((part) => part.trim());
  return parts.every((part) => part === "..." || new RegExp(`^${word}$`).test(part) || isCondition(part, field));
}
