import type { Construct } from "constructs";
import { windowProblems } from "../../aws/database";
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

/** @throws when a window is malformed, shorter than 30 minutes, or when the two overlap on some day */
export function checkWindows(scope: Construct, given: Windows): void {
  const { backupWindow, maintenanceWindow } = { ...defaultWindows, ...given };
  checkPattern(scope, "backupWindow", backupWindow, daily);
  checkPattern(scope, "maintenanceWindow", maintenanceWindow, weekly);
  const [problem] = windowProblems({ backupWindow, maintenanceWindow });
  if (problem === undefined) return;
  invalid(scope, problem.field, problem.allowed, problem.field === "backupWindow" ? backupWindow : maintenanceWindow);
}
