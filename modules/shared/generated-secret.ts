import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { checkRange } from "./checks";
import { EphemeralResource } from "./ephemeral";

export interface GeneratedSecretProps {
  /** The whole name in Secrets Manager. */
  readonly name: string;
  readonly description: string;
  /** Letters and digits in the value, 8 to 4096. */
  readonly length: number;
  /**
   * Raise it by one to have a new value generated at the next apply.
   * @default - 1
   */
  readonly version?: number;
  /**
   * The secret exists, and the value that is in it stays: none is generated.
   * @default - false
   */
  readonly keepsValue?: boolean;
  /** ARN of the customer key that encrypts the secret. */
  readonly keyArn: string;
  /**
   * Days a deleted secret can be restored, 7 to 30.
   * @default - 30
   */
  readonly recoveryWindowDays?: number;
  /**
   * Whether Terraform refuses to destroy it. False: destroyed at once, without a recovery window.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

/**
 * A secret whose value Secrets Manager generates during the apply: it goes from an ephemeral resource into a write-only
 * argument, so neither state nor plan nor this code ever holds it.
 *
 * The value has letters and digits only. That is valid everywhere (RDS refuses / @ " and space, URLs need escapes for
 * others), and 40 of them carry 238 bits.
 */
export class GeneratedSecret extends Construct {
  readonly arn: string;
  readonly version: number;
  private readonly stored: SecretsmanagerSecretVersion | undefined;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const {
      name,
      description,
      length,
      version = 1,
      keyArn,
      recoveryWindowDays = 30,
      deletionProtection = true,
    } = props;
    const { keepsValue = false } = props;
    checkRange(this, "length", length, { minimum: 8, maximum: 4096, unit: "characters" });
    checkRange(this, "version", version, { minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
    checkRange(this, "recoveryWindowDays", recoveryWindowDays, { minimum: 7, maximum: 30, unit: "days" });

    const secret = new SecretsmanagerSecret(this, "secret", {
      name,
      description,
      kmsKeyId: keyArn,
      recoveryWindowInDays: deletionProtection ? recoveryWindowDays : 0,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    this.arn = secret.arn;
    this.version = version;
    if (keepsValue) return;

    const random = new EphemeralResource(this, "random", "aws_secretsmanager_random_password", {
      password_length: length,
      exclude_punctuation: true,
      require_each_included_type: true,
    });
    this.stored = new SecretsmanagerSecretVersion(this, "version", {
      secretId: secret.id,
      secretStringWo: random.attribute("random_password"),
      secretStringWoVersion: version,
    });
  }

  /**
   * Id of the version that holds the value, which changes with the value; unknown while a new one is planned.
   *
   * @returns undefined where the secret keeps the value it has
   */
  get versionId(): string | undefined {
    return this.stored?.versionId;
  }

  /**
   * The value as it is stored, for a write-only argument of another resource. It is read back from Secrets Manager in each
   * run, so a run that stops between the two writes is finished by the next one with the same value.
   *
   * The version's own id, unknown while a new one is planned, puts off the reading until the new one is there.
   *
   * @returns undefined where the secret keeps the value it has
   */
  readBack(): string | undefined {
    if (this.stored === undefined) return undefined;
    const existing = this.node.tryFindChild("value") as EphemeralResource | undefined;
    const value =
      existing ??
      new EphemeralResource(this, "value", "aws_secretsmanager_secret_version", {
        secret_id: this.stored.secretId,
        version_id: this.stored.versionId,
      });
    return value.attribute("secret_string");
  }
}
