/**
 * Text that a terminal shows and does not obey: what an application logs, or AWS repeats, may hold escape sequences that move the
 * cursor, write to the clipboard or set the window's title. Each control character becomes visible, `\x1b`; tabs and line breaks stay.
 *
 * Sequences that only set colors stay where `colors` is true.
 */
export function printable(text: string, { colors = false }: { readonly colors?: boolean } = {}): string {
  const visible = (part: string) =>
    // The C0 and C1 controls, and the marks that change the direction of what follows.
    // oxlint-disable-next-line no-control-regex
    part.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
      const code = character.charCodeAt(0);
      return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
    });
  if (!colors) return visible(text);
  // oxlint-disable-next-line no-control-regex
  const color = /(\u001b\[[0-9;]{0,30}m)/;
  const parts = text.split(color).map((part, index) => (index % 2 === 1 ? part : visible(part)));
  // A color that the text leaves on would color what follows.
  return parts.length > 1 ? `${parts.join("")}\u001b[0m` : parts.join("");
}
