import { CloudformationStack } from "@cdktf/provider-aws/lib/cloudformation-stack";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheUserGroup } from "@cdktf/provider-aws/lib/elasticache-user-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { absent, jsonString, referenceTo } from "../../../packages/jest-terraform";
import { cacheStack, roleIn } from "./parts";

const password = { secretName: "shop/CACHE_PASSWORD", urlSecretName: "shop/CACHE_URL", version: 2 };

describe("the password of a cache", () => {
  const stack = cacheStack({ password });

  test("is generated during the apply: 64 letters and digits, which ElastiCache and URLs take", () => {
    expect(stack).toHaveEphemeral("aws_secretsmanager_random_password", {
      passwordLength: 64,
      excludePunctuation: true,
    });
  });

  test("is read by CloudFormation from its secret: neither state nor template has it", () => {
    const secret = stack.resource(SecretsmanagerSecret, { path: "cache/password/secret" });
    const version = stack.resource(SecretsmanagerSecretVersion, { path: "cache/password/secret" });
    const reference = `{{resolve:secretsmanager:\${${secret.address}.arn}:SecretString:::\${${version.address}.version_id}}}`;
    expect(stack).toHaveResource(CloudformationStack, {
      name: "shop-cache-user",
      templateBody: jsonString({
        Resources: {
          User: {
            Type: "AWS::ElastiCache::User",
            Properties: {
              UserId: "shop-default",
              UserName: "default",
              Engine: "redis",
              AccessString: "on ~* &* +@all",
              AuthenticationMode: { Type: "password", Passwords: [reference] },
            },
          },
        },
      }),
    });
    expect(version).toMatchProperties({ secretString: absent(), secretStringWoVersion: 2 });
  });

  test("is that of the only user, which the cache asks for", () => {
    expect(stack).toHaveResource(ElasticacheUserGroup, {
      userGroupId: "shop",
      engine: "redis",
      userIds: ["shop-default"],
      dependsOn: [stack.resource(CloudformationStack).address],
    });
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      authToken: absent(),
      userGroupIds: [referenceTo(ElasticacheUserGroup, "user_group_id")],
    });
  });

  test("is in a second secret as a URL, written again with each password and each new host", () => {
    const cache = stack.resource(ElasticacheReplicationGroup).address;
    const secret = stack.resource(SecretsmanagerSecret, { path: "cache/password/url-secret" });
    expect(stack.resource(SecretsmanagerSecretVersion, { path: "cache/password/url" })).toMatchProperties({
      secretId: `\${${secret.address}.id}`,
      secretString: absent(),
      secretStringWo: expect.stringMatching(
        /^rediss:\/\/:\$\{ephemeral\.aws_secretsmanager_secret_version\.[^.]+\.secret_string\}@/,
      ),
      secretStringWoVersion: 2,
      lifecycle: { replace_triggered_by: [`${cache}.primary_endpoint_address`] },
    });
    expect(
      stack.resource(SecretsmanagerSecretVersion, { path: "cache/password/url" }).properties.secret_string_wo,
    ).toMatch(new RegExp(`@\\$\\{${cache}\\.primary_endpoint_address\\}:6379$`));
  });

  test("is encrypted with the key, and both secrets can be restored for 30 days", () => {
    expect(stack.everyResource(SecretsmanagerSecret)).toMatchProperties({
      kmsKeyId: referenceTo(KmsKey, "arn"),
      recoveryWindowInDays: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

test("without a name for it there is no secret with the URL", () => {
  const stack = cacheStack({ password: { secretName: "shop/CACHE_PASSWORD" } }, (cache) => {
    expect(cache).toMatchObject({ urlSecretArn: undefined, passwordVersion: 1 });
  });
  expect(stack.everyResource(SecretsmanagerSecret)).toHaveLength(1);
});

test("secrets of a cache without deletion protection are destroyed at once", () => {
  const stack = cacheStack({ password, deletionProtection: false });
  expect(stack.everyResource(SecretsmanagerSecret)).toMatchProperties({ recoveryWindowInDays: 0, lifecycle: absent() });
});

test("a grant to read the password reaches both secrets and their key", () => {
  const stack = cacheStack({ password }, (cache, scope) => cache.grantReadPassword(roleIn(scope)));
  const role = stack.resource(IamRole);
  for (const { address } of stack.everyResource(SecretsmanagerSecret)) {
    expect(role).toAllowAction("secretsmanager:GetSecretValue", { resource: `\${${address}.arn}` });
  }
  expect(role).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
  expect(role).not.toAllowAction("secretsmanager:PutSecretValue");
});

test("a grant to read the password of a cache without one is rejected", () => {
  expect(() => cacheStack({}, (cache, scope) => cache.grantReadPassword(roleIn(scope)))).toThrow(
    "test/cache: password must be set for a role to read it, got nothing.",
  );
});
