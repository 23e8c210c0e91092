import { Construct } from "constructs";
import type { Role } from "../iam";
import type { SecurityGroup } from "../networking";
import type { Database } from "./database";

export interface ExistingDatabaseProps {
  /** Identifier of the RDS instance. */
  readonly identifier: string;
  /** Host name without the port. */
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly username: string;
  /** The group that is in front of it; what it lets in is its owner's to say. */
  readonly securityGroup: SecurityGroup;
  /** Secret whose value is the password, and nothing but that. */
  readonly passwordSecretArn: string;
  /** KMS key of that secret. @default - `aws/secretsmanager`, which needs no permission */
  readonly passwordKeyArn?: string;
}

/** A database that others own: it is reached and its password is read, no more. */
export class ExistingDatabase extends Construct {
  readonly identifier: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly databaseName: string;
  readonly securityGroup: SecurityGroup;
  readonly passwordSecretArn: string;
  /** Its owner changes the password, so no version here tells of it. */
  readonly passwordVersion = 1;
  private readonly passwordKeyArn: string | undefined;

  constructor(scope: Construct, id: string, props: ExistingDatabaseProps) {
    super(scope, id);
    this.identifier = props.identifier;
    this.host = props.host;
    this.port = props.port;
    this.username = props.username;
    this.databaseName = props.databaseName;
    this.securityGroup = props.securityGroup;
    this.passwordSecretArn = props.passwordSecretArn;
    this.passwordKeyArn = props.passwordKeyArn;
  }

  /** Lets the role read the password. */
  grantReadPassword(role: Role): void {
    role.allow({
      sid: "ReadDatabasePassword",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [this.passwordSecretArn],
    });
    if (this.passwordKeyArn === undefined) return;
    role.allow({ sid: "DecryptDatabasePassword", actions: ["kms:Decrypt"], resources: [this.passwordKeyArn] });
  }
}

/** A database to work with: one that is made here, or one that others own. */
export type AnyDatabase = Database | ExistingDatabase;
