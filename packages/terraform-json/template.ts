/**
 * Where the `${...}` and `%{...}` of a Terraform template begin and end.
 *
 * Quotes inside an interpolation may hold further templates, and `$${` is a literal `${`; so a regular expression cannot find
 * the end. Source: https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export interface Interpolation {
  /** Index of the `$` or `%`. */
  readonly start: number;
  /** Index after the closing brace, or the end of the text if it never closes. */
  readonly end: number;
  /** The text between the braces. */
  readonly expression: string;
}

/** The outermost interpolations of a template, in order. */
export function interpolationsOf(text: string): Interpolation[] {
  const interpolations: Interpolation[] = [];
  for (let at = nextInterpolation(text, 0); at !== -1;) {
    const end = endOfExpression(text, at + 2);
    interpolations.push({ start: at, end, expression: text.slice(at + 2, text[end - 1] === "}" ? end - 1 : end) });
    at = nextInterpolation(text, end);
  }
  return interpolations;
}

/** The text inside, when the whole string is one interpolation: `${aws_vpc.main.id}` gives `aws_vpc.main.id`. */
export function onlyInterpolation(text: string): string | undefined {
  const [interpolation] = interpolationsOf(text);
  return interpolation?.start === 0 && interpolation.end === text.length && text.startsWith("$")
    ? interpolation.expression
    : undefined;
}

/** Index of the next `${` or `%{` that is not escaped by doubling its sign, or -1. */
export function nextInterpolation(text: string, from: number): number {
  // Most strings of a configuration have no brace at all, and looking for one is a hundred times faster than going by signs.
  for (let brace = text.indexOf("{", from + 1); brace !== -1; brace = text.indexOf("{", brace + 1)) {
    const sign = text[brace - 1];
    const isEscaped = brace - 2 >= from && text[brace - 2] === sign;
    if ((sign === "$" || sign === "%") && !isEscaped) return brace - 1;
  }
  return -1;
}

/** Index after the brace that closes an expression which begins at `from`. */
export function endOfExpression(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfQuote(text, at + 1) - 1;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Index after the quote that closes a quoted template which begins at `from`. */
export function endOfQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === '"') return at + 1;
    else if ((char === "$" || char === "%") && text[at + 1] === "{") {
      if (text[at - 1] === char) continue;
      at = endOfExpression(text, at + 2) - 1;
    }
  }
  return text.length;
}
