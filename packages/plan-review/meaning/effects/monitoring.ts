import type { Effect } from "../../model";
import { isNothing } from "../diff/equal";
import { low, medium, say, text, turnsOff, type Subject } from "../subject";

export function describeAlarm(subject: Subject): readonly Effect[] {
  const { change, name, before, after, updates, changed } = subject;
  const alarm = `alarm ${name}`;
  if (change.action === "destroy") return [medium(`${alarm} destroyed: nobody is notified any more`)];
  const isMute = updates && !isNothing(before.alarm_actions) && isNothing(after.alarm_actions);
  const values = ["threshold", "evaluation_periods", "period", "comparison_operator", "metric_name", "statistic"];
  return say(
    turnsOff(subject, "actions_enabled") && medium(`${alarm}: nobody is notified any more`),
    isMute && medium(`${alarm}: notifies nobody any more`),
    updates && changed(...values) && low(`${alarm} fires at other values`),
  );
}

/** EventBridge rules and EventBridge Scheduler: what starts by the clock. */
export function describeSchedule(subject: Subject): readonly Effect[] {
  const { change, name, before, after, updates, changed } = subject;
  const isEvent = text(after.schedule_expression) === "" && !isNothing(after.event_pattern);
  const task = `${isEvent ? "event rule" : "scheduled task"} ${name}`;
  if (change.action === "destroy") return [medium(`${task} destroyed: it no longer runs`)];
  if (change.action === "create") return say(!isEvent && low(`${task} runs ${text(after.schedule_expression)}`));
  const isOff = updates && text(before.state) !== "DISABLED" && text(after.state) === "DISABLED";
  return say(
    isOff && medium(`${task} is off`),
    turnsOff(subject, "is_enabled") && medium(`${task} is off`),
    updates &&
      changed("schedule_expression", "schedule_expression_timezone") &&
      low(`${task} runs ${text(after.schedule_expression)} instead of ${text(before.schedule_expression)}`),
    updates && changed("event_pattern") && low(`${task} matches other events`),
    updates && changed("target") && low(`${task} starts something else`),
  );
}

export function describeFirewall(subject: Subject): readonly Effect[] {
  return say(
    subject.goes &&
      medium(
        `web application firewall ${subject.name} ${subject.change.action === "replace" ? "replaced" : "destroyed"}: requests are no longer filtered`,
      ),
    subject.updates &&
      subject.changed("rule", "default_action") &&
      medium(`web application firewall ${subject.name}: other requests get through`),
  );
}
