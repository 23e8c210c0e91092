/** One setting of a color or weight; not those that make text invisible (8) or blink (5, 6). */
const setting = /[0-4]|7|9|2[1-79]|[34][0-79]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3}|9[0-7]|10[0-7]/.source;
const color = new RegExp(`(\u001b\\[(?:(?:${setting})(?:;(?:${setting}))*)?m)`);

/**
 * Text that a terminal shows and does not obey: what an application logs, or AWS repeats, may hold escape sequences that move the
 * cursor, write to the clipboard or set the window's title. Each control character becomes visible, `\x1b`; tabs and line breaks stay.
 *
 * Sequences that only set colors stay where `colors` is true, and end with their line.
 */
export function printable(text: string, { colors = false }: { readonly colors?: boolean } = {}): string {
  if (!colors) return visible(text);
  return text
    .split("\n")
    .map((line) => {
      const parts = line.split(color).map((part, index) => (index % 2 === 1 ? part : visible(part)));
      // A color that the line leaves on would color what follows.
      return parts.length > 1 ? `${parts.join("")}\u001b[0m` : parts.join("");
    })
    .join("\n");
}

/** A value as JSON in which every control character is escaped, also those that JSON allows. */
export const printableJson = (value: unknown, indent = 2): string =>
  (JSON.stringify(value, undefined, indent) ?? "null").replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const visible = (text: string): string =>
  // The C0 and C1 controls, and the marks that change the direction of what follows.
  // oxlint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
