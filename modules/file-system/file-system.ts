import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Construct } from "constructs";
import * as limits from "../../aws/file-systems";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import type { IConnectable, INetwork, ISecurityGroup } from "../networking/interfaces";
import { checkOneOf, checkPattern, checkRange, invalid, policyDocument, reject } from "../shared";

/** Days without a read that EFS offers. */
export type TieringDays = (typeof limits.tieringDays)[number];

export interface FileSystemProps {
  /** Tag `Name`, and the beginning of the security group's name: 1 to 64 letters, digits and hyphens. */
  readonly name: string;
  /** A mount target is placed in each of its private subnets, of which there may be one in a zone. */
  readonly network: INetwork;
  /** A change replaces the file system. */
  readonly encryptionKey: EncryptionKey;
  /** What containers mount, by name: `{ uploads: { path: "/uploads", uid: 1000, gid: 1000 } }`. At least one. */
  readonly accessPoints: Readonly<Record<string, AccessPointProps>>;
  /** @default - "elastic": paid by what is read and written, without a limit to plan for */
  readonly throughput?: "elastic" | "bursting" | { readonly provisionedMiBps: number };
  /** When files move to cheaper storage classes. @default - Infrequent Access after 30 days without a read, and back at the next read */
  readonly lifecycle?: FileSystemLifecycle;
  /** Whether AWS Backup makes a backup every day and keeps it for 35 days. @default - true */
  readonly backups?: boolean;
  /** Whether Terraform refuses to destroy it. False: destroyed with its files. @default - true */
  readonly deletionProtection?: boolean;
}

/** A directory, and who its files belong to, whatever user the container runs as. */
export interface AccessPointProps {
  /** 1 to 4 directories, for example `/uploads`; created at the first mount. A change replaces the access point. */
  readonly path: string;
  /** User of all files, 0 to 4294967295. */
  readonly uid: number;
  /** Group of all files, 0 to 4294967295. */
  readonly gid: number;
  /** Permissions with which the directory is created, in octal. @default - "0750" */
  readonly permissions?: string;
}

export interface FileSystemLifecycle {
  /** Days without a read until a file moves to Infrequent Access; false for never. @default - 30 */
  readonly infrequentAccessDays?: TieringDays | false;
  /** Days without a read until a file moves to Archive, which only elastic throughput has. @default - never */
  readonly archiveDays?: TieringDays;
  /** Whether a file that is read moves back to Standard. @default - true */
  readonly backOnAccess?: boolean;
}

export interface MountOptions {
  /** @default - false: files can be written */
  readonly readOnly?: boolean;
}

/** What a volume of a task definition mounts. */
export interface AccessPoint {
  readonly id: string;
  readonly arn: string;
}

/**
 * An encrypted EFS file system that is mounted over TLS, by roles that are granted an access point: `grantMount(role, "uploads")`.
 */
export class FileSystem extends Construct implements IConnectable {
  readonly id: string;
  readonly arn: string;
  /** Of NFS: 2049. */
  readonly port = limits.fileSystemPort;
  /** Allows nothing in until a rule does: `fileSystem.securityGroup.allowFrom(instances, fileSystem.port, "Files")`. */
  readonly securityGroup: ISecurityGroup;
  private readonly accessPoints: ReadonlyMap<string, AccessPoint>;

