import { Token } from "cdktf";
import type { Construct } from "constructs";
import { isReservedUser, leastMaximumStorage, reservedUserRule } from "../../aws/database";
import { databaseIdentifier, databaseWord, logRetentionDays, secretName } from "../../aws/limits";
import { checkOneOf, checkPattern, checkRange, invalid } from "../shared";
import type { DatabaseProps } from "./props";
import { checkWindows } from "./windows";

/** 7, the multiples of 31 up to 713, and 731. Source: RDS API, `CreateDBInstance` PerformanceInsightsRetentionPeriod. */
const insightsDays = [7, ...Array.from({ length: 23 }, (_, month) => (month + 1) * 31), 731];

/** @throws for the first property that RDS would refuse */
export function checkDatabase(scope: Construct, props: DatabaseProps): void {
  const { storageGiB, maximumStorageGiB } = props;
  checkPattern(scope, "identifier", props.identifier, databaseIdentifier);
  checkPattern(scope, "databaseName", props.databaseName, databaseWord);
  checkPattern(scope, "username", props.username, databaseWord);
  if (isReservedUser(props.username)) invalid(scope, "username", reservedUserRule, props.username);
  checkPattern(scope, "password.secretName", props.password.secretName, secretName);
  checkPattern(scope, "engineVersion", props.engineVersion, {
    pattern: /^17(\.\d{1,2})?$/,
    allowed: "17, or a minor version such as 17.5",
  });
  checkPattern(scope, "instanceClass", props.instanceClass, {
    pattern: /^db\.[a-z0-9-]+\.[a-z0-9]+$/,
    allowed: "an RDS instance class such as db.m7g.large",
  });
  checkRange(scope, "port", props.port, { minimum: 1150, maximum: 65535 });
  const storage = { minimum: 20, maximum: 65536, unit: "GiB" };
  checkRange(scope, "storageGiB", storageGiB, storage);
  checkRange(scope, "maximumStorageGiB", maximumStorageGiB, storage);
  const least = leastMaximumStorage(storageGiB);
  if (!Token.isUnresolved(storageGiB) && maximumStorageGiB !== storageGiB && maximumStorageGiB < least) {
    invalid(
      scope,
      "maximumStorageGiB",
      `storageGiB ${storageGiB}, for no growth, or at least ${least}`,
      maximumStorageGiB,
    );
  }
  checkRange(scope, "backupRetentionDays", props.backupRetentionDays, { minimum: 1, maximum: 35, unit: "days" });
  checkOneOf(scope, "monitoringIntervalSeconds", props.monitoringIntervalSeconds, [0, 1, 5, 10, 15, 30, 60]);
  checkOneOf(scope, "performanceInsightsRetentionDays", props.performanceInsightsRetentionDays, insightsDays);
  checkOneOf(scope, "logRetentionDays", props.logRetentionDays, logRetentionDays);
  props.encryptionKey.checkServes(scope, "logs");
  checkWindows(scope, props);
}
