import type { NameForm } from "./limits";

/**
 * Minutes, hours, day of month, month, day of week, year; one of the two days is `?`.
 * Source: EventBridge Scheduler User Guide, "Schedule types"; the same six fields in Application Auto Scaling.
 */
const cron = String.raw`cron\([\d*,/-]+ [\d*,/-]+ (?:\? [\dA-Z*,/-]+ [\dA-Z*,/L#-]+|[\d*,/LW-]+ [\dA-Z*,/-]+ \?) [\d*,/-]+\)`;
const rate = String.raw`rate\([1-9]\d* (?:minute|hour|day)s?\)`;
const at = String.raw`at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)`;

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
