import type { Construct } from "constructs";
import {
  cacheEngines,
  cacheIdentifier,
  cacheNodeType,
  cachePort,
  cacheReplicas,
  leastWindowMinutes,
  snapshotRetentionDays,
} from "../../aws/caches";
import { secretName } from "../../aws/limits";
import { dailyWindow, weeklyWindow, windowMinutes, windowsOverlap } from "../../aws/windows";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import type { CacheEngine, CacheProps } from "./props";

export const defaultWindows = { snapshotWindow: "03:00-04:00", maintenanceWindow: "sun:05:00-sun:06:00" };

/** @throws UserError for the first property that ElastiCache would refuse */
export function checkCache(scope: Construct, props: CacheProps): void {
  const { engine, password } = props;
  checkPattern(scope, "identifier", props.identifier, cacheIdentifier);
  checkOneOf(scope, "engine", engine, Object.keys(cacheEngines) as CacheEngine[]);
  checkPattern(scope, "engineVersion", props.engineVersion, cacheEngines[engine].version);
  checkPattern(scope, "nodeType", props.nodeType, cacheNodeType);
  checkRange(scope, "replicas", props.replicas, cacheReplicas);
  checkRange(scope, "port", props.port, cachePort);
  checkRange(scope, "snapshotRetentionDays", props.snapshotRetentionDays, snapshotRetentionDays);
  checkPattern(scope, "password.secretName", password?.secretName, secretName);
  checkPattern(scope, "password.urlSecretName", password?.urlSecretName, secretName);
  if (password !== undefined && password.urlSecretName === password.secretName) {
    reject(scope, "password.urlSecretName", "another name than password.secretName", password.urlSecretName);
  }
  checkWindows(scope, { ...defaultWindows, ...props });
}

/** @throws UserError when a window is malformed or too short, or when the two overlap on some day */
function checkWindows(
  scope: Construct,
  { snapshotWindow, maintenanceWindow }: Pick<Required<CacheProps>, "snapshotWindow" | "maintenanceWindow">,
): void {
  checkPattern(scope, "snapshotWindow", snapshotWindow, dailyWindow);
  checkPattern(scope, "maintenanceWindow", maintenanceWindow, weeklyWindow);
  for (const [field, window] of Object.entries({ snapshotWindow, maintenanceWindow })) {
    if (windowMinutes(window) < leastWindowMinutes)
      reject(scope, field, `at least ${leastWindowMinutes} minutes`, window);
  }
  if (windowsOverlap(snapshotWindow, maintenanceWindow)) {
    reject(scope, "maintenanceWindow", `apart from snapshotWindow ${snapshotWindow}`, maintenanceWindow);
  }
}
