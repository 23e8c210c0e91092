import { control } from "../shared/control";
import { isPublic } from "../shared/principals";
import { eachStatement } from "../shared/statements";

export const kmsKeyNotPublic = control({
  id: "kms-key-not-public",
  controls: { "KMS.5": "critical" },
  checkov: ["CKV_AWS_33"],
  title: "No key may be used by everyone",
  why: "A key that other accounts may use protects nothing from them.",
  fix: "Name accounts, roles or services in Principal, or limit the statement by a condition with fixed values.",
  types: ["aws_kms_key"],
  judge: (key) => eachStatement(key, (statement) => (isPublic(statement) ? "it allows everyone" : undefined)),
});
