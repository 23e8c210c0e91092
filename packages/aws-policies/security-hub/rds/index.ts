import type { Control } from "../shared/control";
import { rdsBackupPlan } from "./rds-backup-plan";
import { rdsBackups } from "./rds-backups";
import { rdsCustomAdministrator } from "./rds-custom-administrator";
import { rdsCustomPort } from "./rds-custom-port";
import { rdsDeletionProtection } from "./rds-deletion-protection";
import { rdsEncrypted } from "./rds-encrypted";
import { rdsEnhancedMonitoring } from "./rds-enhanced-monitoring";
import { rdsIamAuthentication } from "./rds-iam-authentication";
import { rdsInstanceTagged } from "./rds-instance-tagged";
import { rdsLogs } from "./rds-logs";
import { rdsMariadbLogs } from "./rds-mariadb-logs";
import { rdsMariadbTls } from "./rds-mariadb-tls";
import { rdsMinorUpgrades } from "./rds-minor-upgrades";
import { rdsMultipleZones } from "./rds-multiple-zones";
import { rdsMysqlTls } from "./rds-mysql-tls";
import { rdsNotPublic } from "./rds-not-public";
import { rdsPostgresqlLog } from "./rds-postgresql-log";
import { rdsPostgresqlTls } from "./rds-postgresql-tls";
import { rdsPrivateSubnets } from "./rds-private-subnets";
import { rdsSnapshotTags } from "./rds-snapshot-tags";
import { rdsSqlServerLogs } from "./rds-sql-server-logs";
import { rdsSqlServerTls } from "./rds-sql-server-tls";
import { rdsSubnetGroupTagged } from "./rds-subnet-group-tagged";

/** Controls for Amazon RDS. */
export const rds: readonly Control[] = [
  rdsBackupPlan,
  rdsBackups,
  rdsCustomAdministrator,
  rdsCustomPort,
  rdsDeletionProtection,
  rdsEncrypted,
  rdsEnhancedMonitoring,
  rdsIamAuthentication,
  rdsInstanceTagged,
  rdsLogs,
  rdsMariadbLogs,
  rdsMariadbTls,
  rdsMinorUpgrades,
  rdsMultipleZones,
  rdsMysqlTls,
  rdsNotPublic,
  rdsPostgresqlLog,
  rdsPostgresqlTls,
  rdsPrivateSubnets,
  rdsSnapshotTags,
  rdsSqlServerLogs,
  rdsSqlServerTls,
  rdsSubnetGroupTagged,
];
