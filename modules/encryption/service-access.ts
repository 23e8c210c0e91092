import type { Statement } from "../shared";

/** The AWS services that may use a key directly, without the permissions of their caller. */
export type ServicePrincipal =
  `logs.${string}.amazonaws.com` | "delivery.logs.amazonaws.com" | "cloudwatch.amazonaws.com" | "events.amazonaws.com";

/**
 * The statement of the key policy that allows one service, for this account's resources only.
 *
 * @param account twelve digits, or a token
 */
export function serviceAccess(service: ServicePrincipal, account: string): Statement {
  const statement = { principals: { Service: service }, resources: ["*"] };
  switch (service) {
    // Source: CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    default: {
      const region = service.slice("logs.".length, -".amazonaws.com".length);
      return {
        ...statement,
        sid: "CloudWatchLogs",
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        conditions: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` },
        },
      };
    }
    // Source: CloudWatch Logs User Guide, "Enabling logging from AWS services": buckets encrypted with a customer managed key.
    case "delivery.logs.amazonaws.com":
      return {
        ...statement,
        sid: "LogDelivery",
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        conditions: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:aws:logs:*:${account}:*` },
        },
      };
    // An alarm publishes to an encrypted topic. Source: SNS Developer Guide, "Enable compatibility between event sources
    // from AWS services and encrypted topics".
    case "cloudwatch.amazonaws.com":
      return {
        ...statement,
        sid: "CloudWatchAlarms",
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        conditions: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:*:${account}:alarm:*` },
        },
      };
    // The same page: EventBridge's requests carry neither aws:SourceAccount nor aws:SourceArn, so a condition on them
    // would drop every event without a word.
    case "events.amazonaws.com":
      return { ...statement, sid: "EventBridge", actions: ["kms:Decrypt", "kms:GenerateDataKey*"] };
  }
}
