import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import {
  EncryptionKey,
  type EncryptionKeyProps,
  type KeyUser,
  type ServicePrincipal,
} from "../../../modules/encryption";
import { Role } from "../../../modules/iam";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

function stackWith(props: Partial<EncryptionKeyProps> = {}, use: (key: EncryptionKey, role: Role) => void = () => {}) {
  return testStack((scope) => {
    const key = new EncryptionKey(scope, "key", { alias: "test/data", description: "Data of the test", ...props });
    use(key, new Role(scope, "role", { name: "reader", description: "Reads", service: "ecs-tasks.amazonaws.com" }));
  });
}

function testKey(region: string, services: readonly ServicePrincipal[]) {
  let serves = false;
  const stack = testStack(
    (scope) => {
      serves = new EncryptionKey(scope, "key", { alias: "test", description: "Test", services }).serves("logs");
    },
    { region },
  );
  return { key: stack.resource(KmsKey), serves };
}

/** How Terraform names the account of the credentials. */
const account = `\${${stackWith().dataSource(DataAwsCallerIdentity).address}.account_id}`;

describe("a minimal key", () => {
  const stack = stackWith();

  test("is rotated every year, deleted 30 days after someone asks, and not destroyed by Terraform", () => {
    expect(stack).toHaveResource(KmsKey, {
      description: "Data of the test",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("is found under its alias", () => {
    expect(stack).toHaveResource(KmsAlias, { name: "alias/test/data", targetKeyId: referenceTo(KmsKey, "key_id") });
  });

  test("leaves the decision to the IAM policies of the account, and lets no AWS service in", () => {
    expect(stack).toHaveResource(KmsKey, {
      policy: jsonString({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AccountPolicies",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      }),
    });
  });
});

describe("services of a key", () => {
  const stack = stackWith({
    services: [
      "logs.eu-central-1.amazonaws.com",
      "delivery.logs.amazonaws.com",
      "cloudwatch.amazonaws.com",
      "events.amazonaws.com",
    ],
  });
  const key = stack.resource(KmsKey);

  test("CloudWatch Logs encrypts and decrypts for log groups of this account and region alone", () => {
    const question = {
      principal: { Service: "logs.eu-central-1.amazonaws.com" },
      condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${account}:log-group:*` },
      },
    };
    for (const action of ["Encrypt", "Decrypt", "ReEncryptFrom", "GenerateDataKey", "DescribeKey"]) {
      expect(key).toAllowAction(`kms:${action}`, question);
    }
  });

  test.each([
    ["log delivery", "delivery.logs.amazonaws.com", `arn:aws:logs:*:${account}:*`],
    ["alarms", "cloudwatch.amazonaws.com", `arn:aws:cloudwatch:*:${account}:alarm:*`],
  ])("%s uses it for resources of this account alone", (_what, service, source) => {
    expect(key).toAllowAction("kms:GenerateDataKey", {
      principal: { Service: service },
      condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": source },
      },
    });
  });

  test.each([
    ["us-gov-west-1", "aws-us-gov", "logs.us-gov-west-1.amazonaws.com"],
    ["cn-north-1", "aws-cn", "logs.cn-north-1.amazonaws.com.cn"],
  ] as const)("in %s principals and ARNs are those of the partition", (region, partition, logs) => {
    const services: ServicePrincipal[] = [logs, "cloudwatch.amazonaws.com"];
    const { key: elsewhere, serves } = testKey(region, services);
    expect(serves).toBe(true);
    expect(elsewhere).toAllowAction("kms:*", { principal: { AWS: `arn:${partition}:iam::${account}:root` } });
    expect(elsewhere).toAllowAction("kms:Decrypt", {
      principal: { Service: logs },
      condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:*` },
      },
    });
    expect(elsewhere).toAllowAction("kms:Decrypt", {
      principal: { Service: "cloudwatch.amazonaws.com" },
      condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:${partition}:cloudwatch:*:${account}:alarm:*` },
      },
    });
  });

  test("events reach an encrypted topic without a condition, which EventBridge could not meet", () => {
    const question = { principal: { Service: "events.amazonaws.com" }, condition: absent() };
    expect(key).toAllowAction("kms:GenerateDataKey", question);
    expect(key).toAllowAction("kms:Decrypt", question);
  });

  test.each(["logs.eu-central-1", "delivery.logs", "cloudwatch", "events"])("%s may not change the key", (service) => {
    const principal = { Service: `${service}.amazonaws.com` };
    for (const action of ["PutKeyPolicy", "ScheduleKeyDeletion", "CreateGrant"]) {
      expect(key).not.toAllowAction(`kms:${action}`, { principal });
    }
  });

  test("their order and repetition change nothing in the policy", () => {
    const policy = (...services: ServicePrincipal[]) => stackWith({ services }).resource(KmsKey).properties.policy;
    expect(policy("events.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com")).toEqual(
      policy("cloudwatch.amazonaws.com", "events.amazonaws.com"),
    );
  });

  test.each<[KeyUser, boolean]>([
    ["logs", false],
    ["delivery.logs", true],
    ["cloudwatch", false],
    ["events", true],
  ])("whether it lets %s in is known: %p", (service, expected) => {
    const services: ServicePrincipal[] = ["delivery.logs.amazonaws.com", "events.amazonaws.com"];
    stackWith({ services }, (candidate) => expect(candidate.serves(service)).toBe(expected));
  });
});

describe("a grant", () => {
  test("to decrypt lets the role decrypt with this key, and nothing more", () => {
    const role = stackWith({}, (key, reader) => key.grantDecrypt(reader)).resource(IamRole);
    expect(role).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
    expect(role).not.toAllowAction("kms:Decrypt", { resource: "arn:aws:kms:eu-central-1:123456789012:key/other" });
    expect(role).not.toAllowAction("kms:GenerateDataKey");
  });

  test("to encrypt and decrypt also lets it make data keys, and nothing more", () => {
    const role = stackWith({}, (key, writer) => key.grantEncryptDecrypt(writer)).resource(IamRole);
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      expect(role).toAllowAction(action, { resource: referenceTo(KmsKey, "arn") });
    }
    expect(role).not.toAllowAction("kms:PutKeyPolicy");
  });

  test("may be given twice", () => {
    const role = stackWith({}, (key, reader) => {
      key.grantDecrypt(reader);
      key.grantDecrypt(reader);
      key.grantEncryptDecrypt(reader);
    }).resource(IamRole);
    expect(role).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
  });
});

test("a key that need not survive can be destroyed, still with 30 days to change one's mind", () => {
  expect(stackWith({ deletionProtection: false })).toHaveResource(KmsKey, {
    lifecycle: absent(),
    deletionWindowInDays: 30,
  });
});

test.each(["aws/data", "", "data key"])("the alias %p is refused", (alias) => {
  expect(() => stackWith({ alias })).toThrow(/^test\/key: alias must be 1 to 250 letters, digits and .+, got /);
});
