import type { Effect } from "../../model";
import { isNothing } from "../diff/equal";
import { low, medium, say, text, turnsOff, type ChangeDetails } from "../details";

export function describeAlarm(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, after, isUpdated, changed } = details;
  const alarm = `alarm ${name}`;
  if (change.action === "destroy") return [medium(`${alarm} destroyed: nobody is notified any more`)];
  const isMute = isUpdated && !isNothing(before.alarm_actions) && isNothing(after.alarm_actions);
  const values = ["threshold", "evaluation_periods", "period", "comparison_operator", "metric_name", "statistic"];
  return say(
    turnsOff(details, "actions_enabled") && medium(`${alarm}: nobody is notified any more`),
    isMute && medium(`${alarm}: notifies nobody any more`),
    isUpdated && changed(...values) && low(`${alarm} fires at other values`),
  );
}

/** EventBridge rules and EventBridge Scheduler: what starts by the clock. */
export function describeSchedule(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, after, isUpdated, changed } = details;
  const isEvent = text(after.schedule_expression) === "" && !isNothing(after.event_pattern);
  const task = `${isEvent ? "event rule" : "scheduled task"} ${name}`;
  if (change.action === "destroy") return [medium(`${task} destroyed: it no longer runs`)];
  if (change.action === "create") return say(!isEvent && low(`${task} runs ${text(after.schedule_expression)}`));
  const isOff = isUpdated && text(before.state) !== "DISABLED" && text(after.state) === "DISABLED";
  return say(
    isOff && medium(`${task} is off`),
    turnsOff(details, "is_enabled") && medium(`${task} is off`),
    isUpdated &&
      changed("schedule_expression", "schedule_expression_timezone") &&
      low(`${task} runs ${text(after.schedule_expression)} instead of ${text(before.schedule_expression)}`),
    isUpdated && changed("event_pattern") && low(`${task} matches other events`),
    isUpdated && changed("target") && low(`${task} starts something else`),
  );
}

export function describeFirewall(details: ChangeDetails): readonly Effect[] {
  return say(
    details.isRemoved &&
      medium(
        `web application firewall ${details.name} ${details.change.action === "replace" ? "replaced" : "destroyed"}: requests are no longer filtered`,
      ),
    details.isUpdated &&
      details.changed("rule", "default_action") &&
      medium(`web application firewall ${details.name}: other requests get through`),
  );
}
