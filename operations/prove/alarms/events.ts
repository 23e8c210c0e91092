import { textOf } from "../../../packages/aws-policies/values";
import {
  isRecord,
  leadsTo,
  referrersOf,
  tryParseJson,
  type Block,
  type Configuration,
} from "../../../packages/terraform-json";
import { subscribersOf } from "./alarms";
import type { Fault } from "./faults";

/** What becomes of an event of one service. */
export interface Outcome {
  /** Rules that match it. */
  readonly rules: readonly string[];
  /** How often it is logged. */
  readonly logged: number;
  readonly notified: readonly string[];
  /** Slack gets it in a form that Amazon Q Developer drops. */
  readonly dropped: boolean;
}

/** What the rules of a stack do with an event that the first service of them sends. */
export function outcomeOf(stack: Configuration, { type, detail }: NonNullable<Fault["event"]>): Outcome {
  const [service] = stack.resourcesOf("aws_ecs_service");
  const source = service === undefined ? "" : `\${${service.type}.${service.name}.id}`;
  const matching = stack.resourcesOf("aws_cloudwatch_event_rule").filter(({ properties }) => {
    const pattern = tryParseJson(textOf(properties.event_pattern));
    if (!isRecord(pattern)) return false;
    const { group, clusterArn } = isRecord(pattern.detail)
      ? pattern.detail
      : { group: undefined, clusterArn: undefined };
    const event = {
      source: "aws.ecs",
      "detail-type": type,
      resources: source,
      // That of the rule: which service and cluster it is about is not what is asked here.
      detail: { ...detail, group: first(group), clusterArn: first(clusterArn) },
    };
    return matches(pattern, event);
  });
  const targets = matching.flatMap((rule) => referrersOf(rule, "aws_cloudwatch_event_target", "rule"));
  const topics = targets.map((target) => ({ target, topic: leadsTo(target, "arn", "aws_sns_topic")[0] }));
  const heard = topics.flatMap(({ target, topic }) =>
    topic === undefined ? [] : subscribersOf(topic).map((who) => ({ who, target })),
  );
  const chats = heard.filter(({ who }) => who === "Slack");
  return {
    rules: matching.map(({ properties }) => textOf(properties.name)),
    logged: targets.filter((target) => leadsTo(target, "arn", "aws_cloudwatch_log_group").length > 0).length,
    notified: [
      ...new Set(heard.filter(({ who, target }) => who !== "Slack" || isForChat(target)).map(({ who }) => who)),
    ],
    dropped: chats.length > 0 && !chats.some(({ target }) => isForChat(target)),
  };
}

const first = (values: unknown): unknown => (Array.isArray(values) ? values[0] : undefined);

/** Amazon Q Developer shows events as EventBridge sends them, and custom notifications; it drops everything else. */
function isForChat({ properties }: Block): boolean {
  const [transformer] = [properties.input_transformer].flat().filter(isRecord);
  if (transformer === undefined) return true;
  const template = tryParseJson(textOf(transformer.input_template));
  return isRecord(template) && template.source === "custom" && template.version === "1.0";
}

/** EventBridge's patterns, as far as the platform's rules use them. Source: EventBridge User Guide, "Comparison operators". */
function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((one) => matchesValue(one, event));
  if (!isRecord(pattern)) return false;
  return Object.entries(pattern).every(([key, inner]) =>
    key === "$or" && Array.isArray(inner)
      ? inner.some((one) => matches(one, event))
      : matches(inner, isRecord(event) ? event[key] : undefined),
  );
}

function matchesValue(expected: unknown, value: unknown): boolean {
  if (!isRecord(expected)) return expected === value;
  if (typeof expected.prefix === "string") return typeof value === "string" && value.startsWith(expected.prefix);
  const but = expected["anything-but"];
  return Array.isArray(but) ? value !== undefined && !but.includes(value) : false;
}
