import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import type { EncryptionKey } from "../encryption";
import { invalid, policyDocument, regionOf } from "../shared";
import { arn, lackOf } from "../../aws/regions";

export interface TopicProps {
  /** The topic is called `<name>-alarms`. */
  readonly name: string;
  /** Its `services` must include CloudWatch and EventBridge, which publish. */
  readonly encryptionKey: EncryptionKey;
  /** Addresses that are mailed; each must confirm the subscription once. @default - none */
  readonly alarmEmails?: readonly string[];
  /** HTTPS endpoints that accept SNS messages, for example of an incident tool; each must confirm its subscription once. @default - none */
  readonly alarmWebhooks?: readonly string[];
  /** A Slack channel, through Amazon Q Developer in chat applications (formerly AWS Chatbot). @default - none */
  readonly slack?: {
    /** Such as `T07EA123LEP`; the workspace must have been authorized in the console once. */
    readonly workspaceId: string;
    /** Such as `C07EZ1ABC23`. */
    readonly channelId: string;
  };
}

export interface Topics {
  /** Alarms, and events as sentences. */
  readonly alarms: SnsTopic;
  /** Events in the form that Amazon Q Developer accepts, where there is a channel. */
  readonly chat?: SnsTopic;
}

/** The topics that alarms and events are published to, with their subscribers. */
export function alarmTopics(scope: Construct, props: TopicProps): Topics {
  const { name, encryptionKey, alarmEmails = [], alarmWebhooks = [], slack } = props;
  encryptionKey.checkServes(scope, "cloudwatch");
  encryptionKey.checkServes(scope, "events");
  const topic = new SnsTopic(scope, "topic", { name: `${name}-alarms`, kmsMasterKeyId: encryptionKey.arn });
  const account = new DataAwsCallerIdentity(scope, "account").accountId;
  new SnsTopicPolicy(scope, "topic-policy", {
    arn: topic.arn,
    policy: policyDocument([
      {
        sid: "Alarms",
        principals: { Service: "cloudwatch.amazonaws.com" },
        actions: ["sns:Publish"],
        resources: [topic.arn],
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      },
      eventsMayPublish(topic),
    ]),
  });
  const subscribe = (protocol: string, endpoint: string) =>
    new SnsTopicSubscription(
      scope,
      `${protocol === "email" ? "mail" : protocol}-${endpoint.replace(/[^A-Za-z0-9]+/g, "-")}`,
      {
        topicArn: topic.arn,
        protocol,
        endpoint,
      },
    );
  for (const email of alarmEmails) subscribe("email", email);
  for (const webhook of alarmWebhooks) subscribe("https", webhook);
  if (slack === undefined) return { alarms: topic };
  const lack = lackOf(regionOf(scope), "chatbot");
  if (lack !== undefined) {
    const fix = `${lack} is not offered there; alarmWebhooks or alarmEmails can take its place.`;
    invalid(scope, "slack", `left out in ${regionOf(scope)}`, slack, fix);
  }
  const chat = new SnsTopic(scope, "chat-topic", { name: `${name}-chat`, kmsMasterKeyId: encryptionKey.arn });
  new SnsTopicPolicy(scope, "chat-topic-policy", { arn: chat.arn, policy: policyDocument([eventsMayPublish(chat)]) });
  new ChatbotSlackChannelConfiguration(scope, "slack", {
    configurationName: `${name}-alarms`,
    slackTeamId: slack.workspaceId,
    slackChannelId: slack.channelId,
    snsTopicArns: [topic.arn, chat.arn],
    iamRoleArn: chatRole(scope, name, account).arn,
    loggingLevel: "ERROR",
  });
  return { alarms: topic, chat };
}

/** EventBridge's requests carry no aws:SourceAccount: a condition on it would drop every event without a word. */
const eventsMayPublish = (topic: SnsTopic) => ({
  sid: "Events",
  principals: { Service: "events.amazonaws.com" },
  actions: ["sns:Publish"],
  resources: [topic.arn],
});

/** Charts of the alarm's metric in the channel, and nothing else. Source: Amazon Q Developer in chat applications, "IAM policies". */
function chatRole(scope: Construct, name: string, account: string): IamRole {
  const role = new IamRole(scope, "slack-role", {
    name: `${name}-alarms-chat`,
    description: "Shows alarms in Slack",
    assumeRolePolicy: policyDocument([
      {
        sid: "AssumeRole",
        principals: { Service: "chatbot.amazonaws.com" },
        actions: ["sts:AssumeRole"],
        conditions: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: {
            "aws:SourceArn": arn(regionOf(scope), {
              service: "chatbot",
              region: "",
              account,
              resource: `chat-configuration/slack-channel/${name}-alarms`,
            }),
          },
        },
      },
    ]),
  });
  new IamRolePolicy(scope, "slack-role-policy", {
    name: "charts",
    role: role.name,
    policy: policyDocument([
      {
        sid: "Charts",
        actions: [
          "cloudwatch:DescribeAlarms",
          "cloudwatch:GetMetricData",
          "cloudwatch:GetMetricWidgetImage",
          "cloudwatch:ListMetrics",
        ],
        resources: ["*"],
      },
    ]),
  });
  return role;
}
