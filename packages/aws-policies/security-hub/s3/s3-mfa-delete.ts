import { companionsOf } from "../../../terraform-json";
import { fail, notApplicable, pass } from "../../policy";
import { argumentsOf } from "../shared/arguments";
import { control } from "../shared/control";

export const s3MfaDelete = control({
  id: "s3-mfa-delete",
  controls: { "S3.20": "low" },
  title: "Versions can only be deleted with a second factor",
  why: "Stolen credentials alone then delete no version for good.",
  fix: "Let the root user turn on MFA delete, or add a lifecycle, with which AWS does not ask for it.",
  types: ["aws_s3_bucket"],
  judge: (bucket) => {
    if (companionsOf(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket").length > 0) {
      return notApplicable("it has a lifecycle, which AWS allows no MFA delete with");
    }
    return companionsOf(bucket, "aws_s3_bucket_versioning", "bucket").some((versioning) =>
      argumentsOf(versioning, "versioning_configuration.mfa_delete").includes("Enabled"),
    )
      ? pass
      : fail("versioning_configuration.mfa_delete is not enabled");
  },
});
