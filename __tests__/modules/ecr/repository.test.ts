import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { TerraformOutput } from "cdktf";
import { Repository, type RepositoryProps } from "../../../modules/ecr";
import { EncryptionKey } from "../../../modules/encryption";
import { Role } from "../../../modules/iam";
import { jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

function stackWith(props: Partial<RepositoryProps> = {}) {
  return testStack((scope) => {
    const repository = new Repository(scope, "repository", { name: "my-app", keepImages: 50, ...props });
    new TerraformOutput(scope, "url", { value: repository.url });
  });
}

describe("a minimal repository", () => {
  const stack = stackWith();

  test("lets no tag be moved to another image, so a revision always runs what it ran before", () => {
    expect(stack).toHaveResource(EcrRepository, { name: "my-app", imageTagMutability: "IMMUTABLE" });
  });

  test("scans every image for vulnerabilities when it is pushed", () => {
    expect(stack).toHaveResource(EcrRepository, { imageScanningConfiguration: { scanOnPush: true } });
  });

  test("is encrypted with a key of ECR", () => {
    expect(stack).toHaveResource(EcrRepository, { encryptionConfiguration: { encryptionType: "AES256" } });
  });

  test("is neither destroyed by Terraform nor emptied", () => {
    expect(stack).toHaveResource(EcrRepository, { forceDelete: false, lifecycle: { prevent_destroy: true } });
  });

  test("keeps the newest images, and those without a tag for a week", () => {
    expect(stack).toHaveResource(EcrLifecyclePolicy, {
      repository: referenceTo(EcrRepository, "name"),
      policy: jsonString({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
            action: { type: "expire" },
          },
          {
            rulePriority: 2,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
            action: { type: "expire" },
          },
        ],
      }),
    });
  });

  test("tells where to push images", () => {
    expect(stack).toHaveOutput("url", { value: referenceTo(EcrRepository, "repository_url") });
  });
});

test("images are encrypted with the key it is given", () => {
  const stack = testStack((scope) => {
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "images", description: "Images" });
    new Repository(scope, "repository", { name: "team/my-app", keepImages: 1, encryptionKey });
  });
  expect(stack).toHaveResource(EcrRepository, {
    name: "team/my-app",
    encryptionConfiguration: { encryptionType: "KMS", kmsKey: referenceTo(KmsKey, "arn") },
  });
});

test("a repository that need not survive is destroyed with its images", () => {
  const stack = stackWith({ deletionProtection: false });
  expect(stack).toHaveResource(EcrRepository, { forceDelete: true });
  expect(stack).not.toHaveResource(EcrRepository, { lifecycle: { prevent_destroy: true } });
});

describe("a grant to pull", () => {
  const stack = testStack((scope) => {
    const puller = new Role(scope, "role", {
      name: "puller",
      description: "Pulls",
      service: "ecs-tasks.amazonaws.com",
    });
    new Repository(scope, "app", { name: "app", keepImages: 50 }).grantPull(puller);
    new Repository(scope, "other", { name: "other", keepImages: 50 });
  });
  const role = stack.resource(IamRole);

  test.each(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])(
    "allows %s of this repository and of no other",
    (action) => {
      expect(role).toAllowAction(action, { resource: referenceTo("app", "arn") });
      expect(role).not.toAllowAction(action, { resource: referenceTo("other", "arn") });
    },
  );

  test("neither pushes nor deletes images", () => {
    for (const action of ["ecr:PutImage", "ecr:BatchDeleteImage"]) expect(role).not.toAllowAction(action);
  });
});

describe("a repository refuses", () => {
  test.each(["My-App", "-app", "a", "app:production"])("the name %p", (name) => {
    expect(() => stackWith({ name })).toThrow(
      `test/repository: name must be 2 to 256 lower case letters, digits and single . _ - / between them, got ${JSON.stringify(name)}.`,
    );
  });

  test.each([0, 1001, 2.5])("to keep %p images", (keepImages) => {
    expect(() => stackWith({ keepImages })).toThrow(
      `test/repository: keepImages must be a whole number from 1 to 1000 images, got ${keepImages}.`,
    );
  });
});
