import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { EncryptionKey } from "../../../modules/encryption";
import { Role } from "../../../modules/iam";
import { LogGroup, type LogGroupProps, type RetentionDays } from "../../../modules/logs";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";

function stackWith(props: Partial<LogGroupProps> = {}) {
  return testStack((scope) => {
    new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30, ...props });
  });
}

test("a minimal log group keeps its events 30 days, and is not destroyed by Terraform", () => {
  expect(stackWith()).toHaveResource(CloudwatchLogGroup, {
    name: "/ecs/test",
    retentionInDays: 30,
    kmsKeyId: absent(),
    lifecycle: { prevent_destroy: true },
  });
});

test("its events are encrypted with the key it is given", () => {
  const stack = testStack((scope) => {
    const services = ["logs.eu-central-1.amazonaws.com"] as const;
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "logs", description: "Logs", services });
    new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 365, encryptionKey });
  });
  expect(stack).toHaveResource(CloudwatchLogGroup, { retentionInDays: 365, kmsKeyId: referenceTo(KmsKey, "arn") });
});

test("a log group that need not survive can be destroyed", () => {
  expect(stackWith({ deletionProtection: false })).toHaveResource(CloudwatchLogGroup, { lifecycle: absent() });
});

describe("a grant to write", () => {
  const stack = testStack((scope) => {
    const role = new Role(scope, "role", { name: "writer", description: "Writes", service: "ecs-tasks.amazonaws.com" });
    for (const name of ["web", "worker"])
      new LogGroup(scope, name, { name: `/ecs/${name}`, retentionDays: 30 }).grantWrite(role);
    new LogGroup(scope, "other", { name: "/ecs/other", retentionDays: 30 });
  });
  const role = stack.resource(IamRole);

  test.each(["logs:CreateLogStream", "logs:PutLogEvents"])(
    "allows %s in exactly the groups that granted it",
    (action) => {
      for (const id of ["web", "worker"]) expect(role).toAllowAction(action, { resource: referenceTo(id, "arn") });
      expect(role).not.toAllowAction(action, { resource: referenceTo("other", "arn") });
    },
  );

  test("covers the streams of a group, which is where AWS asks", () => {
    const group = stack.resource(CloudwatchLogGroup, { path: "web" });
    expect(role).toAllowAction("logs:PutLogEvents", { resource: `\${${group.address}.arn}:*` });
  });

  test("neither creates nor deletes groups, nor reads them", () => {
    for (const action of ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:GetLogEvents"]) {
      expect(role).not.toAllowAction(action);
    }
  });
});

describe("a log group refuses", () => {
  test("a retention that CloudWatch Logs does not offer", () => {
    expect(() => stackWith({ retentionDays: 31 as RetentionDays })).toThrow(
      /^test\/logs: retentionDays must be one of 1, 3, 5, 7, 14, 30, .+, got 31\.$/,
    );
  });

  test("a name that CloudWatch Logs does not accept", () => {
    expect(() => stackWith({ name: "/ecs/my app" })).toThrow(
      'test/logs: name must be 1 to 512 letters, digits and . - _ / #, not beginning with aws/, got "/ecs/my app".',
    );
  });

  test("a key that CloudWatch Logs may not use", () => {
    const fill = () =>
      testStack((scope) => {
        const encryptionKey = new EncryptionKey(scope, "key", { alias: "logs", description: "Logs" });
        new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30, encryptionKey });
      });
    expect(fill).toThrow(
      'test/logs: encryptionKey must be a key that logs.eu-central-1.amazonaws.com may use, got "test/key". Add it to the services of the key.',
    );
  });
});
