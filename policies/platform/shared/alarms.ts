import { textOf } from "../../../packages/aws-policies/values";
import { blocksOf, leadsTo, stringsOf, type Block } from "../../../packages/terraform-json";

/** Metrics of which little is bad; of the others, much is. */
const low = new Set(["BurstCreditBalance", "FreeStorageSpace", "HealthyHostCount"]);

/** Metrics that are always sent: none of them is trouble. */
const always = new Set(["FreeStorageSpace", "HealthyHostCount"]);

/** Metrics that count what happens within a period. */
const counts = /^(?:HTTPCode_\w+_Count|RequestCount|TaskFailures|LogErrors.*)$/;

const namesOf = ({ properties }: Block): readonly string[] =>
  [properties.metric_name, ...metricsOf(properties).map(({ metric_name }) => metric_name)].flatMap(stringsOf);

const metricsOf = (properties: Block["properties"]) =>
  blocksOf(properties.metric_query).flatMap(({ metric }) => blocksOf(metric));

const watched = ({ properties }: Block): string =>
  JSON.stringify([
    properties.dimensions,
    metricsOf(properties).map(({ metric_name, dimensions }) => [metric_name, dimensions]),
    properties.metric_name,
  ]);

/**
 * Why an alarm does not see what its metric is watched for: it compares the wrong way, takes the wrong statistic, or waits for data. One beside
 * another that sees it may look for something else.
 */
export function blindnessOf(alarm: Block, names: readonly string[]): string | undefined {
  const problem = problemOf(alarm, names);
  // Those that scale have two directions.
  if (problem === undefined || leadsTo(alarm, "alarm_actions", "aws_appautoscaling_policy").length > 0)
    return undefined;
  const others = alarm.configuration
    .resourcesOf("aws_cloudwatch_metric_alarm")
    .filter((other) => other !== alarm && watched(other) === watched(alarm));
  return others.some((other) => problemOf(other, namesOf(other)) === undefined) ? undefined : problem;
}

function problemOf({ properties }: Block, names: readonly string[]): string | undefined {
  const isLow = names.some((name) => low.has(name));
  const wrong = isLow ? "Greater" : "Less";
  const operator = textOf(properties.comparison_operator);
  if (operator.startsWith(wrong)) return `comparison_operator ${operator} fires where ${names.join(", ")} is well`;
  const statistics = [
    [properties.metric_name, properties.statistic],
    ...metricsOf(properties).map(({ metric_name, stat }) => [metric_name, stat]),
  ].map(([name, statistic]) => [textOf(name), textOf(statistic)] as const);
  const blunt = statistics.find(([name, statistic]) =>
    counts.test(name)
      ? !["", "Sum"].includes(statistic)
      : [isLow ? "Maximum" : "Minimum", "SampleCount"].includes(statistic),
  );
  if (blunt !== undefined) return `statistic ${blunt[1]} hides what ${blunt[0]} shows`;
  const missing = textOf(properties.treat_missing_data);
  if (missing === "ignore") return "treat_missing_data ignore keeps an alarm as it was when data ends";
  return names.some((name) => always.has(name)) && missing !== "breaching"
    ? `treat_missing_data must be breaching: ${names.join(", ")} is always sent`
    : undefined;
}
