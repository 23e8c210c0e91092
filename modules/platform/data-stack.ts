import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { unnamed, type Cache as CacheSection, type Database as DatabaseSection, type Environment } from "./environment";
import { databaseOf, mapEntries, sourceOf } from "./environment/names";
import { Cache, type ICache } from "../cache";
import { AuroraDatabase, Database, type IDatabase } from "../database";
import { EncryptionKey } from "../encryption";
import { FileSystem } from "../file-system";
import { SecurityGroup, type IConnectable } from "../networking";
import { Queue, type IQueue } from "../queue";
import { Secrets } from "../secrets";
import { Bucket } from "../storage";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";
import { logsPrincipal } from "../../aws/regions";

export interface DataStackProps {
  readonly environment: Environment;
  readonly deletionProtection: boolean;
  readonly foundation: FoundationStack;
}

/** Databases, caches, queues, files and secrets. Changes rarely. */
export class DataStack extends EnvironmentStack {
  readonly encryptionKey: EncryptionKey;
  /** By key. */
  readonly databases: Readonly<Record<string, IDatabase>>;
  /** By key. */
  readonly buckets: Readonly<Record<string, Bucket>>;
  /** By key. */
  readonly caches: Readonly<Record<string, ICache>>;
  /** By key. */
  readonly queues: Readonly<Record<string, IQueue>>;
  /** By key. */
  readonly fileSystems: Readonly<Record<string, FileSystem>>;
  readonly secrets: Secrets;

  constructor(scope: Construct, id: string, { environment, deletionProtection, foundation }: DataStackProps) {
    super(scope, id, environment);
    const { base, domain, secrets } = environment;

    this.encryptionKey = new EncryptionKey(this, "encryption", {
      alias: `${base}-data`,
      description: `Database, files and secrets of ${base}`,
      services: [logsPrincipal(environment.region)],
      deletionProtection,
    });
    const encryptionKey = this.encryptionKey;

    const reached = <Part extends IConnectable & { readonly port: number }>(part: Part): Part => {
      for (const capacity of capacitiesThatReach(environment)) {
        const instances = foundation.capacities[capacity];
        if (instances !== undefined) part.securityGroup.allowFrom(instances, part.port, "Tasks on the instances");
      }
      return part;
    };
    this.databases = mapEntries(environment.databases, (database) =>
      reached(this.databaseOf(environment, database, foundation, deletionProtection)),
    );

    const namesFrom = (wanted: string) =>
      Object.entries(secrets).flatMap(([secret, source]) => (source === wanted ? [secret] : []));
    this.secrets = new Secrets(this, "secrets", {
      prefix: environment.secretPrefix,
      names: namesFrom("by-hand"),
      generated: namesFrom("generated").map((secret) => ({
        name: secret,
        length: 128,
        keepsValue: environment.adopt?.secrets[secret] !== undefined,
      })),
      encryptionKey,
      deletionProtection,
    });

    this.buckets = mapEntries(environment.buckets, ({ key, name, corsOrigins, noncurrentDays }) => {
      const origins = corsOrigins ?? (domain?.hosts ?? []).map((host) => `https://${host}`);
      return new Bucket(this, key === unnamed.part ? "storage" : `bucket-${key}`, {
        name,
        encryptionKey,
        ...(origins.length > 0 && { cors: { origins } }),
        lifecycle: { noncurrentDays },
        deletionProtection,
      });
    });

    this.caches = mapEntries(environment.caches, (cache) =>
      reached(this.cacheOf(environment, cache, foundation, deletionProtection)),
    );
    this.queues = mapEntries(environment.queues, (queue): IQueue => {
      const { key, field: _field, ...props } = queue;
      const id = idOf("queue", key);
      if (props.existing !== undefined) return Queue.fromAttributes(this, id, props.existing);
      const { existing: _existing, ...made } = props;
      return new Queue(this, id, { ...made, encryptionKey, deletionProtection });
    });
    this.fileSystems = mapEntries(environment.fileSystems, ({ key, field: _field, ...fileSystem }) =>
      reached(
        new FileSystem(this, idOf("file-system", key), {
          ...fileSystem,
          network: foundation.network,
          encryptionKey,
          deletionProtection,
        }),
      ),
    );

    for (const [key, database] of Object.entries(this.databases)) {
      new TerraformOutput(this, outputOf("database_host", key), { value: database.host });
    }
    for (const [key, bucket] of Object.entries(this.buckets)) {
      new TerraformOutput(this, outputOf("storage_bucket", key), { value: bucket.name });
    }
    for (const [key, cache] of Object.entries(this.caches)) {
      new TerraformOutput(this, outputOf("cache_url", key), { value: cache.url });
    }
    for (const [key, queue] of Object.entries(this.queues)) {
      new TerraformOutput(this, outputOf("queue_url", key), { value: queue.url });
    }
  }

