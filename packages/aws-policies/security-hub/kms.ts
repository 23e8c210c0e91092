import { isAboutAction, isAboutResource } from "../../terraform-json";
import { notApplicable, pass } from "../policy";
import { isTrue } from "../values";
import { argumentOf, requireArgument, requireAtLeast, textOf } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { inAnyPartition } from "./shared/partitions";
import { isPublic } from "./shared/principals";
import { eachStatement, identityPolicyTypes } from "./shared/statements";

const decrypting = ["kms:Decrypt", "kms:ReEncryptFrom"];
/** Keys of nobody: a pattern that covers one covers every key of every account and region. */
const anyKeys = inAnyPartition("kms:eu-north-1:000000000000:key/any");

/** Controls for AWS KMS. */
export const kms: readonly Control[] = [
  // AWS sees keys that wait for their deletion; before that there is Terraform's guard, and the time to think again.
  control({
    id: "kms-key-not-deleted-by-mistake",
    controls: { "KMS.3": "critical" },
    title: "Keys are not deleted by mistake",
    why: "What a deleted key encrypted is lost for good: databases, their backups, logs and secrets.",
    fix: "Set lifecycle.prevent_destroy, or leave deletion_window_in_days at 30, so that a deletion can be cancelled.",
    deletionProtection: true,
    types: ["aws_kms_key"],
    check: (key) =>
      isTrue(argumentOf(key, "lifecycle.prevent_destroy"))
        ? pass
        : requireAtLeast(key, "deletion_window_in_days", 30, 30),
  }),
  control({
    id: "kms-key-not-public",
    controls: { "KMS.5": "critical" },
    checkov: ["CKV_AWS_33"],
    title: "No key may be used by everyone",
    why: "A key that other accounts may use protects nothing from them.",
    fix: "Name accounts, roles or services in Principal, or limit the statement by a condition with fixed values.",
    types: ["aws_kms_key"],
    check: (key) => eachStatement(key, (statement) => (isPublic(statement) ? "it allows everyone" : undefined)),
  }),
  control({
    id: "kms-key-rotation",
    controls: { "KMS.4": "medium" },
    checkov: ["CKV_AWS_7"],
    title: "Keys are rotated every year",
    why: "The longer the same key material is in use, the more is lost with it. AWS keeps the old material for what it encrypted.",
    fix: "Set enable_key_rotation to true.",
    types: ["aws_kms_key"],
    check: (key) =>
      textOf(key, "customer_master_key_spec", "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT"
        ? requireArgument(key, "enable_key_rotation", true)
        : notApplicable("AWS rotates symmetric keys only"),
  }),
  control({
    id: "kms-no-decrypt-on-all-keys",
    controls: { "KMS.1": "medium", "KMS.2": "medium" },
    title: "No policy allows decryption with every key",
    why: "A principal that may decrypt with every key reads what was encrypted to be kept from it. Conditions do not count.",
    fix: "Name the ARNs of the keys in Resource.",
    types: identityPolicyTypes,
    check: (policy) =>
      eachStatement(policy, (statement) => {
        const allowed = decrypting.filter((action) => isAboutAction(statement, action));
        return statement.effect === "Allow" &&
          allowed.length > 0 &&
          anyKeys.some((key) => isAboutResource(statement, key))
          ? `it allows ${allowed.join(", ")} on every key`
          : undefined;
      }),
  }),
];
