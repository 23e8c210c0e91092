import { companionsOf } from "../../../terraform-json";
import { pass } from "../../policy";
import { argumentsOf, must } from "../shared/arguments";
import { control } from "../shared/control";

const algorithm = "rule.apply_server_side_encryption_by_default.sse_algorithm";

export const s3EncryptedWithKms = control({
  id: "s3-encrypted-with-kms",
  controls: { "S3.17": "medium" },
  checkov: ["CKV_AWS_145"],
  title: "Objects are encrypted with a key of KMS",
  why: "With the key of S3, whoever may read the bucket reads the objects; a key of KMS asks for a second permission, and logs its use.",
  fix: 'Set sse_algorithm to "aws:kms" with a key.',
  types: ["aws_s3_bucket"],
  judge: (bucket) => {
    const [used] = companionsOf(bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket").flatMap(
      (encryption) => argumentsOf(encryption, algorithm),
    );
    return used === "aws:kms" || used === "aws:kms:dsse" ? pass : must(algorithm, '"aws:kms" or "aws:kms:dsse"', used);
  },
});
