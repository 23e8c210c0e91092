import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { keyAlias as aliasForm } from "../../aws/limits";
import { checkPattern } from "../shared";
import { PrivateBucket } from "../shared/private-bucket";

export interface StateBackendProps {
  /** 3 to 63 characters, unique in all of AWS. */
  readonly bucketName: string;
  /** Alias, without `alias/`, of the customer key that is created for the state. */
  readonly keyAlias: string;
  /** Days an earlier state can be brought back. @default - 365 */
  readonly noncurrentDays?: number;
  /**
   * Whether Terraform refuses to destroy it. False: destroyed with every state in it.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

/** The bucket that keeps Terraform's state, and its key. */
export class StateBackend extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: StateBackendProps) {
    super(scope, id);
    const { bucketName, keyAlias, noncurrentDays = 365, deletionProtection = true } = props;
    checkPattern(this, "keyAlias", keyAlias, aliasForm);

    const key = new KmsKey(this, "key", {
      description: `Terraform state in ${bucketName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    new KmsAlias(this, "alias", { name: `alias/${keyAlias}`, targetKeyId: key.keyId });
    const bucket = new PrivateBucket(this, "bucket", {
      name: bucketName,
      keyArn: key.arn,
      noncurrentDays,
      deletionProtection,
    });
    this.bucketName = bucket.name;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
  }
}
