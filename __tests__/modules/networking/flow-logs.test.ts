import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { EncryptionKey, type ServicePrincipal } from "../../../modules/encryption";
import type { RetentionDays } from "../../../modules/logs";
import { Network } from "../../../modules/networking";
import { jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

function stackWith({ retentionDays = 30, services = ["logs.eu-central-1.amazonaws.com"] }: Options = {}) {
  return testStack((scope) => {
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "logs", description: "Logs", services });
    new Network(scope, "network", {
      name: "Test",
      cidr: "10.0.0.0/16",
      zones: ["eu-central-1a", "eu-central-1b"],
      nat: "none",
      flowLogs: { retentionDays, encryptionKey },
    });
  });
}

interface Options {
  readonly retentionDays?: RetentionDays;
  readonly services?: readonly ServicePrincipal[];
}

const stack = stackWith();

test("all traffic of the VPC is recorded in a log group of its own, accepted and rejected", () => {
  expect(stack).toHaveResource(FlowLog, {
    vpcId: referenceTo(Vpc, "id"),
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: referenceTo(CloudwatchLogGroup, "arn"),
    iamRoleArn: referenceTo(IamRole, "arn"),
  });
});

test("the records are encrypted, and deleted when their days are over", () => {
  expect(stack).toHaveResource(CloudwatchLogGroup, {
    name: "/vpc/Test/flow-logs",
    retentionInDays: 30,
    kmsKeyId: referenceTo(KmsKey, "arn"),
  });
});

test("only flow logs of this account and region may take the role that delivers them", () => {
  const account = `\${${stack.dataSource(DataAwsCallerIdentity, { path: "network" }).address}.account_id}`;
  expect(stack).toHaveResource(IamRole, {
    assumeRolePolicy: jsonString({
      Statement: [
        {
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `arn:aws:ec2:eu-central-1:${account}:vpc-flow-log/*` },
          },
        },
      ],
    }),
  });
});

test("the role writes to that log group and to no other, and creates none", () => {
  const role = stack.resource(IamRole);
  const group = stack.resource(CloudwatchLogGroup);
  for (const action of ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]) {
    expect(role).toAllowAction(action, { resource: referenceTo(group, "arn") });
    expect(role).not.toAllowAction(action, {
      resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/other:*",
    });
  }
  expect(role).not.toAllowAction("logs:CreateLogGroup");
  expect(role).not.toAllowAction("logs:DeleteLogGroup");
});

test("the flow log waits until its role may write, because one that may not fails in silence", () => {
  expect(stack).toHaveResource(FlowLog, { depends_on: [stack.resource(IamRolePolicy).address] } as object);
});

test("a key that CloudWatch Logs may not use is refused before AWS would refuse the log group", () => {
  expect(() => stackWith({ services: ["cloudwatch.amazonaws.com"] })).toThrow(
    'test/network/flow-logs: encryptionKey must be a key that logs.eu-central-1.amazonaws.com may use, got "test/key". ' +
      "Add it to the services of the key.",
  );
});

test("a retention that CloudWatch Logs does not offer is refused", () => {
  expect(() => stackWith({ retentionDays: 31 as RetentionDays })).toThrow(
    /^test\/network\/flow-logs: retentionDays must be one of 1, 3, 5, .+, got 31\.$/,
  );
});
