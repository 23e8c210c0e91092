import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { Construct } from "constructs";
import { secretName } from "../../aws/limits";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import { checkPattern, checkRange, invalid, policyDocument, reject, type Statement } from "../shared";
import { GeneratedSecret } from "../shared/generated-secret";

export interface SecretsProps {
  /** Prefix of each name: `acorn/production` gives `acorn/production/PAYMENT_KEY`. */
  readonly prefix: string;
  /** Secrets a person fills in with `aws secretsmanager put-secret-value`; Terraform never sees or changes their values. */
  readonly names: readonly string[];
  /** Secrets whose value Secrets Manager generates at the apply that creates them. @default - none */
  readonly generated?: readonly GeneratedValue[];
  readonly encryptionKey: EncryptionKey;
  /**
   * Resource policy of every secret, beside what roles are granted.
   * @default - none: identity policies of this account decide
   */
  readonly policy?: readonly Statement[];
  /** Days a deleted secret can be restored, 7 to 30. @default - 30 */
  readonly recoveryWindowDays?: number;
  /**
   * Whether Terraform refuses to destroy them. False: destroyed at once, without a recovery window.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

export interface GeneratedValue {
  readonly name: string;
  /** Letters and digits in the value, 8 to 4096. */
  readonly length: number;
  /** Raise it by one for a new value. @default - 1 */
  readonly version?: number;
  /** The secret exists, and the value that is in it stays. @default - false */
  readonly keepsValue?: boolean;
}

/** One Secrets Manager secret per name. Values are never in code, plan or state. */
export class Secrets extends Construct {
  private readonly arns = new Map<string, string>();
  private readonly encryptionKey: EncryptionKey;

  constructor(scope: Construct, id: string, props: SecretsProps) {
    super(scope, id);
    const {
      prefix,
      names,
      generated = [],
      encryptionKey,
      policy,
      recoveryWindowDays = 30,
      deletionProtection = true,
    } = props;
    this.encryptionKey = encryptionKey;
    checkRange(this, "recoveryWindowDays", recoveryWindowDays, { minimum: 7, maximum: 30, unit: "days" });
    this.checkNames(prefix, [...names, ...generated.map(({ name }) => name)]);

    for (const name of names) {
      const secret = new SecretsmanagerSecret(this, name, {
        name: `${prefix}/${name}`,
        description: `${name}, filled in by a person`,
        kmsKeyId: encryptionKey.arn,
        recoveryWindowInDays: deletionProtection ? recoveryWindowDays : 0,
        lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
      });
      this.arns.set(name, secret.arn);
    }
    for (const { name, length, version, keepsValue } of generated) {
      const secret = new GeneratedSecret(this, name, {
        name: `${prefix}/${name}`,
        description: `${name}, generated`,
        length,
        version,
        keepsValue,
        keyArn: encryptionKey.arn,
        recoveryWindowDays,
        deletionProtection,
      });
      this.arns.set(name, secret.arn);
    }
    if (policy !== undefined) {
      for (const [name, arn] of this.arns) {
        new SecretsmanagerSecretPolicy(this, `${name}-policy`, {
          secretArn: arn,
          policy: policyDocument(policy),
          blockPublicPolicy: true,
        });
      }
    }
  }

  /** ARN of one secret; an unknown name is an error. */
  arn(name: string): string {
    return this.arns.get(name) ?? invalid(this, "name", `one of ${[...this.arns.keys()].join(", ")}`, name);
  }

  /**
   * Lets the role read values.
   * @param names @default - every secret
   */
  grantRead(role: IGrantable, names: readonly string[] = [...this.arns.keys()]): void {
    if (names.length === 0) return;
    role.allow({
      sid: "ReadSecrets",
      actions: ["secretsmanager:GetSecretValue"],
      resources: names.map((name) => this.arn(name)),
    });
    this.encryptionKey.grantDecrypt(role);
  }

  private checkNames(prefix: string, names: readonly string[]): void {
    const seen = new Set<string>();
    for (const name of names) {
      checkPattern(this, "names", `${prefix}/${name}`, secretName);
      if (seen.has(name)) reject(this, "names", "different from each other", name);
      seen.add(name);
    }
  }
}
