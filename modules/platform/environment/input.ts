import type { PlainInput } from "./schema";
import type { valuesOf } from "./values";

type Section = keyof typeof valuesOf;
type ValueOf<Name extends Section> = (typeof valuesOf)[Name][number];

/** What `{ from: "..." }` may name: the values of the parts that an environment has. */
export type PlatformValue<
  Databases extends string,
  Buckets extends string,
  Caches extends string,
  Queues extends string,
  Services extends string,
> =
  | "region"
  | "url"
  | { [Name in Section]: `${Name}.${ValueOf<Name>}` }[Section]
  | `databases.${Databases}.${ValueOf<"database">}`
  | `buckets.${Buckets}.${ValueOf<"bucket">}`
  | `caches.${Caches}.${ValueOf<"cache">}`
  | `queues.${Queues}.${ValueOf<"queue">}`
  | `services.${Services}.endpoint`;

type PlainService = PlainInput["services"][string];
type PlainContainer = PlainService["containers"][string];
type Variables<Value> = Record<string, string | { from: Value }>;

type Container<Value> = Omit<PlainContainer, "environment"> & {
  /** Added to the service's environment, for this container only. @default - none */
  environment?: Variables<Value>;
};

type Service<Value> = Omit<PlainService, "environment" | "containers"> & {
  /** Containers by name. */
  containers: Record<string, Container<Value>>;
  /** Variables of every container, in plain text; `AWS_REGION` is set where it is not written. @default - none */
  environment?: Variables<Value>;
};

/** What an environment file has, with the names of its own parts: the compiler knows which values there are. */
export type InputWith<
  Databases extends string,
  Buckets extends string,
  Caches extends string,
  Queues extends string,
  Services extends string,
> = Omit<PlainInput, "databases" | "buckets" | "caches" | "queues" | "services"> & {
  /** Several databases, by name. @default - `database` */
  databases?: Record<Databases, NonNullable<PlainInput["databases"]>[string]> | undefined;
  /** Several buckets, by name. @default - `bucket` */
  buckets?: Record<Buckets, NonNullable<PlainInput["buckets"]>[string]> | undefined;
  /** Several caches, by name. @default - `cache` */
  caches?: Record<Caches, NonNullable<PlainInput["caches"]>[string]> | undefined;
  /** Several queues, by name. @default - `queue` */
  queues?: Record<Queues, NonNullable<PlainInput["queues"]>[string]> | undefined;
  /** Services by name: each has its own task definition, role, scaling, deployment and logs. */
  services: Record<
    Services,
    Service<PlatformValue<NoInfer<Databases>, NoInfer<Buckets>, NoInfer<Caches>, NoInfer<Queues>, NoInfer<Services>>>
  >;
};

/** What an environment file says; what it leaves out has the default that its field documents. */
export type EnvironmentInput = InputWith<string, string, string, string, string>;