  constructor(scope: Construct, id: string, props: FileSystemProps) {
    super(scope, id);
    const { name, network, encryptionKey, throughput = "elastic", lifecycle = {} } = props;
    const { backups = true, deletionProtection = true } = props;
    checkFileSystem(this, props);

    this.securityGroup = network.securityGroup(this, "security-group", {
      name: `${name}-file-system`,
      description: `File system ${name}`,
    });
    const fileSystem = new EfsFileSystem(this, "file-system", {
      encrypted: true,
      kmsKeyId: encryptionKey.arn,
      performanceMode: "generalPurpose",
      ...(typeof throughput === "string"
        ? { throughputMode: throughput }
        : { throughputMode: "provisioned", provisionedThroughputInMibps: throughput.provisionedMiBps }),
      lifecyclePolicy: lifecyclePolicies(lifecycle),
      tags: { Name: name },
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    this.id = fileSystem.id;
    this.arn = fileSystem.arn;

    new EfsBackupPolicy(this, "backup-policy", {
      fileSystemId: fileSystem.id,
      backupPolicy: { status: backups ? "ENABLED" : "DISABLED" },
    });
    // A policy of any kind ends anonymous access, which EFS otherwise gives everybody who reaches a mount target.
    const policy = new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: fileSystem.id,
      policy: policyDocument([
        {
          sid: "DenyUnencryptedTransport",
          effect: "Deny",
          principals: { AWS: "*" },
          actions: ["*"],
          resources: [fileSystem.arn],
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
    network.privateSubnetIds.forEach(
      (subnetId, index) =>
        new EfsMountTarget(this, `mount-target-${index + 1}`, {
          fileSystemId: fileSystem.id,
          subnetId,
          securityGroups: [this.securityGroup.id],
          // Nobody can mount it before the policy is there.
          dependsOn: [policy],
        }),
    );
    this.accessPoints = new Map(
      Object.entries(props.accessPoints).map(([accessPoint, { path, uid, gid, permissions = "0750" }]) => [
        accessPoint,
        new EfsAccessPoint(this, `access-point-${accessPoint}`, {
          fileSystemId: fileSystem.id,
          posixUser: { uid, gid },
          rootDirectory: { path, creationInfo: { ownerUid: uid, ownerGid: gid, permissions } },
          tags: { Name: `${name}-${accessPoint}` },
        }),
      ]),
    );
  }

  /** @throws UserError for a name that is not among the access points */
  accessPoint(name: string): AccessPoint {
    const names = [...this.accessPoints.keys()];
    return this.accessPoints.get(name) ?? invalid(this, "accessPoint", `one of ${names.join(", ")}`, name);
  }

  /** Lets the role, which must be the task role of the volume, mount one access point. */
  grantMount(role: IGrantable, accessPoint: string, { readOnly = false }: MountOptions = {}): void {
    const actions = ["elasticfilesystem:ClientMount", ...(readOnly ? [] : ["elasticfilesystem:ClientWrite"])];
    role.allow({
      sid: `${readOnly ? "Read" : "Mount"}${letters(this.node.path)}${letters(accessPoint)}`,
      actions,
      resources: [this.arn],
      conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": this.accessPoint(accessPoint).arn } },
    });
  }
}

/** The letters and digits of a name, each part in upper case at its start: `big-files` becomes `BigFiles`. */
function letters(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

/** One policy each, in the order in which EFS describes them. */
function lifecyclePolicies({ infrequentAccessDays = 30, archiveDays, backOnAccess = true }: FileSystemLifecycle) {
  const movesAway = infrequentAccessDays !== false || archiveDays !== undefined;
  return [
    ...(infrequentAccessDays === false ? [] : [{ transitionToIa: limits.afterDays(infrequentAccessDays) }]),
    ...(archiveDays === undefined ? [] : [{ transitionToArchive: limits.afterDays(archiveDays) }]),
    ...(backOnAccess && movesAway ? [{ transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }] : []),
  ];
}

/** @throws UserError for the first property that EFS would refuse */
function checkFileSystem(scope: Construct, props: FileSystemProps): void {
  const { accessPoints, throughput = "elastic", lifecycle = {} } = props;
  const { infrequentAccessDays = 30, archiveDays } = lifecycle;
  checkPattern(scope, "name", props.name, limits.fileSystemName);
  if (Object.keys(accessPoints).length === 0) reject(scope, "accessPoints", "at least one", accessPoints);
  for (const [name, { path, uid, gid, permissions }] of Object.entries(accessPoints)) {
    const field = `accessPoints.${name}`;
    checkPattern(scope, "accessPoints", name, limits.accessPointName);
    checkPattern(scope, `${field}.path`, path, limits.accessPointPath);
    checkRange(scope, `${field}.uid`, uid, limits.posixId);
    checkRange(scope, `${field}.gid`, gid, limits.posixId);
    checkPattern(scope, `${field}.permissions`, permissions, limits.posixPermissions);
  }
  if (typeof throughput !== "string") {
    checkRange(scope, "throughput.provisionedMiBps", throughput.provisionedMiBps, limits.provisionedMiBps);
  }
  if (infrequentAccessDays !== false) {
    checkOneOf(scope, "lifecycle.infrequentAccessDays", infrequentAccessDays, limits.tieringDays);
  }
  checkOneOf(scope, "lifecycle.archiveDays", archiveDays, limits.tieringDays);
  if (archiveDays === undefined) return;
  if (throughput !== "elastic") reject(scope, "throughput", '"elastic" where lifecycle.archiveDays is set', throughput);
  // Source: EFS User Guide, "Managing storage lifecycle": from Infrequent Access to Archive, never the other way round.
  if (infrequentAccessDays !== false && archiveDays <= infrequentAccessDays) {
    const allowed = `more than lifecycle.infrequentAccessDays (${infrequentAccessDays})`;
    reject(scope, "lifecycle.archiveDays", allowed, archiveDays);
  }
}
