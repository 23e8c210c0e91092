import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn, type TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { imageTag, parameterName } from "../../aws/limits";
import { checkPattern } from "../shared";

export interface ImageRecordProps {
  /** Name of the parameter in SSM Parameter Store, such as `/acorn/production/image-tag`. */
  readonly parameterName: string;
  /** Tag of the first deployment; from then on the record says which image runs. */
  readonly firstTag: string;
  /** Name of the image's repository, for the description. */
  readonly repository: string;
  /** Overrides the record where it is not empty; that is how a release deploys another image. */
  readonly variable: TerraformVariable;
}

/**
 * The tag of the image that runs, recorded in the account.
 *
 * A release or rollback writes the record when its deployment has succeeded, and every plan reads it: no plan reverts a release.
 */
export class ImageRecord extends Construct {
  /** The tag to deploy: the variable where it is set, else the record. */
  readonly tag: string;

  constructor(scope: Construct, id: string, props: ImageRecordProps) {
    super(scope, id);
    checkPattern(this, "parameterName", props.parameterName, parameterName);
    checkPattern(this, "firstTag", props.firstTag, imageTag);
    const given = props.variable.stringValue;
    const parameter = new SsmParameter(this, "image-record", {
      name: props.parameterName,
      type: "String",
      description: `Tag of the image in ${props.repository} that runs; releases and rollbacks write it`,
      // A tag is no secret, and a sensitive value would hide the container definitions from every review.
      insecureValue: Fn.coalesce([given, props.firstTag]),
      lifecycle: { ignoreChanges: ["insecure_value"] },
    });
    this.tag = Fn.coalesce([given, parameter.insecureValue]);
  }
}
