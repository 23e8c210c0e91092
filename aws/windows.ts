/** Windows of time in which a service works on what it runs, in UTC: the same form in RDS and ElastiCache. */

import type { NameForm } from "./limits";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const day = 24 * 60;
const week = 7 * day;

const time = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const moment = `(?:${weekdays.join("|")}):${time}`;

/** Every day. */
export const dailyWindow: NameForm = {
  pattern: new RegExp(`^${time}-${time}$`),
  allowed: "hh:mm-hh:mm in UTC, such as 03:00-04:00",
};

/** Every week. */
export const weeklyWindow: NameForm = {
  pattern: new RegExp(`^${moment}-${moment}$`),
  allowed: "ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30",
};

interface Span {
  /** Minutes since Monday, or since midnight. */
  readonly start: number;
  readonly minutes: number;
}

/** Length of a well-formed window in minutes: `hh:mm-hh:mm` or `ddd:hh:mm-ddd:hh:mm`. */
export const windowMinutes = (window: string): number =>
  span(window, dailyWindow.pattern.test(window) ? day : week).minutes;

/** Whether a daily and a weekly window overlap on some day. */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const everyDay = span(daily, day);
  const everyWeek = span(weekly, week);
  return weekdays.some((_, index) => meet({ ...everyDay, start: everyDay.start + index * day }, everyWeek));
}

function span(window: string, cycle: number): Span {
  const [start = 0, end = 0] = window.split("-").map(minutesOf);
  return { start, minutes: (end - start + cycle) % cycle };
}

function minutesOf(text: string): number {
  const [minute = 0, hour = 0] = text.split(":").slice(-2).map(Number).reverse();
  return Math.max(weekdays.indexOf(text.slice(0, 3)), 0) * day + hour * 60 + minute;
}

/** Whether one begins while the other lasts; both repeat every week. */
function meet(one: Span, other: Span): boolean {
  const after = (from: Span, to: Span) => (to.start - from.start + week) % week;
  return after(one, other) < one.minutes || after(other, one) < other.minutes;
}
