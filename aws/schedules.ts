import type { NameForm } from "./limits";

const minute = "[0-5]?\\d";
const hour = "(?:[01]?\\d|2[0-3])";
const dayOfMonth = "(?:0?[1-9]|[12]\\d|3[01])";
const month = "(?:0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
const dayOfWeek = "(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)";
const year = "(?:19[7-9]\\d|2[01]\\d\\d)";

/** Values, ranges and steps of a field, in a list: `0/15`, `8-18`, `MON-FRI`. */
const listOf = (value: string, alone = "(?!)", steps = "(?:/[1-9]\\d{0,2})?") => {
  const one = `(?:(?:\\*|${value}(?:-${value})?)${steps}|${alone})`;
  return `${one}(?:,${one})*`;
};

/**
 * Minutes, hours, day of month, month, day of week, year; one of the two days is `?`.
 * Source: EventBridge Scheduler User Guide, "Schedule types"; the same six fields in Application Auto Scaling.
 */
const onDayOfMonth = `${listOf(dayOfMonth, `L|LW|${dayOfMonth}W`)} ${listOf(month)} \\?`;
const onDayOfWeek = `\\? ${listOf(month)} ${listOf(dayOfWeek, `L|${dayOfWeek}L|${dayOfWeek}#[1-5]`, "")}`;
const cron = `cron\\(${listOf(minute)} ${listOf(hour)} (?:${onDayOfMonth}|${onDayOfWeek}) ${listOf(year)}\\)`;
/** One in the singular, more in the plural. Source: EventBridge User Guide, "Rate expressions". */
const rate = "rate\\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\\d+) (?:minute|hour|day)s)\\)";
const date =
  "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|[12]\\d))";
const at = `at\\(\\d{4}-${date}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\)`;

/** When something happens again and again. */
export const recurringSchedule: NameForm = {
  pattern: new RegExp(`^(?:${cron}|${rate})$`),
  allowed:
    "cron(minutes hours day-of-month month day-of-week year) with ? for one of the days, such as cron(30 3 * * ? *), or rate(5 minutes)",
};

/** As above, or once. */
export const anySchedule: NameForm = {
  pattern: new RegExp(`^(?:${cron}|${rate}|${at})$`),
  allowed: `${recurringSchedule.allowed}, or at(2027-01-31T08:00:00)`,
};

const zoneName = /^(?:UTC|[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)$/;

/** Whether this is a time zone of the IANA database, such as `America/New_York`; `UTC` is one. */
export function isTimezone(name: string): boolean {
  if (!zoneName.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The rule of `isTimezone` in words. */
export const timezoneRule = "a time zone such as UTC or America/New_York";

/** Source: EventBridge Scheduler API, `CreateSchedule` Name, and `CreateScheduleGroup` Name. */
export const scheduleName: NameForm = {
  pattern: /^[0-9A-Za-z_.-]{1,64}$/,
  allowed: "1 to 64 letters, digits and - _ .",
};
