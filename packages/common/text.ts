/** "2,000": a whole number as English groups its digits. */
export const thousands = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** "1 task", "2,000 tasks". @param many the plural. @default - the noun with an s */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${thousands(count)} ${count === 1 ? noun : many}`;
}

/** As British English joins words: no comma before the last one. `Intl.ListFormat` does the same, and loads its data for 40 ms first. */
const joined = (items: readonly (string | number)[], word: string): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;

/** "a", "a and b", "a, b and c". */
export const list = (items: readonly (string | number)[]): string => joined(items, "and");

/** "a", "a or b", "a, b or c". */
export const alternatives = (items: readonly (string | number)[]): string => joined(items, "or");

/** Today as an ISO day, in UTC as Terraform's own timestamps are. */
export const isoToday = (): string => new Date().toISOString().slice(0, 10);
