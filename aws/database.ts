/** Rules of RDS for a database instance. */

/** Names of PostgreSQL users that RDS reserves. Source: RDS User Guide, "PostgreSQL: master user name"; PostgreSQL, CREATE ROLE. */
export const isReservedUser = (name: string): boolean =>
  ["admin", "postgres_exporter", "rdsadmin", "rdsrepladmin", "rds_superuser", "public", "none"].includes(
    name.toLowerCase(),
  ) || /^pg_/i.test(name);

/** The rule of `isReservedUser` in words. */
export const reservedUserRule = "a name RDS does not reserve";

/** The least maximum that RDS takes: a tenth more. In tenths, because 100 * 1.1 is a little more than 110. */
export const leastMaximumStorage = (storageGiB: number): number => Math.ceil((storageGiB * 11) / 10);

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const day = 24 * 60;
const week = 7 * day;

/** Both in UTC: `hh:mm-hh:mm` every day, `ddd:hh:mm-ddd:hh:mm` every week. */
export interface GivenWindows {
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
}

/**
 * What is wrong with two well-formed windows: shorter than 30 minutes, or overlapping on some day.
 * Source: RDS API, `CreateDBInstance` PreferredBackupWindow and PreferredMaintenanceWindow.
 */
export function windowProblems({
  backupWindow,
  maintenanceWindow,
}: GivenWindows): { readonly field: keyof GivenWindows; readonly allowed: string }[] {
  const backup = span(backupWindow, day);
  const maintenance = span(maintenanceWindow, week);
  const allowed = "at least 30 minutes";
  const overlap = weekdays.some((_, index) => meet({ ...backup, start: backup.start + index * day }, maintenance));
  return [
    ...(backup.minutes < 30 ? [{ field: "backupWindow" as const, allowed }] : []),
    ...(maintenance.minutes < 30 ? [{ field: "maintenanceWindow" as const, allowed }] : []),
    ...(overlap ? [{ field: "maintenanceWindow" as const, allowed: `apart from backupWindow ${backupWindow}` }] : []),
  ];
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
