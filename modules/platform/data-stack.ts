import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { unnamed, type Database as DatabaseSection, type Environment } from "./environment";
import { databaseOf, mapEntries } from "./environment/names";
import { Database, type IDatabase } from "../database";
import { EncryptionKey } from "../encryption";
import { SecurityGroup } from "../networking";
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

/** Databases, buckets and secrets. Changes rarely. */
export class DataStack extends EnvironmentStack {
  readonly encryptionKey: EncryptionKey;
  /** By key. */
  readonly databases: Readonly<Record<string, IDatabase>>;
  /** By key. */
  readonly buckets: Readonly<Record<string, Bucket>>;
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

    this.databases = mapEntries(environment.databases, (database) => {
      const made = this.databaseOf(environment, database, foundation, deletionProtection);
      for (const capacity of capacitiesThatReach(environment)) {
        const instances = foundation.capacities[capacity];
        if (instances !== undefined) made.securityGroup.allowFrom(instances, made.port, "Tasks on the instances");
      }
      return made;
    });

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

    for (const [key, database] of Object.entries(this.databases)) {
      new TerraformOutput(this, outputOf("database_host", key), { value: database.host });
    }
    for (const [key, bucket] of Object.entries(this.buckets)) {
      new TerraformOutput(this, outputOf("storage_bucket", key), { value: bucket.name });
    }
  }

  /** The database that is made, or the one that is used. */
  private databaseOf(
    { adopt, secrets, secretPrefix }: Environment,
    section: DatabaseSection,
    { network }: FoundationStack,
    deletionProtection: boolean,
  ): IDatabase {
    const id = section.key === unnamed.part ? "database" : `database-${section.key}`;
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
    const { key, field: _field, name: databaseName, version, passwordVersion, ...props } = section;
    const [passwordName = ""] = Object.entries(secrets).flatMap(([name, source]) =>
      databaseOf(source) === key ? [name] : [],
    );
    return new Database(this, id, {
      ...props,
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
    });
  }
}

/** Capacities whose instances are what databases see: tasks in network mode awsvpc come with a security group of their own. */
function capacitiesThatReach({ services }: Environment): ReadonlySet<string> {
  return new Set(
    Object.values(services)
      .filter(({ networkMode }) => networkMode !== "awsvpc")
      .flatMap(({ capacities }) => capacities.map(({ capacity }) => capacity)),
  );
}

const outputOf = (name: string, key: string): string => (key === unnamed.part ? name : `${name}_${key}`);
