import { Token } from "cdktf";
import type { Construct } from "constructs";
import {
  engineFacts,
  isReservedDatabase,
  isReservedUser,
  leastMaximumStorage,
  mostReplicas,
  reservedDatabaseRule,
  reservedUserRule,
} from "../../aws/database";
import {
  allowedClasses,
  allowedClassesIn,
  allowedVersions,
  engineVersion,
  instanceClass,
  regionHasClass,
  type Engine,
  type EngineVersion,
  type Unlisted,
} from "../../aws/database-table";
import {
  availabilityZone,
  databaseIdentifier,
  logRetentionDays,
  longestDatabaseIdentifier,
  secretName,
} from "../../aws/limits";
import { shorten } from "../../packages/common/shorten";
import { checkOneOf, checkPattern, checkRange, invalid, regionOf, reject } from "../shared";
import { checkParameters } from "./parameters";
import type { CommonDatabaseProps, DatabaseProps } from "./props";
import { checkWindows } from "./windows";

/** 7, the multiples of 31 up to 713, and 731. Source: RDS API, `CreateDBInstance` PerformanceInsightsRetentionPeriod. */
const insightsDays = [7, ...Array.from({ length: 23 }, (_, month) => (month + 1) * 31), 731];

/** @throws for the first property that RDS would refuse, of those that instances and clusters have in common */
export function checkCommon(scope: Construct, engine: Engine, props: CommonDatabaseProps): void {
  const { databaseName, username } = engineFacts[engine];
  checkPattern(scope, "identifier", props.identifier, databaseIdentifier);
  checkPattern(scope, "databaseName", props.databaseName, databaseName);
  if (isReservedDatabase(props.databaseName, engine))
    reject(scope, "databaseName", reservedDatabaseRule, props.databaseName);
  checkPattern(scope, "username", props.username, username);
  if (isReservedUser(props.username, engine)) reject(scope, "username", reservedUserRule, props.username);
  checkPattern(scope, "password.secretName", props.password.secretName, secretName);
  checkRange(scope, "port", props.port, { minimum: 1150, maximum: 65535 });
  checkRange(scope, "backupRetentionDays", props.backupRetentionDays, { minimum: 1, maximum: 35, unit: "days" });
  checkOneOf(scope, "monitoringIntervalSeconds", props.monitoringIntervalSeconds, [0, 1, 5, 10, 15, 30, 60]);
  checkOneOf(scope, "performanceInsightsRetentionDays", props.performanceInsightsRetentionDays, insightsDays);
  checkOneOf(scope, "logRetentionDays", props.logRetentionDays, logRetentionDays);
  checkParameters(scope, props.parameters ?? {});
  props.encryptionKey.checkServes(scope, "logs");
  checkWindows(scope, props);
}

/** @throws for the first property that RDS would refuse, of those that an instance alone has */
export function checkInstance(
  scope: Construct,
  engine: Engine,
  props: DatabaseProps,
): { readonly version: EngineVersion; readonly instanceClass: string } {
  const { storageGiB, maximumStorageGiB } = props;
  const version = checkVersion(scope, engine, props.engineVersion);
  const checkedClass = checkClass(scope, "instanceClass", props.instanceClass);
  const storage = { minimum: 20, maximum: 65536, unit: "GiB" };
  checkRange(scope, "storageGiB", storageGiB, storage);
  checkRange(scope, "maximumStorageGiB", maximumStorageGiB, storage);
  const least = leastMaximumStorage(storageGiB);
  if (!Token.isUnresolved(storageGiB) && maximumStorageGiB !== storageGiB && maximumStorageGiB < least) {
    reject(
      scope,
      "maximumStorageGiB",
      `storageGiB ${storageGiB}, for no growth, or at least ${least}`,
      maximumStorageGiB,
    );
  }
  checkReplicas(scope, props);
  return { version, instanceClass: checkedClass };
}

function checkReplicas(scope: Construct, { identifier, replicas = {} }: DatabaseProps): void {
  const count = Object.keys(replicas).length;
  if (count > mostReplicas) reject(scope, "replicas", `at most ${mostReplicas}`, count);
  for (const [name, { instanceClass: given, zone, multiAz }] of Object.entries(replicas)) {
    const field = `replicas.${name}`;
    const own = shorten(`${identifier}-${name}`, longestDatabaseIdentifier);
    if (!Token.isUnresolved(identifier) && !databaseIdentifier.pattern.test(own)) {
      reject(scope, field, `a name with which the identifier "${own}" is ${databaseIdentifier.allowed}`, name);
    }
    if (given !== undefined) checkClass(scope, `${field}.instanceClass`, given);
    checkPattern(scope, `${field}.zone`, zone, availabilityZone);
    if (zone !== undefined && multiAz === true) {
      reject(scope, `${field}.zone`, "left out where multiAz is true, because RDS chooses both zones", zone);
    }
  }
}

/** @throws for a version that RDS does not create */
export function checkVersion(scope: Construct, engine: Engine, given: string | Unlisted): EngineVersion {
  return engineVersion(engine, given) ?? invalid(scope, "engineVersion", allowedVersions(engine, given), given);
}

/** @throws for an instance class that RDS does not have, or not in this region */
export function checkClass(scope: Construct, field: string, given: string | Unlisted): string {
  const name = instanceClass(given) ?? invalid(scope, field, allowedClasses(given), given);
  const region = regionOf(scope);
  if (typeof given === "string" && regionHasClass(region, name) === false) {
    reject(scope, field, allowedClassesIn(region, name), given);
  }
  return name;
}
