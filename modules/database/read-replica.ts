import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import { logGroups } from "./log-groups";
import { checkClass } from "./checks";
import type { ReplicaProps } from "./props";

export interface ReadReplicaProps {
  /** Name in `replicas`. */
  readonly name: string;
  readonly replica: ReplicaProps;
  readonly source: DbInstance;
  /** Of the replica. */
  readonly identifier: string;
  /** Of the source. */
  readonly instanceClass: string;
  /** Of the source. */
  readonly multiAz: boolean;
  readonly logs: readonly string[];
  readonly logRetentionDays: number;
  readonly keyArn: string;
  /** Of the source. */
  readonly deletionProtection: boolean;
  /** Arguments that it shares with its source; the rest it inherits: engine, version, subnets, storage and key. */
  readonly shared: Partial<DbInstanceConfig>;
}

/** A copy of the database that follows it and answers reads. It holds nothing of its own, so it is deleted without a snapshot. */
export class ReadReplica extends Construct {
  /** Host name without the port. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: ReadReplicaProps) {
    super(scope, id);
    const { name, replica, source, identifier, keyArn, shared } = props;
    const { deletionProtection = props.deletionProtection, zone } = replica;
    const { multiAz = props.multiAz && zone === undefined } = replica;
    const groups = logGroups(this, {
      of: `instance/${identifier}`,
      logs: props.logs,
      retentionDays: props.logRetentionDays,
      keyArn,
      preventDestroy: props.deletionProtection,
    });
    const instance = new DbInstance(this, "instance", {
      ...shared,
      identifier,
      replicateSourceDb: source.identifier,
      instanceClass: checkClass(scope, `replicas.${name}.instanceClass`, replica.instanceClass ?? props.instanceClass),
      availabilityZone: zone,
      multiAz,
      deletionProtection,
      skipFinalSnapshot: true,
      dependsOn: [...(shared.dependsOn ?? []), ...groups],
    });
    this.host = instance.address;
  }
}
