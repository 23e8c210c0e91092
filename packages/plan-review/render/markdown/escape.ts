import { sentence, shorten, unbroken, visible } from "../visible";

const zeroWidth = "&#8203;";

/**
 * What would mean something in Markdown, in HTML, or to GitHub.
 *
 * GitHub looks for mentions (`@team`), issues (`#1`, `GH-1`) and addresses in the rendered text, so an escape does not stop it and a
 * zero-width space does, as Renovate's and Dependabot's pull requests show; an underscore between letters is no emphasis.
 */
const special = /[&<>|\\`*~[\]$@]|#(?=\d)|GH-(?=\d)|:\/\/|www\.|(?<![A-Za-z0-9_])_+|_+(?![A-Za-z0-9_])/gi;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // In a table cell, renderers do not agree on what \\| is.
  "|": "&#124;",
  "\\": "&#92;",
  "@": `@${zeroWidth}`,
  "#": `#${zeroWidth}`,
  "://": `:${zeroWidth}//`,
  // GitHub reads $...$ as mathematics; its manual names this way out.
  $: "<span>$</span>",
};

/** A sentence that says what it says: no formatting, no link, no mention, one line. @param maximum of the text, before it is escaped */
export function prose(text: string, maximum = Infinity): string {
  return (
    unbroken(shorten(sentence(text), maximum))
      .replace(special, escape)
      // At the start of a list item these would begin a list, a heading or a rule.
      .replace(/^(?=[-+=#])/, "\\")
      .replace(/^(\d+)(?=[.)])/, "$1\\")
  );
}

function escape(match: string): string {
  const entity = entities[match];
  if (entity !== undefined) return entity;
  if (/^gh-$/i.test(match)) return `${match}${zeroWidth}`;
  if (/^www\.$/i.test(match)) return `${match.slice(0, -1)}${zeroWidth}.`;
  return match.replace(/./g, "\\$&");
}

/** A value, letter by letter, where Markdown is read; GitHub looks for no mention in it. */
export function code(value: string, maximum = Infinity): string {
  const text = shorten(visible(value), maximum);
  if (text === "") return "(empty)";
  const ticks = "`".repeat(longestRun(text) + 1);
  const space = /^[` ]|[` ]$/.test(text) ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}

/** A value in a table's cell. */
export function cell(value: string, maximum = Infinity): string {
  return /[|\\]/.test(value) ? `<code>${prose(value, maximum)}</code>` : code(value, maximum);
}

/** Text where HTML is read, such as in `<summary>`. */
export function html(text: string, maximum = Infinity): string {
  return shorten(visible(text), maximum).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A value where HTML is read. */
export function htmlCode(value: string, maximum = Infinity): string {
  return `<code>${html(value, maximum)}</code>`;
}

/** A fenced block; the fence is longer than any in the lines. @param lines without line breaks in them */
export function fenced(lines: readonly string[], language = ""): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** Length of the longest run of backticks. */
export function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
