import type { NameForm } from "./limits";

const minute = "[0-5]?\\d";
const hour = "(?:[01]?\\d|2[0-3])";
const dayOfMonth = "(?:0?[1-9]|[12]\\d|3[01])";
const month = "(?:0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
const dayOfWeek = "(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)";
const year = "(?:19[7-9]\\d|2[01]\\d\\d)";

/** Values, ranges and steps of a field, in a list: `0/15`, `8-18`, `MON-FRI`. A step is no longer than the field. */
const listOf = (value: string, step: string, alone = "(?!)") => {
  const one = `(?:(?:\\*|${value}(?:-${value})?)(?:/(?:${step}))?|${alone})`;
  return `${one}(?:,${one})*`;
};

const leapYear = "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const february = "(?:0?2|FEB)";
const shortMonth = `(?:${february}|0?[469]|11|APR|JUN|SEP|NOV)`;

/** Dates that never come: 30 February, 31 April, 29 February of 2027. Where it is one of several, the others come. */
const never = [
  `3[01](?:,3[01])* ${february} `,
  `31 ${shortMonth}(?:,${shortMonth})* `,
  `29 ${february} \\? (?!${leapYear}\\))\\d{4}\\)`,
].join("|");

/**
 * Minutes, hours, day of month, month, day of week, year; one of the two days is `?`.
 * Source: EventBridge Scheduler User Guide, "Schedule types"; the same six fields in Application Auto Scaling.
 */
const months = listOf(month, "[1-9]|1[0-2]");
const onDayOfMonth = `(?!${never})${listOf(dayOfMonth, "[1-9]|[12]\\d|3[01]", `L|LW|${dayOfMonth}W`)} ${months} \\?`;
const onDayOfWeek = `\\? ${months} ${listOf(dayOfWeek, "(?!)", `L|${dayOfWeek}L|${dayOfWeek}#[1-5]`)}`;
const times = `${listOf(minute, "[1-9]|[1-5]\\d")} ${listOf(hour, "[1-9]|1\\d|2[0-3]")}`;
const cron = `cron\\(${times} (?:${onDayOfMonth}|${onDayOfWeek}) ${listOf(year, "[1-9]\\d{0,2}")}\\)`;
/** One in the singular, more in the plural. Source: EventBridge User Guide, "Rate expressions". */
const rate = "rate\\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\\d+) (?:minute|hour|day)s)\\)";
const date =
  "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))";
const at = `at\\((?:\\d{4}-${date}|${leapYear}-02-29)T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\)`;

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
