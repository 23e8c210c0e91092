import type { ApplicationKindName } from "../../applications/kinds";
import { applicationKinds } from "../../applications/kinds";
import type { ApplicationKind } from "../../applications/kind";
import type { NameForm } from "../../aws/limits";

/** What everything that is watched may say of itself. */
export interface Watched {
  /**
   * Which one of its sort it is, such as the service `sidekiq`. Its alarms are called `<name>-<key>-<alarm>`.
   *
   * @default - the only one, or the first: its alarms are called `<name>-<alarm>`
   */
  readonly key?: string;
}

/** Keys become part of alarm names, metric namespaces and Terraform addresses. */
export const watchedKey: NameForm = {
  pattern: /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
  allowed: "1 to 63 letters, digits, underscores and hyphens, beginning with a letter",
};

/** `errors`, or `sidekiq-errors` of the service `sidekiq`. */
export const prefixed = ({ key }: Watched, id: string): string => (key === undefined ? id : `${key}-${id}`);

/** The part of an environment that describes something watched, in the singular and in the plural. */
const parts = {
  service: "services",
  capacity: "capacities",
  database: "databases",
  cache: "caches",
  queue: "queues",
  fileSystem: "fileSystems",
} as const;

/** Field of the environment to change: `capacity.maximum`, or `capacities.jobs.maximum` of one that has a key. */
export const fieldOf = (part: keyof typeof parts, { key }: Watched, field: string): string =>
  key === undefined ? `${part}.${field}` : `${parts[part]}.${key}.${field}`;

/** What to change, for each kind of application once. */
export function settingsOf(
  kinds: readonly ApplicationKindName[],
  advice: "lessConnections" | "moreJobs",
): readonly string[] {
  const settings = kinds.flatMap((kind): readonly string[] => {
    const row: ApplicationKind = applicationKinds[kind];
    return row[advice] ?? [];
  });
  return [...new Set(settings)];
}
