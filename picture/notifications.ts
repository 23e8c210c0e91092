import { leadsTo, targetsAt, type Block, type Configuration } from "../packages/terraform-json";
import { addressOf } from "./block";
import type { Found, Placed } from "./placed";

/** Arguments that send something on, by type, and what it is called. */
const senders: readonly (readonly [type: string, argument: string, label: string, reverse?: true])[] = [
  ["aws_cloudwatch_metric_alarm", "alarm_actions", "notifies"],
  ["aws_cloudwatch_composite_alarm", "alarm_actions", "notifies"],
  ["aws_sqs_queue", "redrive_policy", "failed messages"],
  ["aws_sns_topic_subscription", "topic_arn", "notifies", true],
  ["aws_chatbot_slack_channel_configuration", "sns_topic_arns", "notifies", true],
  ["aws_codedeploy_deployment_group", "ecs_service", "deploys"],
];

/** Who sends what to whom: alarms and events to topics, topics to people, queues to their dead-letter queues. */
export function notifications(placed: readonly Placed[], configurations: readonly Configuration[]): Found[] {
  const boxOf = new Map<Block, string>(placed.map(({ block, box }) => [block, box.id]));
  const own = senders.flatMap(([type, argument, label, reverse]) =>
    placed
      .filter(({ block }) => block.type === type)
      .flatMap(({ box, block }) =>
        targets(block, argument, boxOf).map((other) => ({
          arrow: {
            from: reverse === true ? other : box.id,
            to: reverse === true ? box.id : other,
            kind: "notification" as const,
            label,
            resources: box.resources,
          },
        })),
      ),
  );
  const events = configurations
    .flatMap((stack) => stack.resourcesOf("aws_cloudwatch_event_target"))
    .flatMap((target) =>
      leadsTo(target, "rule", "aws_cloudwatch_event_rule").flatMap((rule) =>
        targets(target, "arn", boxOf).map((to) => ({
          arrow: {
            from: boxOf.get(rule) ?? "",
            to,
            kind: "notification" as const,
            label: "notifies",
            resources: [addressOf(rule), addressOf(target)],
          },
        })),
      ),
    );
  const filtered = configurations
    .flatMap((stack) => stack.resourcesOf("aws_wafv2_web_acl_association"))
    .flatMap((association) =>
      leadsTo(association, "web_acl_arn", "aws_wafv2_web_acl").flatMap((acl) =>
        targets(association, "resource_arn", boxOf).map((to) => ({
          arrow: {
            from: boxOf.get(acl) ?? "",
            to,
            kind: "traffic" as const,
            label: "filters",
            resources: [addressOf(association)],
          },
        })),
      ),
    );
  return [...own, ...events, ...filtered];
}

const targets = (block: Block, argument: string, boxOf: ReadonlyMap<Block, string>): string[] => [
  ...new Set(
    targetsAt(block, argument).flatMap(({ block: target }) => {
      const id = target && boxOf.get(target);
      return id === undefined ? [] : [id];
    }),
  ),
];
