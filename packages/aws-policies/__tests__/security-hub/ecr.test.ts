import { ecr } from "../../security-hub/ecr";
import { one, promisesOf } from "./table";

const type = "aws_ecr_repository";

const promises = promisesOf(ecr, {
  "ecr-immutable-tags": {
    pass: [one(type, { image_tag_mutability: "IMMUTABLE" })],
    fail: {
      'image_tag_mutability must be "IMMUTABLE", got nothing': one(type),
      'image_tag_mutability must be "IMMUTABLE", got "MUTABLE"': one(type, { image_tag_mutability: "MUTABLE" }),
    },
  },
  "ecr-lifecycle-policy": {
    pass: [
      one(type, {}, { aws_ecr_lifecycle_policy: { a: { repository: "${aws_ecr_repository.this.name}" } } }),
      one(type, { name: "app" }, { aws_ecr_lifecycle_policy: { a: { repository: "app" } } }),
    ],
    fail: {
      "no aws_ecr_lifecycle_policy is for it": one(
        type,
        { name: "app" },
        { aws_ecr_lifecycle_policy: { a: { repository: "another" } } },
      ),
    },
  },
  "ecr-own-key": {
    pass: [
      one(type, { encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.a.arn}" }] }),
      one(type, { encryption_configuration: { encryption_type: "KMS_DSSE", kms_key: "arn:aws:kms:a" } }),
    ],
    fail: {
      'encryption_configuration.encryption_type must be "KMS" or "KMS_DSSE", got nothing': one(type),
      "encryption_configuration.kms_key must be set, got nothing": one(type, {
        encryption_configuration: [{ encryption_type: "KMS", kms_key: "" }],
      }),
    },
  },
  "ecr-scan-on-push": {
    pass: [
      one(type, { image_scanning_configuration: { scan_on_push: true } }),
      one(type, {}, { aws_ecr_registry_scanning_configuration: { a: { scan_type: "ENHANCED" } } }),
    ],
    fail: {
      "image_scanning_configuration.scan_on_push must be true, got false": one(type, {
        image_scanning_configuration: { scan_on_push: false },
      }),
    },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
