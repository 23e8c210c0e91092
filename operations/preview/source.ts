import { exportNameOf } from "../../lib/environment-names";

/** What a preview is made of: its file has it, and the record in the state bucket. */
export interface Preview {
  readonly name: string;
  /** Environment that it is derived from. */
  readonly from: string;
  /** Last day on which it is needed (UTC). */
  readonly expires: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly maximumInstances?: number;
}

/** The preview's file in `environments/`. */
export function sourceOf({ from, ...options }: Preview): string {
  return `import { preview } from "../modules/platform/environment/preview";
import { ${exportNameOf(from)} } from "./${from}";

/** Made by \`./platform preview up\`; \`./platform preview down ${options.name}\` destroys it and removes this file. */
export const ${exportNameOf(options.name)} = preview(${exportNameOf(from)}, ${JSON.stringify(options)});
`;
}

/** A record as it was kept; undefined where it is none. */
export function previewOf(text: string): Preview | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { name, from, expires, tags, maximumInstances } = value as { readonly [field in keyof Preview]?: unknown };
  const isName = (word: unknown): word is string => typeof word === "string" && /^[a-z][a-z0-9-]*$/.test(word);
  if (!isName(name) || !isName(from) || !isDay(expires)) return undefined;
  return {
    name,
    from,
    expires,
    ...(isTags(tags) && { tags }),
    ...(typeof maximumInstances === "number" && { maximumInstances }),
  };
}

export const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

const isTags = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" && value !== null && Object.values(value).every((tag) => typeof tag === "string");

/** The day some days from now, in UTC. */
export const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** Whether the last day is over, in UTC. */
export const isExpired = (expires: string, now: Date): boolean => now.toISOString().slice(0, 10) > expires;
