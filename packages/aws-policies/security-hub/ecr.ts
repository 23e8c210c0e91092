import { pass } from "../policy";
import { requireArgument, requireSet } from "./shared/arguments";
import { requireCompanion } from "./shared/companions";
import { control, type Control } from "./shared/control";

/** Controls for Amazon ECR. */
export const ecr: readonly Control[] = [
  control({
    id: "ecr-immutable-tags",
    controls: { "ECR.2": "medium" },
    checkov: ["CKV_AWS_51"],
    title: "A tag names one image for ever",
    why: "If a tag can be pushed again, a restarted task may run other code than was tested, and a rollback may not go back.",
    fix: 'Set image_tag_mutability to "IMMUTABLE".',
    types: ["aws_ecr_repository"],
    check: (repository) => requireArgument(repository, "image_tag_mutability", "IMMUTABLE"),
  }),
  control({
    id: "ecr-lifecycle-policy",
    controls: { "ECR.3": "medium" },
    title: "Old images expire",
    why: "Images that nobody deploys cost money, and one day somebody deploys one with known vulnerabilities.",
    fix: "Add an aws_ecr_lifecycle_policy for the repository.",
    types: ["aws_ecr_repository"],
    check: (repository) => requireCompanion(repository, "aws_ecr_lifecycle_policy", "repository"),
  }),
  control({
    id: "ecr-own-key",
    controls: { "ECR.5": "medium" },
    checkov: ["CKV_AWS_136"],
    title: "Images are encrypted with a key of the account",
    why: "Only with a customer managed key can one see who decrypts images, and take that away.",
    fix: "Set encryption_configuration to KMS with a kms_key; AWS takes it only for a new repository.",
    types: ["aws_ecr_repository"],
    check: (repository) => {
      const type = requireArgument(repository, "encryption_configuration.encryption_type", ["KMS", "KMS_DSSE"]);
      return type.verdict === "pass" ? requireSet(repository, "encryption_configuration.kms_key") : type;
    },
  }),
  control({
    id: "ecr-scan-on-push",
    controls: { "ECR.1": "high" },
    checkov: ["CKV_AWS_163"],
    title: "Images are scanned for vulnerabilities",
    why: "A known vulnerability in a package reaches production unnoticed.",
    fix: "Set image_scanning_configuration.scan_on_push to true, or scan the whole registry.",
    types: ["aws_ecr_repository"],
    check: (repository, stacks) =>
      stacks.some((stack) => stack.resourcesOf("aws_ecr_registry_scanning_configuration").length > 0)
        ? pass
        : requireArgument(repository, "image_scanning_configuration.scan_on_push", true),
  }),
];
