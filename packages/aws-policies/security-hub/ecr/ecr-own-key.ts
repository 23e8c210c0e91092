import { requireArgument, requireSet } from "../shared/arguments";
import { control } from "../shared/control";

export const ecrOwnKey = control({
  id: "ecr-own-key",
  controls: { "ECR.5": "medium" },
  checkov: ["CKV_AWS_136"],
  title: "Images are encrypted with a key of the account",
  why: "Only with a customer managed key can one see who decrypts images, and take that away.",
  fix: "Set encryption_configuration to KMS with a kms_key; AWS takes it only for a new repository.",
  types: ["aws_ecr_repository"],
  judge: (repository) => {
    const type = requireArgument(repository, "encryption_configuration.encryption_type", ["KMS", "KMS_DSSE"]);
    return type.verdict === "pass" ? requireSet(repository, "encryption_configuration.kms_key") : type;
  },
});
