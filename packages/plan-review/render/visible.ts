import { thousands } from "../../common/text";

/**
 * Characters that a reader does not see, or that change how their neighbours are shown: controls, bidirectional marks, zero-width
 * characters, line separators, halves of a surrogate pair, and letters without a glyph. A plan's values are written by anybody.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text in one line, with everything that cannot be seen written as `\n`, `\u202e` or `\u{e0001}`. */
export function visible(text: string): string {
  return text.replace(invisible, (character) => short[character] ?? escaped(character.codePointAt(0) ?? 0));
}

function escaped(codePoint: number): string {
  const digits = codePoint.toString(16);
  return codePoint > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`;
}

/** A sentence in one line: white space is one space, and what cannot be seen is written out. */
export function sentence(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}

/** The text, or its start with what was cut: `abc… (1,200 more characters)`. @param maximum in UTF-16 code units */
export function shorten(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  // A cut between the halves of a surrogate pair would leave half a character.
  const end = /[\ud800-\udbff]/.test(text.charAt(maximum - 1)) ? maximum - 1 : maximum;
  return `${text.slice(0, end)}… (${thousands(text.length - end)} more characters)`;
}

/** No line ends beside an arrow, nor within it, as browsers do after the hyphen of `->`. */
export function unbroken(text: string): string {
  return text.replaceAll(" -> ", "\u00a0→\u00a0");
}
