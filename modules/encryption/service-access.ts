import type { Statement } from "../shared";
import { arn, type logsPrincipal } from "../../aws/regions";

/** The AWS services that may use a key directly, without the permissions of their caller. */
export type ServicePrincipal =
  | ReturnType<typeof logsPrincipal>
  | "delivery.logs.amazonaws.com"
  | "cloudwatch.amazonaws.com"
  | "events.amazonaws.com";

/**
 * The statement of the key policy that allows one service, for this account's resources only.
 *
 * @param region of the key
 * @param account twelve digits, or a token
 */
export function serviceAccess(service: ServicePrincipal, region: string, account: string): Statement {
  const statement = { principals: { Service: service }, resources: ["*"] };
  switch (service) {
    // Source: CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    default: {
      const [, logsRegion] = service.split(".");
      return {
        ...statement,
        sid: "CloudWatchLogs",
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        conditions: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": arn(region, {
              service: "logs",
              region: logsRegion,
              account,
              resource: "log-group:*",
            }),
          },
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
          ArnLike: { "aws:SourceArn": arn(region, { service: "logs", region: "*", account, resource: "*" }) },
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
          ArnLike: {
            "aws:SourceArn": arn(region, { service: "cloudwatch", region: "*", account, resource: "alarm:*" }),
          },
        },
      };
    // The same page: EventBridge's requests carry neither aws:SourceAccount nor aws:SourceArn, so a condition on them
    // would drop every event without a word.
    case "events.amazonaws.com":
      return { ...statement, sid: "EventBridge", actions: ["kms:Decrypt", "kms:GenerateDataKey*"] };
  }
}
