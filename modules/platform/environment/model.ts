import type { Architecture } from "../../../aws/instance-types";
import type { OneOff } from "./names";
import type { Parsed } from "./schema";

/** An environment with every name and default filled in: what stacks, proofs and commands read. */
export interface Environment extends Omit<
  Parsed,
  | "bucket"
  | "buckets"
  | "cache"
  | "caches"
  | "capacities"
  | "capacity"
  | "cluster"
  | "database"
  | "databases"
  | "domain"
  | "fileSystem"
  | "fileSystems"
  | "images"
  | "loadBalancer"
  | "network"
  | "queue"
  | "queues"
  | "secretPrefix"
  | "services"
  | "state"
> {
  /** What things are called that have no name of their own: `<application>-<environment>`. */
  readonly base: string;
  readonly state: State;
  readonly network: Network;
  readonly cluster: Required<Parsed["cluster"]>;
  /** By key: `default` for `capacity`. */
  readonly capacities: Readonly<Record<string, Capacity>>;
  readonly images: Readonly<Record<string, Image>>;
  readonly services: Readonly<Record<string, Service>>;
  /** Without a service that answers requests there is none. */
  readonly loadBalancer?: LoadBalancer;
  /** Host names of all services, and where they are kept; with a load balancer only. */
  readonly domain?: Domain;
  /** By key: `default` for `database`. */
  readonly databases: Readonly<Record<string, Database>>;
  /** By key: `default` for `bucket`. */
  readonly buckets: Readonly<Record<string, Bucket>>;
  /** By key: `default` for `cache`. */
  readonly caches: Readonly<Record<string, Cache>>;
  /** By key: `default` for `queue`. */
  readonly queues: Readonly<Record<string, Queue>>;
  /** By key: `default` for `fileSystem`. */
  readonly fileSystems: Readonly<Record<string, FileSystem>>;
  readonly secretPrefix: string;
}

/** A part that an environment may have several of. */
interface Part {
  /** Its name in the environment; `default` where the environment has the only one in the singular. */
  readonly key: string;
  /** Where it is written, for messages: `capacity`, or `capacities.jobs`. */
  readonly field: string;
}

type Named<Section, Names extends string> = Section extends unknown
  ? Omit<Section, Names> & { readonly [name in Names]: string }
  : never;

export type State = Exclude<Parsed["state"], { kind: "s3" }> | S3State;
export type S3State = Required<Extract<Parsed["state"], { kind: "s3" }>>;

type Zoned<Section> = Section extends unknown ? Omit<Section, "zones"> & { readonly zones: readonly string[] } : never;
export type Network = Zoned<Parsed["network"]>;

export type LoadBalancer = Parsed["loadBalancer"] extends infer Section
  ? Section extends { existing: object }
    ? Section
    : Named<Section, "name" | "accessLogsBucket">
  : never;

export interface Domain {
  /** The first of them is where people look: the environment's URL. */
  readonly hosts: readonly [string, ...string[]];
  /** Route 53 zone that holds them; not where records are made by hand. */
  readonly zone: string;
  readonly records: "route53" | "by-hand";
  readonly certificateArn?: string | undefined;
}

type ParsedCapacity = NonNullable<Parsed["capacity"]>;

export interface Capacity extends Part, Omit<ParsedCapacity, "name" | "architecture" | "maximum"> {
  readonly name: string;
  readonly architecture: Architecture;
  readonly maximum: number;
}

export interface Image extends Part, Omit<Parsed["images"][string], "repository" | "record"> {
  readonly repository: string;
  readonly record: string;
}

