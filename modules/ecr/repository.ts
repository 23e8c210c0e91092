import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { repositoryName } from "../../aws/limits";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import { checkPattern, checkRange } from "../shared";
import { lifecyclePolicy } from "./lifecycle-policy";

export interface RepositoryProps {
  /** 2 to 256 lower case letters, digits and single `. _ - /` between them. */
  readonly name: string;
  /** How many of the newest images stay, 1 to 1000: enough for every task definition revision someone may roll back to. */
  readonly keepImages: number;
  /** Fixed when the repository is created: a change replaces it. @default - encrypted with a key that ECR owns (AES256) */
  readonly encryptionKey?: EncryptionKey;
  /** Whether Terraform refuses to destroy the repository. If false, its images go with it. @default - true */
  readonly deletionProtection?: boolean;
}

/** A private ECR repository: a tag names one image for ever, every push is scanned for vulnerabilities, old images expire. */
export class Repository extends Construct {
  readonly name: string;
  readonly arn: string;
  /** Where images are pushed to and pulled from, without a tag: `<registry of the account and region>/<name>`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: RepositoryProps) {
    super(scope, id);
    const { name, keepImages, encryptionKey, deletionProtection = true } = props;
    checkPattern(this, "name", name, repositoryName);
    checkRange(this, "keepImages", keepImages, { minimum: 1, maximum: 1000, unit: "images" });

    const repository = new EcrRepository(this, "repository", {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [
        encryptionKey === undefined
          ? { encryptionType: "AES256" }
          : { encryptionType: "KMS", kmsKey: encryptionKey.arn },
      ],
      forceDelete: !deletionProtection,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    new EcrLifecyclePolicy(this, "lifecycle-policy", {
      repository: repository.name,
      policy: lifecyclePolicy(keepImages),
    });
    this.name = repository.name;
    this.arn = repository.arn;
    this.url = repository.repositoryUrl;
  }

  /** Lets the role pull images of this repository; logging in to the registry is the execution role's own permission. */
  grantPull(role: IGrantable): void {
    grantPull(role, this.arn);
  }
}

/** Lets the role pull images of a repository, also of one that others own. */
export function grantPull(role: IGrantable, repositoryArn: string): void {
  role.allow({
    sid: "PullImages",
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    resources: [repositoryArn],
  });
}
