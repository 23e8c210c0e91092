/** Source: AWS IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)", partitions. */
const partitions = ["aws", "aws-us-gov", "aws-cn", "aws-eusc"];

/** The ARNs that end with this text, one for each partition: a pattern such as `arn:aws-cn:rds:*:*:db:*` covers one of them. */
export const inAnyPartition = (end: string): readonly string[] =>
  partitions.map((partition) => `arn:${partition}:${end}`);
