import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";

export interface LogGroupsProps {
  /** `instance/shop`, `cluster/shop`. */
  readonly of: string;
  readonly logs: readonly string[];
  readonly retentionDays: number;
  readonly keyArn: string;
  readonly preventDestroy: boolean;
}

/** RDS makes the groups itself when it first writes, without retention and without our key; so they come first. */
export const logGroups = (
  scope: Construct,
  { of, logs, retentionDays, keyArn, preventDestroy }: LogGroupsProps,
): readonly CloudwatchLogGroup[] =>
  logs.map(
    (log) =>
      new CloudwatchLogGroup(scope, `${log}-log`, {
        name: `/aws/rds/${of}/${log}`,
        retentionInDays: retentionDays,
        kmsKeyId: keyArn,
        lifecycle: preventDestroy ? { preventDestroy: true } : undefined,
      }),
  );
