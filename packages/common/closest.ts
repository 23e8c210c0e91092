/**
 * The known name that a mistyped one is most likely to be: the nearest by letters added, removed or changed, or one that it begins;
 * whatever its case, and whether its words are joined by `_`, `-` or capitals. Undefined where none is near.
 */
export function closest(name: string, known: readonly string[]): string | undefined {
  const written = plain(name);
  const [nearest] = known
    .map((candidate) => ({ candidate, letters: distance(plain(candidate), written) }))
    .filter(
      ({ candidate, letters }) =>
        letters <= Math.max(1, Math.floor(written.length * 0.4)) ||
        (written.length >= 3 && plain(candidate).startsWith(written)),
    )
    .toSorted((one, other) => one.letters - other.letters);
  return nearest?.candidate;
}

/** What an error about a mistyped name ends with: "; did you mean status?"; nothing where no known name is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** Whether a name is a known one but for a letter that is added, missing or another, or two that changed places. */
export function isTypo(name: string, known: readonly string[]): boolean {
  const letters = (text: string) => Array.from(text).toSorted().join("");
  return known.some(
    (candidate) =>
      candidate !== name &&
      (distance(candidate, name) === 1 || (distance(candidate, name) === 2 && letters(candidate) === letters(name))),
  );
}

function plain(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** How many letters must be added, removed or changed to make one word of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1];
    for (let to = 1; to <= other.length; to++) {
      const change = (row[to - 1] ?? 0) + (letter === other[to - 1] ? 0 : 1);
      next.push(Math.min(change, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
