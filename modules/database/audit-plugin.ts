import { DbOptionGroup } from "@cdktf/provider-aws/lib/db-option-group";
import type { Construct } from "constructs";

export interface AuditPluginProps {
  readonly identifier: string;
  /** Such as `8.0`. */
  readonly majorVersion: string;
  readonly deletionProtection: boolean;
}

/**
 * Makes MySQL write its audit log: connections, changes of the schema and of permissions, but no queries, which carry people's data.
 * Without the plugin the exported audit log stays empty. Source: RDS User Guide, "MariaDB Audit Plugin support for MySQL".
 *
 * @returns name of the option group
 */
export function auditPlugin(
  scope: Construct,
  { identifier, majorVersion, deletionProtection }: AuditPluginProps,
): string {
  return new DbOptionGroup(scope, "option-group", {
    namePrefix: `${identifier}-`,
    optionGroupDescription: `MySQL ${majorVersion} for ${identifier}`,
    engineName: "mysql",
    majorEngineVersion: majorVersion,
    option: [
      {
        optionName: "MARIADB_AUDIT_PLUGIN",
        optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT,QUERY_DDL,QUERY_DCL" }],
      },
    ],
    // Snapshots keep the group in use, so RDS refuses to delete it for as long as one is there.
    skipDestroy: deletionProtection ? true : undefined,
    // A group in use cannot be deleted, and a new major version needs a new group.
    lifecycle: { createBeforeDestroy: true },
  }).name;
}
