import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../environments/environment";
import { Database } from "../database";
import { EncryptionKey } from "../encryption";
import { Secrets } from "../secrets";
import { Bucket } from "../storage";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";

export interface DataStackProps {
  readonly environment: Environment;
  readonly survives: boolean;
  readonly foundation: FoundationStack;
}

/** What must survive: the database, uploaded files, secrets. Changes rarely. */
export class DataStack extends EnvironmentStack {
  readonly encryptionKey: EncryptionKey;
  readonly database: Database;
  readonly storage: Bucket;
  readonly secrets: Secrets;

  constructor(scope: Construct, id: string, { environment, survives, foundation }: DataStackProps) {
    super(scope, id, environment);
    const { application, database, domain, secrets, storage, task } = environment;
    const name = `${application}-${environment.name}`;

    this.encryptionKey = new EncryptionKey(this, "encryption", {
      alias: `${name}-data`,
      description: `Database, files and secrets of ${name}`,
      services: [`logs.${environment.region}.amazonaws.com`],
      survives,
    });
    const encryptionKey = this.encryptionKey;

    const namesFrom = (wanted: string) =>
      Object.entries(secrets.sources).flatMap(([secret, source]) => (source === wanted ? [secret] : []));

    const { name: databaseName, ...databaseProps } = database;
    this.database = new Database(this, "database", {
      ...databaseProps,
      databaseName,
      network: foundation.network,
      encryptionKey,
      password: { secretName: `${secrets.prefix}/${namesFrom("database")[0]}`, version: database.passwordVersion },
      survives,
    });
    if (task.networkMode !== "awsvpc") {
      this.database.securityGroup.allowFrom(
        foundation.capacity.securityGroup,
        this.database.port,
        "Tasks on the instances",
      );
    }

    this.secrets = new Secrets(this, "secrets", {
      prefix: secrets.prefix,
      names: namesFrom("by-hand"),
      generated: namesFrom("generated").map((secret) => ({ name: secret, length: 128 })),
      encryptionKey,
      survives,
    });

    this.storage = new Bucket(this, "storage", {
      name: storage.bucket,
      encryptionKey,
      cors: { origins: storage.corsOrigins ?? [`https://${domain.hostname}`] },
      lifecycle: { noncurrentDays: storage.noncurrentDays },
      survives,
    });

    new TerraformOutput(this, "database_host", { value: this.database.host });
    new TerraformOutput(this, "storage_bucket", { value: this.storage.name });
  }
}
