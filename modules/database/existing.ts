import { Construct } from "constructs";
import type { Engine } from "../../aws/database-table";
import type { IGrantable } from "../iam/interfaces";
import type { ISecurityGroup } from "../networking/interfaces";
import type { DatabaseAttributes, IDatabase } from "./props";

/** A database that others own. */
export class ExistingDatabase extends Construct implements IDatabase {
  readonly engine: Engine;
  readonly identifier: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly databaseName: string;
  readonly securityGroup: ISecurityGroup;
  readonly passwordSecretArn: string;
  readonly passwordVersion = 1;
  private readonly passwordKeyArn: string | undefined;

  constructor(scope: Construct, id: string, attributes: DatabaseAttributes) {
    super(scope, id);
    this.engine = attributes.engine ?? "postgres";
    this.identifier = attributes.identifier;
    this.host = attributes.host;
    this.port = attributes.port;
    this.username = attributes.username;
    this.databaseName = attributes.databaseName;
    this.securityGroup = attributes.securityGroup;
    this.passwordSecretArn = attributes.passwordSecretArn;
    this.passwordKeyArn = attributes.passwordKeyArn;
  }

  grantReadPassword(role: IGrantable): void {
    role.allow(readPassword(this.passwordSecretArn));
    if (this.passwordKeyArn === undefined) return;
    role.allow({ sid: "DecryptDatabasePassword", actions: ["kms:Decrypt"], resources: [this.passwordKeyArn] });
  }
}

export const readPassword = (secretArn: string) => ({
  sid: "ReadDatabasePassword",
  actions: ["secretsmanager:GetSecretValue"],
  resources: [secretArn],
});
