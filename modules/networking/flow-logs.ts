import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { logRetentionDays } from "../../aws/limits";
import type { EncryptionKey } from "../encryption";
import type { RetentionDays } from "../logs";
import { checkOneOf, policyDocument } from "../shared";
import { arn } from "../../aws/regions";

export interface FlowLogsOfVpcProps {
  /** Name of the network. */
  readonly name: string;
  readonly vpcId: string;
  readonly region: string;
  readonly account: string;
  readonly retentionDays: RetentionDays;
  readonly encryptionKey: EncryptionKey;
}

/** Records of all traffic of a VPC, accepted and rejected, in a log group of their own. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsOfVpcProps) {
    super(scope, id);
    const { name, vpcId, region, account, retentionDays, encryptionKey } = props;
    checkOneOf(this, "retentionDays", retentionDays, logRetentionDays);
    encryptionKey.checkServes(this, "logs");

    const group = new CloudwatchLogGroup(this, "log-group", {
      name: `/vpc/${name}/flow-logs`,
      retentionInDays: retentionDays,
      kmsKeyId: encryptionKey.arn,
    });
    const role = new IamRole(this, "role", {
      name: `${name}-flow-logs`,
      description: `Delivers the flow logs of ${name} to CloudWatch Logs`,
      // Source: VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs"; conditions against the confused deputy.
      assumeRolePolicy: policyDocument([
        {
          sid: "FlowLogsOfThisAccount",
          principals: { Service: "vpc-flow-logs.amazonaws.com" },
          actions: ["sts:AssumeRole"],
          conditions: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": arn(region, { service: "ec2", account, resource: "vpc-flow-log/*" }) },
          },
        },
      ]),
    });
    const policy = new IamRolePolicy(this, "role-policy", {
      name: "deliver",
      role: role.name,
      policy: policyDocument([
        {
          sid: "Deliver",
          actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          resources: [`${group.arn}:*`],
        },
        // DescribeLogGroups lists the account's groups and is authorized on all of them.
        {
          sid: "FindTheGroup",
          actions: ["logs:DescribeLogGroups"],
          resources: [arn(region, { service: "logs", account, resource: "log-group:*" })],
        },
      ]),
    });
    new FlowLog(this, "flow-log", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: { Name: name },
      // A flow log whose role may not write yet is created, and then fails in silence.
      dependsOn: [policy],
    });
  }
}
