import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { logGroupName, logRetentionDays } from "../../aws/limits";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import { checkOneOf, checkPattern } from "../shared";

/** Days that CloudWatch Logs offers. */
export type RetentionDays = (typeof logRetentionDays)[number];

export interface LogGroupProps {
  /** Such as `/ecs/my-app`: 1 to 512 letters, digits and `. - _ / #`. */
  readonly name: string;
  /** Days after which an event is deleted. */
  readonly retentionDays: RetentionDays;
  /** Its `services` must include CloudWatch Logs. @default - encrypted with a key that CloudWatch Logs owns */
  readonly encryptionKey?: EncryptionKey;
  /** Whether Terraform refuses to destroy the group with its events. @default - true */
  readonly deletionProtection?: boolean;
}

/** A CloudWatch Logs log group. */
export class LogGroup extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    const { name, retentionDays, encryptionKey, deletionProtection = true } = props;
    checkPattern(this, "name", name, logGroupName);
    checkOneOf(this, "retentionDays", retentionDays, logRetentionDays);
    encryptionKey?.checkServes(this, "logs");

    const group = new CloudwatchLogGroup(this, "log-group", {
      name,
      retentionInDays: retentionDays,
      kmsKeyId: encryptionKey?.arn,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    this.name = group.name;
    this.arn = group.arn;
  }

  /** Lets the role write events to new streams of this group, and to no other group. */
  grantWrite(role: IGrantable): void {
    role.allow({
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${this.arn}:*`],
    });
  }
}
