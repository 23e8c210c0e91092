/** What had no key when an environment had one of each keeps its names and Terraform addresses without it. */
export const unnamed = { service: "web", image: "app", part: "default" } as const;

/** The Terraform variable of the service stack that overrides the tag of an image. @param key of the image */
export const imageTagVariable = (key: string): string =>
  key === unnamed.image ? "image_tag" : `image_tag_${key.replaceAll("-", "_")}`;

/** Without the fields that were left out, so that they do not hide defaults. */
export function given<Section extends object>(
  section: Section,
): { [Key in keyof Section]: Exclude<Section[Key], undefined> } {
  return Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined)) as never;
}

export function mapEntries<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** What of a container may name secrets. */
interface Reader {
  readonly secrets: Readonly<Record<string, { readonly secret: string }>>;
  readonly logs?: {
    readonly driver: string;
    readonly secretOptions?: Readonly<Record<string, string | { readonly secret: string }>> | undefined;
  };
  readonly repositoryCredentials?: string | undefined;
}

/** Names in `secrets` that the ECS agent reads for a container: its variables, options of its log router, the password of its registry. */
export function secretNamesOf({ secrets, logs, repositoryCredentials }: Reader): readonly string[] {
  const options = Object.values(logs?.secretOptions ?? {});
  return [
    ...Object.values(secrets).map(({ secret }) => secret),
    ...options.map((reference) => (typeof reference === "string" ? reference : reference.secret)),
    ...(repositoryCredentials === undefined ? [] : [repositoryCredentials]),
  ];
}

/** What the value of a secret is made from: a database's password, or a cache's, or the cache's URL with it. */
export interface SecretSource {
  readonly section: "databases" | "caches";
  readonly key: string;
  readonly isUrl: boolean;
}

/** undefined for `by-hand` and `generated`. */
export function sourceOf(source: string): SecretSource | undefined {
  const [section = "", ...rest] = source.split(".");
  const isUrl = rest.at(-1) === "url" && (section === "cache" || rest.length > 1);
  const key = rest.slice(0, isUrl ? -1 : undefined).join(".");
  if (section === "database" && rest.length === 0) return { section: "databases", key: unnamed.part, isUrl };
  if (section === "databases") return { section, key, isUrl };
  if (section === "cache" && key === "") return { section: "caches", key: unnamed.part, isUrl };
  return section === "caches" ? { section, key, isUrl } : undefined;
}

/** The database whose password a secret is. */
export function databaseOf(source: string): string | undefined {
  const made = sourceOf(source);
  return made?.section === "databases" ? made.key : undefined;
}

/** How `secrets` name the passwords of databases. */
export const databaseSources = (databases: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(databases).map((key) => (key === unnamed.part ? "database" : `databases.${key}`));

/** Where the proxy of Service Connect logs. */
export const proxyLogGroup = (family: string): string => `/ecs/${family}/service-connect`;

/** The container and the size of a task that runs one command. */
export interface OneOff {
  readonly container: string;
  readonly cpu: number;
  readonly memoryReservationMiB: number;
}

export const sameSize = (one: OneOff, other: OneOff): boolean =>
  one.container === other.container && one.cpu === other.cpu && one.memoryReservationMiB === other.memoryReservationMiB;

interface Commands {
  readonly family: string;
  readonly oneOff: OneOff;
  readonly scheduled: Readonly<Record<string, { readonly size: OneOff }>>;
  readonly migration?: { readonly size: OneOff } | undefined;
}

/** Family of the tasks that run one command in a container. */
export const oneOffFamily = ({ family, oneOff }: Omit<Commands, "scheduled" | "migration">, container: string) =>
  `${family}-task${container === oneOff.container ? "" : `-${container}`}`;

/** Those containers, with the size that their task definition has. */
export const oneOffSizes = ({ oneOff, scheduled, migration }: Commands): Readonly<Record<string, OneOff>> =>
  Object.fromEntries(
    [...(migration === undefined ? [] : [migration]), ...Object.values(scheduled), { size: oneOff }].map(({ size }) => [
      size.container,
      size,
    ]),
  );

/** Who starts the migrations of a release, as ECS keeps it with the task. */
export const migrationStartedBy = "platform/release";

export const repeated = <T>(values: readonly T[]): readonly T[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

/** How `secrets` name the passwords of caches, and their URLs. */
export const cacheSources = (caches: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(caches)
    .map((key) => (key === unnamed.part ? "cache" : `caches.${key}`))
    .flatMap((name) => [name, `${name}.url`]);

/** An image of another registry has a tag or a digest, which no name in `images` can have. */
export const isImageElsewhere = (image: string): boolean => /[:@/]/.test(image);

interface Counted {
  readonly minimum: number;
}

/** Whether a service may run no task, always or for some hours. */
export const scalesToZero = ({
  scaling,
}: {
  readonly scaling: Counted & { readonly scheduled: Readonly<Record<string, Counted>> };
}): boolean => [scaling, ...Object.values(scaling.scheduled)].some(({ minimum }) => minimum === 0);
