/**
 * Text whose end is known only after apply: `<aws_ecr_repository.repository.repository_url>:production-306`.
 *
 * An unknown value holds no angle bracket and no line break, which is why a here-document (`<<'END'`) is none; unless it is the call of a
 * function, `<base64encode("cat <<'END'")>`, which ends where its bracket does.
 */
const unknownValue = /<(?:[A-Za-z_]\w*\([^\n]*\)|[A-Za-z_][^<>\n]*)>/;
const unknownValues = new RegExp(unknownValue, "g");

/** What is written where nothing is known. */
export const unknown = "<known after apply>";

export function hasUnknownValue(value: unknown): value is string {
  return typeof value === "string" && value.includes("<") && unknownValue.test(value);
}

/** Whether nothing of the text is known: it is one unknown value from end to end. */
export function isUnknownValue(value: unknown): value is string {
  return typeof value === "string" && new RegExp(`^${unknownValue.source}$`).test(value);
}

/** Every unknown value of a text, without its brackets. */
export function unknownValuesIn(text: string): string[] {
  return (text.match(unknownValues) ?? []).map((found) => found.slice(1, -1));
}

/** Whether a text could be what the pattern becomes: each unknown value represents any text. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.split(unknownValues);
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || first.length > end) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** The resource that an unknown value refers to: `aws_vpc.main.id` is of `aws_vpc.main`; undefined where it refers to none. */
export function addressIn(expression: string): string | undefined {
  return /^(?:module\.[^.]+\.)*(?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[\w-]+(?:\[[^\]]*\])?/.exec(expression)?.[0];
}

/** As `text`, each unknown value exchanged for its mark; unknown values outside of JSON strings become strings of their own. */
export function markUnknownValues(
  text: string,
  mark: (index: number) => string,
): { text: string; unknownValues: string[] } {
  const found: string[] = [];
  let marked = "";
  let quoted = false;
  let at = 0;
  const copy = (until: number) => {
    for (; at < until; at++) {
      if (text[at] === "\\" && quoted) marked += text[at++];
      else if (text[at] === '"') quoted = !quoted;
      marked += text[at] ?? "";
    }
  };
  for (const match of text.matchAll(unknownValues)) {
    if (match.index < at) continue;
    copy(match.index);
    const name = mark(found.push(match[0]) - 1);
    marked += quoted ? name : `"${name}"`;
    at = match.index + match[0].length;
  }
  copy(text.length);
  return { text: marked, unknownValues: found };
}
