import pc from "picocolors";
import { textOf } from "../../../packages/aws-policies/values";
import { list, plural } from "../../../packages/common/text";
import {
  blocksOf,
  containersOf,
  isRecord,
  leadsTo,
  valueLeadsTo,
  type Block,
  type Configuration,
  type Container,
} from "../../../packages/terraform-json";
import { firesAfter, notifiedOf, rollsBack } from "./alarms";
import { outcomeOf } from "./events";
import { faults, type Fault } from "./faults";

/** What one fault brings about. */
export interface Row {
  readonly fault: string;
  readonly title: string;
  /** Alarms and rules, with the minute after which an alarm fires. */
  readonly fires: readonly { readonly name: string; readonly minute?: number; readonly rollsBack: boolean }[];
  readonly notified: readonly string[];
  /** What is wrong with it. */
  readonly findings: readonly string[];
}

/** Replays every fault against the alarms, filters and event rules of an environment's service stack. */
export function replay(stack: Configuration): readonly Row[] {
  const scalesToZero = stack
    .resourcesOf("aws_appautoscaling_target")
    .some(({ properties }) => properties.min_capacity === 0);
  return faults
    .filter(({ scaledToZero = false }) => !scaledToZero || scalesToZero)
    .map((fault) => (fault.event === undefined ? alarmRow(stack, fault) : eventRow(stack, fault, fault.event)));
}

function alarmRow(stack: Configuration, fault: Fault): Row {
  // Others move the number of tasks.
  const alarms = stack
    .resourcesOf("aws_cloudwatch_metric_alarm")
    .filter((alarm) => leadsTo(alarm, "alarm_actions", "aws_sns_topic").length > 0);
  const fired = alarms.flatMap((alarm) => {
    const minute = firesAfter(alarm, fault);
    return minute === undefined ? [] : [{ alarm, minute }];
  });
  const notified = [...new Set(fired.flatMap(({ alarm }) => notifiedOf(alarm)))];
  return {
    fault: fault.id,
    title: fault.title,
    fires: fired
      .map(({ alarm, minute }) => ({ name: textOf(alarm.properties.alarm_name), minute, rollsBack: rollsBack(alarm) }))
      .toSorted((a, b) => a.minute - b.minute),
    notified,
    findings: [
      ...(fired.length > 0 && notified.length === 0 ? ["nobody is notified"] : []),
      ...(fault.logs === undefined ? [] : unmeasured(stack)),
    ],
  };
}

/** Containers of services whose jobs are measured, with lines that no filter finds. */
function unmeasured(stack: Configuration): readonly string[] {
  const measured = stack
    .resourcesOf("aws_cloudwatch_log_metric_filter")
    .filter(({ properties }) => blocksOf(properties.metric_transformation).some(({ name }) => name === "QueueLatency"))
    .flatMap((filter) => leadsTo(filter, "log_group_name", "aws_cloudwatch_log_group"));
  if (measured.length === 0) return ["nothing measures how long jobs wait: set queueLatencyFrom"];
  const services = stack
    .resourcesOf("aws_ecs_service")
    .flatMap((service) =>
      leadsTo(service, "task_definition", "aws_ecs_task_definition").map((task) =>
        containersOf(task).map((container) => ({ name: container.name, group: logGroupOf(task, container) })),
      ),
    );
  return services
    .filter((containers) => containers.some(({ group }) => group !== undefined && measured.includes(group)))
    .flat()
    .filter(({ group }) => group !== undefined && !measured.includes(group))
    .map(({ name }) => `what ${name} logs of its queue is not measured`);
}

function logGroupOf(task: Block, { logConfiguration }: Container): Block | undefined {
  const options = isRecord(logConfiguration) && isRecord(logConfiguration.options) ? logConfiguration.options : {};
  return valueLeadsTo(task.configuration, options["awslogs-group"], "aws_cloudwatch_log_group")[0];
}

function eventRow(stack: Configuration, { id, title }: Fault, event: NonNullable<Fault["event"]>): Row {
  const { rules, logged, notified, dropped } = outcomeOf(stack, event);
  const isNews = id !== "deployment-completed";
  return {
    fault: id,
    title,
    fires: rules.map((name) => ({ name, rollsBack: false })),
    notified,
    findings: [
      ...(logged === 1 ? [] : [`logged ${logged} times`]),
      ...(dropped ? ["Slack drops it: it is neither an event of EventBridge nor a custom notification"] : []),
      ...(isNews && notified.length === 0 ? ["nobody is notified"] : []),
    ],
  };
}

/** Faults of each environment with what notices them, a few lines each. */
export function alarmReport(
  replays: readonly { readonly environment: string; readonly rows: readonly Row[] }[],
): string {
  return replays
    .flatMap(({ environment, rows }) => [
      pc.bold(environment),
      ...rows.flatMap(({ title, fires, notified, findings }) => [
        "",
        `  ${title}`,
        ...fires.map(({ name, minute, rollsBack: back }) => {
          const after = minute === undefined ? "" : ` after ${plural(minute, "minute")}`;
          return `    ${name}${after}${back ? ", ends a deployment" : ""}`;
        }),
        ...(fires.length === 0 ? ["    no alarm"] : [`    notifies ${list(notified) || "nobody"}`]),
        ...findings.map((finding) => pc.yellow(`    ! ${finding}`)),
      ]),
      "",
    ])
    .join("\n")
    .trimEnd();
}

/** A table in Markdown. */
export function alarmTable(rows: readonly Row[]): string {
  const cells = rows.map(({ title, fires, notified, findings }) => [
    title,
    fires.length === 0
      ? "none"
      : fires
          .map(({ name, minute }) => (minute === undefined ? `\`${name}\`` : `\`${name}\` after ${minute} min`))
          .join(", "),
    fires.some(({ rollsBack: back }) => back) ? "yes" : "no",
    list(notified) || "nobody",
    findings.join("; "),
  ]);
  const head = ["fault", "alarms and rules", "ends a deployment", "notifies", "findings"];
  return [head, head.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
