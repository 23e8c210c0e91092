import { isAboutAction } from "../../../terraform-json";
import { control } from "../shared/control";
import { foreignPrincipals } from "../shared/principals";
import { eachStatement } from "../shared/statements";

/** What the control lets nobody do from another account. */
const administration = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

export const s3NoForeignAdministration = control({
  id: "s3-no-foreign-administration",
  controls: { "S3.6": "high" },
  title: "No other account may change who reads a bucket",
  why: "Whoever may change the policy of a bucket may give himself everything in it.",
  fix: "Take these actions, and wildcards that cover them, from principals of other accounts.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    eachStatement(bucket, (statement) => {
      const open = administration.filter((action) => isAboutAction(statement, action));
      const principals = foreignPrincipals(statement, bucket.configuration);
      return statement.effect === "Allow" && open.length > 0 && principals.length > 0
        ? `it allows ${principals.join(", ")} ${open.join(", ")}`
        : undefined;
    }),
});
