/** A mutation that nothing rejects, and why that is right or not done yet. */
export interface Survivor {
  /** Of the mutant's key: stack, address, argument, change. */
  readonly mutant: RegExp;
  readonly reason: string;
}

export const survivors: readonly Survivor[] = [
  {
    mutant: /aws_s3_bucket_ownership_controls\.\S+ the resource is removed$/,
    reason: "S3 takes no ACLs where nobody asks for them since April 2023; the resource only says so.",
  },
  {
    mutant: /aws_s3_bucket_server_side_encryption_configuration\.\S+access-logs\S+ the resource is removed$/,
    reason: "The bucket of access logs has SSE-S3, with which S3 encrypts every object since January 2023 anyway.",
  },
  {
    mutant: /aws_cloudwatch_composite_alarm\.\S+ the resource is removed$/,
    reason:
      "It sums up three alarms for a person, and alerts nobody: those alarms do, and the deployment names them itself.",
  },
  {
    mutant: /aws_iam_role_policy\.\S+ policy\.Statement\[\d+\]\.Resource -> "\*"$/,
    reason:
      "logs:DescribeLogGroups and DescribeLogStreams list names and times; AWS's own managed policies allow them on every resource.",
  },
  {
    mutant: /instance-role_policy policy\.Statement\[\d+\]\.Condition\.ArnEquals\.ecs:cluster removed$/,
    reason: "It leaves an empty condition, which the statement's resource limits to the same cluster all the same.",
  },
];
