import { isReadReplica } from "../../../effects";
import { list } from "../resource-index";
import { isRecord } from "../../../terraform-json";
import type { Effect } from "../../model";
import {
  high,
  isOn,
  isUnknown,
  low,
  medium,
  number,
  say,
  text,
  turnsOff,
  turnsOn,
  type ChangeDetails,
} from "../details";

/** A database: what stops it, what moves it, what can lose its data. */
export function describeDatabase(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, after } = details;
  const isReplica = isReadReplica(change.type, before);
  const database = `${isReplica ? "read replica" : "database"} ${name}`;
  if (isReplica && change.action === "replace") {
    return [
      high(
        `${database} will be replaced: what reads from it fails until the new one exists; its source keeps the data`,
      ),
    ];
  }
  if (isReplica && change.action === "destroy") {
    return [high(`${database} will be destroyed: what reads from it fails; its source keeps the data`)];
  }
  if (change.action === "replace") return [high(`${database} will be replaced: data loss`)];
  if (change.action === "destroy") {
    const snapshot = text(before.final_snapshot_identifier);
    const rest = isOn(before.skip_final_snapshot) || snapshot === "" ? "" : `; a final snapshot ${snapshot} stays`;
    return [high(`${database} will be destroyed: data loss${rest}`)];
  }
  if (change.action === "create") {
    const source = [after.snapshot_identifier, after.replicate_source_db].find(
      (from) => text(from) !== "" && !isUnknown(from),
    );
    return say(source !== undefined && low(`${database} is created from ${text(source)}`));
  }
  return change.action === "update" ? [...restarts(details, database), ...protections(details, database)] : [];
}

/** Source: RDS user guide, "Settings for DB instances": which change means an outage, and when it is applied. */
function restarts({ before, after, changed }: ChangeDetails, database: string): readonly Effect[] {
  const at = isOn(after.apply_immediately) ? "at once" : "in the next maintenance window";
  const isMultiZone = isOn(before.multi_az) && isOn(after.multi_az);
  const outage = isMultiZone ? "a failover of about a minute" : "an outage of several minutes";
  const from = (argument: string) => `${text(before[argument])} -> ${text(after[argument])}`;
  const isMajor = majorOf(before.engine_version, before.engine) !== majorOf(after.engine_version, after.engine);
  const [was, becomes] = [number(before.allocated_storage), number(after.allocated_storage)];
  return say(
    changed("identifier", "cluster_identifier") &&
      high(`${database}: renamed, the address changes and it restarts ${at}`),
    changed("port") && high(`${database}: port ${from("port")}, it restarts ${at} and clients must use the new one`),
    changed("engine_version") &&
      (isMajor
        ? high(`${database}: major upgrade ${from("engine_version")}, an outage ${at}; the only way back is a snapshot`)
        : medium(`${database}: minor upgrade ${from("engine_version")}, ${outage} ${at}`)),
    changed("instance_class") && medium(`${database}: instance class ${from("instance_class")}, ${outage} ${at}`),
    changed("parameter_group_name", "db_cluster_parameter_group_name") &&
      medium(`${database}: another parameter group, in effect after a reboot`),
    changed("ca_cert_identifier") &&
      medium(`${database}: another certificate authority, clients must trust it; it may restart`),
    was !== undefined &&
      becomes !== undefined &&
      becomes < was &&
      high(`${database}: storage ${was} -> ${becomes} GiB, which RDS cannot shrink: apply fails`),
    was !== undefined &&
      becomes !== undefined &&
      becomes > was &&
      low(`${database}: storage ${was} -> ${becomes} GiB, without outage`),
    changed("storage_type", "iops", "storage_throughput") && low(`${database}: storage is slower while it is rebuilt`),
    changed("vpc_security_group_ids") && medium(`${database}: other security groups decide who reaches it`),
    changed("password", "password_wo", "password_wo_version", "master_password", "master_password_wo_version") &&
      medium(`${database}: the password changes; running tasks keep the old one until they are replaced`),
  );
}

/** `17` of `17.4`; MySQL and MariaDB count `8.0` and `8.4` as major. */
function majorOf(version: unknown, engine: unknown): string {
  const parts = text(version).split(".");
  return parts.slice(0, /mysql|mariadb/.test(text(engine)) ? 2 : 1).join(".");
}

function protections(details: ChangeDetails, database: string): readonly Effect[] {
  return say(
    turnsOff(details, "multi_az") && medium(`${database}: no standby any more: the failure of a zone is an outage`),
    turnsOn(details, "multi_az") && low(`${database}: a standby is created in another zone`),
  );
}

/** Parameters: at once, or after a reboot. */
export function describeParameterGroup({ change, name, before, after }: ChangeDetails): readonly Effect[] {
  const group = `parameter group ${name}`;
  if (change.action === "replace") return [medium(`${group} replaced: the database uses the new one after a reboot`)];
  if (change.action !== "update") return [];
  const known = new Set(list(before.parameter).map((parameter) => JSON.stringify(parameter)));
  const changes = list(after.parameter)
    .filter(isRecord)
    .filter((parameter) => !known.has(JSON.stringify(parameter)));
  const [waits, now] = [
    changes.filter(({ apply_method }) => apply_method === "pending-reboot"),
    changes.filter(({ apply_method }) => apply_method !== "pending-reboot"),
  ].map((parameters) => parameters.map((parameter) => text(parameter.name)).join(", "));
  return say(
    waits !== "" && low(`${group}: ${waits ?? ""} in effect after a reboot of the database`),
    now !== "" && low(`${group}: ${now ?? ""} in effect at once`),
  );
}

export function describeSubnetGroup({ isRemoved, name, change }: ChangeDetails): readonly Effect[] {
  return say(
    isRemoved && medium(`database subnet group ${name} ${change.action === "replace" ? "replaced" : "destroyed"}`),
  );
}
