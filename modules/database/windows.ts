import type { Construct } from "constructs";
import { windowProblems } from "../../aws/database";
import { dailyWindow, weeklyWindow } from "../../aws/windows";
import { checkPattern, reject } from "../shared";

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

/** @throws when a window is malformed, shorter than 30 minutes, or when the two overlap on some day */
export function checkWindows(scope: Construct, given: Windows): void {
  const { backupWindow, maintenanceWindow } = { ...defaultWindows, ...given };
  checkPattern(scope, "backupWindow", backupWindow, dailyWindow);
  checkPattern(scope, "maintenanceWindow", maintenanceWindow, weeklyWindow);
  const [problem] = windowProblems({ backupWindow, maintenanceWindow });
  if (problem === undefined) return;
  reject(scope, problem.field, problem.allowed, problem.field === "backupWindow" ? backupWindow : maintenanceWindow);
}