export type Database = Part & CompleteDatabase<NonNullable<Parsed["database"]>>;
type CompleteDatabase<Section> = Section extends { existing: infer Existing }
  ? Existing extends object
    ? Named<Omit<Section, "existing">, "identifier" | "name" | "username"> & {
        readonly existing: Omit<Existing, "port"> & { readonly port: number };
      }
    : never
  : Section extends { storageGiB: number; version?: infer Version }
    ? Named<Omit<Section, "maximumStorageGiB" | "version">, "identifier" | "name" | "username"> & {
        readonly maximumStorageGiB: number;
        readonly version: NonNullable<Version>;
      }
    : Section extends { version?: infer Version }
      ? Named<Omit<Section, "version">, "identifier" | "name" | "username"> & { readonly version: NonNullable<Version> }
      : never;

export type Cache = Part & CompleteCache<NonNullable<Parsed["cache"]>>;
type CompleteCache<Section> = Section extends { existing: object }
  ? Named<Section, "identifier">
  : Named<Section, "identifier" | "version" | "nodeType">;

export type Queue = Part & CompleteQueue<NonNullable<Parsed["queue"]>>;
type CompleteQueue<Section> = Section extends { existing: object } ? Section : Named<Section, "name">;

export type FileSystem = Part & Named<NonNullable<Parsed["fileSystem"]>, "name">;

export interface Bucket extends Part, Omit<NonNullable<Parsed["bucket"]>, "name"> {
  readonly name: string;
}

type ParsedService = Parsed["services"][string];
type ParsedContainer = ParsedService["containers"][string];

export interface SecretReference {
  /** Name in `secrets`. */
  readonly secret: string;
  readonly jsonKey?: string | undefined;
  readonly versionStage?: string | undefined;
}

export interface Container extends Omit<
  ParsedContainer,
  "image" | "logGroup" | "port" | "ports" | "secrets" | "stopTimeoutSeconds"
> {
  /** Key in `images`, or an image of another registry; neither where the environment names one that does not exist. */
  readonly image: { readonly key: string } | { readonly uri: string };
  readonly ports: readonly {
    readonly container: number;
    readonly host: number;
    readonly protocol?: "tcp" | "udp" | undefined;
    readonly name?: string | undefined;
    readonly appProtocol?: "http" | "http2" | "grpc" | undefined;
  }[];
  /** With those of the service. */
  readonly environment: ParsedContainer["environment"];
  /** By variable, with those of the service. */
  readonly secrets: Readonly<Record<string, SecretReference>>;
  readonly stopTimeoutSeconds: number;
  readonly logGroup: string;
}

/** Requests that a container answers. */
export interface Route
  extends Part, Omit<NonNullable<ParsedService["web"]>, "host" | "hosts" | "container" | "port" | "priority"> {
  readonly hosts: readonly string[];
  readonly container: string;
  readonly port: number;
  readonly priority: number;
}

export interface Scaling extends Omit<ParsedService["scaling"], "desired" | "maximum"> {
  readonly desired: number;
  readonly maximum: number;
}

export interface Service
  extends
    Part,
    Omit<
      ParsedService,
      | "capacity"
      | "containers"
      | "family"
      | "logRetentionDays"
      | "migration"
      | "name"
      | "oneOff"
      | "routes"
      | "scaling"
      | "scheduled"
      | "secrets"
      | "web"
    > {
  readonly name: string;
  readonly family: string;
  /** What its roles, schedules and metrics are called: the environment's base, with the key where it is not `web`. */
  readonly base: string;
  readonly architecture: Architecture;
  readonly capacities: readonly { readonly capacity: string; readonly weight: number; readonly base: number }[];
  readonly containers: Readonly<Record<string, Container>>;
  /** By key; `web` for the field `web`. */
  readonly routes: Readonly<Record<string, Route>>;
  readonly scaling: Scaling;
  readonly logRetentionDays: Parsed["logRetentionDays"];
  readonly oneOff: OneOff;
  readonly scheduled: Readonly<Record<string, Sized<ParsedService["scheduled"][string]>>>;
  readonly migration?: Sized<NonNullable<ParsedService["migration"]>> | undefined;
}

/** A command that runs in a task of this size. */
type Sized<Command> = Omit<Command, keyof OneOff> & { readonly size: OneOff };
