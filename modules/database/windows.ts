import type { Construct } from "constructs";
import { checkPattern, invalid } from "../shared";

/** Both in UTC. Source of the rules: RDS API, `CreateDBInstance` PreferredBackupWindow and PreferredMaintenanceWindow. */
export interface Windows {
  /** `hh:mm-hh:mm`, every day. @default - "03:00-04:00" */
  readonly backupWindow?: string;
  /** `ddd:hh:mm-ddd:hh:mm`, every week. @default - "sun:04:30-sun:05:30" */
  readonly maintenanceWindow?: string;
}

export const defaultWindows: Required<Windows> = {
  backupWindow: "03:00-04:00",
  maintenanceWindow: "sun:04:30-sun:05:30",
};

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const time = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const moment = `(?:${weekdays.join("|")}):${time}`;
const daily = { pattern: new RegExp(`^${time}-${time}$`), allowed: "hh:mm-hh:mm in UTC, such as 03:00-04:00" };
const weekly = {
  pattern: new RegExp(`^${moment}-${moment}$`),
  allowed: "ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30",
};
const day = 24 * 60;
const week = 7 * day;

/** @throws when a window is malformed, shorter than 30 minutes, or when the two overlap on some day */
export function checkWindows(scope: Construct, given: Windows): void {
  const { backupWindow, maintenanceWindow } = { ...defaultWindows, ...given };
  checkPattern(scope, "backupWindow", backupWindow, daily);
  checkPattern(scope, "maintenanceWindow", maintenanceWindow, weekly);
  const backup = span(backupWindow, day);
  const maintenance = span(maintenanceWindow, week);
  if (backup.minutes < 30) invalid(scope, "backupWindow", "at least 30 minutes", backupWindow);
  if (maintenance.minutes < 30) invalid(scope, "maintenanceWindow", "at least 30 minutes", maintenanceWindow);
  const overlap = weekdays.some((_, index) => meet({ ...backup, start: backup.start + index * day }, maintenance));
  if (overlap) invalid(scope, "maintenanceWindow", `apart from backupWindow ${backupWindow}`, maintenanceWindow);
}

interface Span {
  /** Minutes since Monday, or since midnight. */
  readonly start: number;
  readonly minutes: number;
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