  /** The database that is made, or the one that is used. */
  private databaseOf(
    { adopt, secrets, secretPrefix }: Environment,
    section: DatabaseSection,
    { network }: FoundationStack,
    deletionProtection: boolean,
  ): IDatabase {
    const id = idOf("database", section.key);
    if (section.existing !== undefined) {
      const { existing, identifier, name: databaseName, username } = section;
      const { securityGroupId, ...reached } = existing;
      const securityGroup = SecurityGroup.fromSecurityGroupId(
        this,
        `${id}-security-group`,
        securityGroupId,
        `${identifier}-database`,
      );
      return Database.fromAttributes(this, id, {
        ...reached,
        identifier,
        databaseName,
        username,
        securityGroup,
      });
    }
    const { key, field: _field, existing: _existing, name: databaseName, version, passwordVersion, ...props } = section;
    const [passwordName = ""] = Object.entries(secrets).flatMap(([name, source]) =>
      databaseOf(source) === key ? [name] : [],
    );
    const common = {
      engineVersion: version,
      databaseName,
      network,
      encryptionKey: this.encryptionKey,
      password: {
        secretName: `${secretPrefix}/${passwordName}`,
        version: passwordVersion,
        keptThroughVersion: key === unnamed.part ? adopt?.database?.passwordVersion : undefined,
      },
      deletionProtection,
    };
    if (props.engine === "aurora-postgresql") {
      const { engine: _engine, ...cluster } = props;
      return new AuroraDatabase(this, id, { ...cluster, ...common });
    }
    return new Database(this, id, { ...props, ...common });
  }

  /** The cache that is made, or the one that is used. It has a password where a secret is to be it. */
  private cacheOf(
    { secrets, secretPrefix }: Environment,
    section: CacheSection,
    { network }: FoundationStack,
    deletionProtection: boolean,
  ): ICache {
    const id = idOf("cache", section.key);
    if (section.existing !== undefined) {
      const { securityGroupId, ...reached } = section.existing;
      const { identifier } = section;
      const securityGroup = SecurityGroup.fromSecurityGroupId(
        this,
        `${id}-security-group`,
        securityGroupId,
        `${identifier}-cache`,
      );
      return Cache.fromAttributes(this, id, { ...reached, identifier, securityGroup });
    }
    const { key, field: _field, existing: _existing, version, passwordVersion, ...props } = section;
    const named = (isUrl: boolean) =>
      Object.entries(secrets).flatMap(([name, source]) => {
        const made = sourceOf(source);
        return made?.section === "caches" && made.key === key && made.isUrl === isUrl
          ? [`${secretPrefix}/${name}`]
          : [];
      })[0];
    const [secretName, urlSecretName] = [named(false), named(true)];
    return new Cache(this, id, {
      ...props,
      engineVersion: version,
      network,
      encryptionKey: this.encryptionKey,
      ...((secretName ?? urlSecretName) !== undefined && {
        password: {
          // The URL has the password in it, which is made as a secret of its own all the same.
          secretName: secretName ?? `${urlSecretName}-password`,
          ...(urlSecretName !== undefined && { urlSecretName }),
          version: passwordVersion,
        },
      }),
      deletionProtection,
    });
  }
}

const idOf = (id: string, key: string): string => (key === unnamed.part ? id : `${id}-${key}`);

/** Capacities whose instances are what databases see: tasks in network mode awsvpc come with a security group of their own. */
function capacitiesThatReach({ services }: Environment): ReadonlySet<string> {
  return new Set(
    Object.values(services)
      .filter(({ networkMode }) => networkMode !== "awsvpc")
      .flatMap(({ capacities }) => capacities.map(({ capacity }) => capacity)),
  );
}

const outputOf = (name: string, key: string): string => (key === unnamed.part ? name : `${name}_${key}`);
