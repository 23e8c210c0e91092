import { numberOf, textOf } from "../../../packages/aws-policies/values";
import { blocksOf, leadsTo, referrersOf, type Block } from "../../../packages/terraform-json";
import { evaluate, type Sample } from "./expression";
import { healthy, type Fault } from "./faults";

/** Minutes that a fault lasts. */
export const lasts = 30;

/** Values of a fault, by minute before and after it begins. */
type Series = (minute: number) => Sample;

/** The minute after which an alarm is in ALARM, undefined where it never is. */
export function firesAfter(alarm: Block, fault: Fault): number | undefined {
  const periods = numberOf(alarm.properties.evaluation_periods) ?? 1;
  const needed = numberOf(alarm.properties.datapoints_to_alarm) ?? periods;
  const threshold = numberOf(alarm.properties.threshold) ?? 0;
  const isLess = textOf(alarm.properties.comparison_operator).startsWith("Less");
  const isMissingBad = alarm.properties.treat_missing_data === "breaching";
  const minutes = periodOf(alarm) / 60;
  const value = valueOf(alarm, fault);
  const isBad = (end: number) => {
    const sample = value(end);
    if (sample === undefined) return isMissingBad;
    return isLess ? sample < threshold : sample > threshold;
  };
  for (let minute = 0; minute < lasts; minute += 1) {
    const ends = Array.from({ length: periods }, (_, index) => minute - index * minutes);
    if (ends.filter(isBad).length >= needed) return minute + 1;
  }
  return undefined;
}

function periodOf({ properties }: Block): number {
  const queries = blocksOf(properties.metric_query).flatMap(({ metric }) => blocksOf(metric));
  return numberOf(properties.period) ?? numberOf(queries[0]?.period) ?? 60;
}

/** The value that the period has which ends with a minute. */
function valueOf(alarm: Block, fault: Fault): Series {
  const { properties } = alarm;
  const minutes = periodOf(alarm) / 60;
  const queries = blocksOf(properties.metric_query);
  if (queries.length === 0) {
    return aggregate(
      seriesOf(alarm, properties, fault),
      minutes,
      textOf(properties.statistic ?? properties.extended_statistic),
    );
  }
  const expression = textOf(queries.find(({ expression: text }) => text !== undefined)?.expression);
  const metrics = queries.flatMap(({ id, metric }) =>
    blocksOf(metric).map(
      (given) => [textOf(id), aggregate(seriesOf(alarm, given, fault), minutes, textOf(given.stat))] as const,
    ),
  );
  return (end) => evaluate(expression, Object.fromEntries(metrics.map(([id, series]) => [id, series(end)])));
}

function seriesOf(alarm: Block, { metric_name, namespace }: Block["properties"], fault: Fault): Series {
  const name = textOf(metric_name);
  const isLess = textOf(alarm.properties.comparison_operator).startsWith("Less");
  const usual = Object.hasOwn(healthy, name) ? healthy[name] : isLess ? Infinity : 0;
  const logged = name === "QueueLatency" ? fault.logs?.queueLatencySeconds : undefined;
  const faulty = logged ?? fault.metrics?.[`${textOf(namespace)} ${name}`] ?? fault.metrics?.[name];
  return (minute) => (minute >= 0 && faulty !== undefined ? faulty(minute) : usual);
}

function aggregate(series: Series, minutes: number, statistic: string): Series {
  if (minutes === 1) return series;
  return (end) => {
    const samples = Array.from({ length: minutes }, (_, index) => series(end - index)).filter(
      (one) => one !== undefined,
    );
    if (samples.length === 0) return undefined;
    const sum = samples.reduce((total, one) => total + one, 0);
    if (statistic === "Sum") return sum;
    if (statistic === "Maximum") return Math.max(...samples);
    return statistic === "Minimum" ? Math.min(...samples) : sum / samples.length;
  };
}

/** Who gets what is published to a topic: e-mail addresses, webhooks, Slack. */
export function subscribersOf(topic: Block): readonly string[] {
  const subscriptions = referrersOf(topic, "aws_sns_topic_subscription", "topic_arn");
  return [
    ...subscriptions.map(({ properties }) => (properties.protocol === "email" ? "e-mail" : "webhook")),
    ...referrersOf(topic, "aws_chatbot_slack_channel_configuration", "sns_topic_arns").map(() => "Slack"),
  ];
}

/** Who is notified of an alarm. */
export const notifiedOf = (alarm: Block): readonly string[] => [
  ...new Set(leadsTo(alarm, "alarm_actions", "aws_sns_topic").flatMap(subscribersOf)),
];

/** Whether a deployment that is under way goes back when an alarm fires. */
export function rollsBack(alarm: Block): boolean {
  const services = referrersOf(alarm, "aws_ecs_service", "alarms").some(({ properties }) =>
    blocksOf(properties.alarms).some(({ enable, rollback }) => enable === true && rollback === true),
  );
  const groups = referrersOf(alarm, "aws_codedeploy_deployment_group", "alarm_configuration").some(({ properties }) =>
    blocksOf(properties.auto_rollback_configuration).some(({ enabled }) => enabled === true),
  );
  return services || groups;
}
