/** "2,000": a whole number as English groups its digits. */
export const thousands = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** "1 task", "2,000 tasks". @param many the plural. @default - the noun with an s */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${thousands(count)} ${count === 1 ? noun : many}`;
}

// British English has no comma before "and".
let and: Intl.ListFormat | undefined;
let or: Intl.ListFormat | undefined;

/** "a", "a and b", "a, b and c". */
export function list(items: readonly (string | number)[]): string {
  and ??= new Intl.ListFormat("en-GB", { type: "conjunction" });
  return and.format(items.map(String));
}

/** "a", "a or b", "a, b or c". */
export function alternatives(items: readonly (string | number)[]): string {
  or ??= new Intl.ListFormat("en-GB", { type: "disjunction" });
  return or.format(items.map(String));
}

/** Today as an ISO day, in UTC as Terraform's own timestamps are. */
export const isoToday = (): string => new Date().toISOString().slice(0, 10);
