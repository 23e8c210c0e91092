import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
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

/** The database, uploaded files and secrets. Changes rarely. */
export class DataStack extends EnvironmentStack {
  readonly encryptionKey: EncryptionKey;
  readonly database: IDatabase;
  readonly storage: Bucket;
  readonly secrets: Secrets;

  constructor(scope: Construct, id: string, { environment, deletionProtection, foundation }: DataStackProps) {
    super(scope, id, environment);
    const { application, domain, secrets, storage, task } = environment;
    const name = `${application}-${environment.name}`;

    this.encryptionKey = new EncryptionKey(this, "encryption", {
      alias: `${name}-data`,
      description: `Database, files and secrets of ${name}`,
      services: [logsPrincipal(environment.region)],
      deletionProtection,
    });
    const encryptionKey = this.encryptionKey;

    const namesFrom = (wanted: string) =>
      Object.entries(secrets.sources).flatMap(([secret, source]) => (source === wanted ? [secret] : []));

    this.database = this.databaseOf(environment, foundation, deletionProtection, namesFrom("database")[0] ?? "");
    if (task.networkMode !== "awsvpc") {
      this.database.securityGroup.allowFrom(foundation.capacity, this.database.port, "Tasks on the instances");
    }

    this.secrets = new Secrets(this, "secrets", {
      prefix: secrets.prefix,
      names: namesFrom("by-hand"),
      generated: namesFrom("generated").map((secret) => ({
        name: secret,
        length: 128,
        keepsValue: environment.adopt?.secrets[secret] !== undefined,
      })),
      encryptionKey,
      deletionProtection,
    });

    this.storage = new Bucket(this, "storage", {
      name: storage.bucket,
      encryptionKey,
      cors: { origins: storage.corsOrigins ?? [`https://${domain.hostname}`] },
      lifecycle: { noncurrentDays: storage.noncurrentDays },
      deletionProtection,
    });

    new TerraformOutput(this, "database_host", { value: this.database.host });
    new TerraformOutput(this, "storage_bucket", { value: this.storage.name });
  }

  /** The database that is made, or the one that is used. */
  private databaseOf(
    { adopt, database, secrets }: Environment,
    { network }: FoundationStack,
    deletionProtection: boolean,
    passwordName: string,
  ): IDatabase {
    if (database.existing !== undefined) {
      const { existing, identifier, name: databaseName, username } = database;
      const { securityGroupId, ...reached } = existing;
      const securityGroup = SecurityGroup.fromSecurityGroupId(
        this,
        "database-security-group",
        securityGroupId,
        `${identifier}-database`,
      );
      return Database.fromAttributes(this, "database", {
        ...reached,
        identifier,
        databaseName,
        username,
        securityGroup,
      });
    }
    const { name: databaseName, passwordVersion, ...props } = database;
    return new Database(this, "database", {
      ...props,
      databaseName,
      network,
      encryptionKey: this.encryptionKey,
      password: {
        secretName: `${secrets.prefix}/${passwordName}`,
        version: passwordVersion,
        keptThroughVersion: adopt?.database?.passwordVersion,
      },
      deletionProtection,
    });
  }
}
