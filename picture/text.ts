/** Widths of characters in Arial and its kin, in ems; source: the AFM of Helvetica, rounded up to what a bolder or wider substitute needs. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijl|.,:;'!]/, 0.27],
  [/[ftrI()[\]/\s-]/, 0.33],
  [/[mwMW@%…→]/, 0.88],
  [/[A-Z&_+~]/, 0.7],
];

/** About how wide a text is, in pixels: fonts differ, and no browser is here to ask. */
export function widthOf(text: string, size: number, bold = false): number {
  const ems = Array.from(text, (character) => widths.find(([pattern]) => pattern.test(character))?.[1] ?? 0.56);
  return ems.reduce((sum, width) => sum + width, 0) * size * (bold ? 1.07 : 1);
}

/** A text that fits: of a longer one, the beginning and the end, without the account that a bucket's name ends with. */
export function shortened(text: string, width: number, size: number, bold = false): string {
  if (widthOf(text, size, bold) <= width + 1) return text;
  const own = text.replace(/-\d{12}$/, "");
  if (own !== text) return shortened(own, width, size, bold);
  for (let kept = text.length - 1; kept > 4; kept--) {
    const end = Math.floor(kept * 0.4);
    const short = `${text.slice(0, kept - end)}…${text.slice(text.length - end)}`;
    if (widthOf(short, size, bold) <= width + 1) return short;
  }
  return text;
}

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
