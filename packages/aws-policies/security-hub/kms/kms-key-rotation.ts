import { notApplicable } from "../../policy";
import { requireArgument, textOf } from "../shared/arguments";
import { control } from "../shared/control";

export const kmsKeyRotation = control({
  id: "kms-key-rotation",
  controls: { "KMS.4": "medium" },
  checkov: ["CKV_AWS_7"],
  title: "Keys are rotated every year",
  why: "The longer the same key material is in use, the more is lost with it. AWS keeps the old material for what it encrypted.",
  fix: "Set enable_key_rotation to true.",
  types: ["aws_kms_key"],
  judge: (key) =>
    textOf(key, "customer_master_key_spec", "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT"
      ? requireArgument(key, "enable_key_rotation", true)
      : notApplicable("AWS rotates symmetric keys only"),
});
