import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { keyAlias } from "../../aws/limits";
import type { IGrantable } from "../iam/interfaces";
import { checkPattern, policyDocument, regionOf, reject } from "../shared";
import { serviceAccess, type ServicePrincipal } from "./service-access";
import { arn, logsPrincipal } from "../../aws/regions";

export interface EncryptionKeyProps {
  /** Name without the prefix `alias/`: 1 to 250 letters, digits, `/`, `_` and `-`. */
  readonly alias: string;
  /** What the key protects; the console lists it. */
  readonly description: string;
  /**
   * AWS services that use the key directly: CloudWatch Logs, log delivery, alarms and events that reach an encrypted
   * topic. Each is allowed for this account's resources only.
   * @default - none; IAM policies of this account decide alone
   */
  readonly services?: readonly ServicePrincipal[];
  /** Whether Terraform refuses to destroy the key. What it encrypts is lost with it. @default - true */
  readonly deletionProtection?: boolean;
}

/** The beginning of a service principal. */
export type KeyUser = "logs" | "delivery.logs" | "cloudwatch" | "events";

/**
 * A customer managed KMS key with its alias: rotated yearly, deleted only 30 days after someone asked for it.
 *
 * The key policy hands the decision to the account's IAM policies, so a role gets access by a grant of its own.
 */
export class EncryptionKey extends Construct {
  readonly key: KmsKey;
  readonly arn: string;
  private readonly services: readonly ServicePrincipal[];

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { alias, description, services = [], deletionProtection = true } = props;
    checkPattern(this, "alias", alias, keyAlias);

    // The account is read from the credentials: a wrong number would create a key that nobody can manage.
    const account = new DataAwsCallerIdentity(this, "account").accountId;
    const region = regionOf(this);
    this.services = [...new Set(services)].sort();
    this.key = new KmsKey(this, "key", {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        // A key policy names its own key as "*", and without this statement no IAM policy could ever grant the key.
        {
          sid: "AccountPolicies",
          principals: { AWS: arn(region, { service: "iam", region: "", account, resource: "root" }) },
          actions: ["kms:*"],
          resources: ["*"],
        },
        ...this.services.map((service) => serviceAccess(service, region, account)),
      ]),
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    new KmsAlias(this, "alias", { name: `alias/${alias}`, targetKeyId: this.key.keyId });
    this.arn = this.key.arn;
  }

  /** Whether the key policy allows this service. */
  serves(service: KeyUser): boolean {
    return this.services.some((served) => served.startsWith(`${service}.`));
  }

  /**
   * Rejects the key for a service that its policy does not allow; AWS would fail only during the apply.
   *
   * @param scope the construct that has the service use the key
   * @throws UserError when the key policy does not allow the service
   */
  checkServes(scope: Construct, service: KeyUser): void {
    if (this.serves(service)) return;
    const principal = service === "logs" ? logsPrincipal(regionOf(this)) : `${service}.amazonaws.com`;
    reject(
      scope,
      "encryptionKey",
      `a key that ${principal} may use`,
      this.node.path,
      "Add it to the services of the key.",
    );
  }

  /** Lets the role read what the key encrypts: secrets, objects, log sessions. */
  grantDecrypt(role: IGrantable): void {
    role.allow({ sid: "Decrypt", actions: ["kms:Decrypt"], resources: [this.arn] });
  }

  /** Lets the role read and write what the key encrypts; S3 asks for a data key on write, and decrypts parts of an upload. */
  grantEncryptDecrypt(role: IGrantable): void {
    role.allow({
      sid: "EncryptDecrypt",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [this.arn],
    });
  }
}
