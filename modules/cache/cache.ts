import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { Lazy, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { cacheEngines, hasDataTiering, hasTransitEncryptionMode } from "../../aws/caches";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import type { ISecurityGroup } from "../networking/interfaces";
import { invalid } from "../shared";
import { finalSnapshotIdentifier } from "../shared/final-snapshot";
import { checkCache, defaultWindows } from "./checks";
import type { ICache } from "./interfaces";
import { Password } from "./password";
import type { CacheAttributes, CacheLogs, CacheProps } from "./props";

abstract class CacheBase extends Construct implements ICache {
  abstract readonly identifier: string;
  abstract readonly host: string;
  abstract readonly port: number;
  abstract readonly url: string;
  abstract readonly securityGroup: ISecurityGroup;
  abstract readonly passwordSecretArn: string | undefined;
  abstract readonly urlSecretArn: string | undefined;

  grantReadPassword(role: IGrantable): void {
    if (this.passwordSecretArn === undefined) invalid(this, "password", "set for a role to read it", undefined);
    const resources = [this.passwordSecretArn, ...(this.urlSecretArn === undefined ? [] : [this.urlSecretArn])];
    role.allow({ sid: "ReadCachePassword", actions: ["secretsmanager:GetSecretValue"], resources });
    this.grantKey(role);
  }

  protected abstract grantKey(role: IGrantable): void;
}

class ExistingCache extends CacheBase {
  readonly identifier: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly securityGroup: ISecurityGroup;
  readonly passwordSecretArn: string | undefined;
  readonly urlSecretArn: string | undefined;
  private readonly passwordKeyArn: string | undefined;

  constructor(scope: Construct, id: string, attributes: CacheAttributes) {
    super(scope, id);
    const { host, port, tls = true } = attributes;
    this.identifier = attributes.identifier;
    this.host = host;
    this.port = port;
    this.url = `${tls ? "rediss" : "redis"}://${host}:${port}`;
    this.securityGroup = attributes.securityGroup;
    this.passwordSecretArn = attributes.passwordSecretArn;
    this.urlSecretArn = attributes.urlSecretArn;
    this.passwordKeyArn = attributes.passwordKeyArn;
  }

  protected grantKey(role: IGrantable): void {
    if (this.passwordKeyArn === undefined) return;
    role.allow({ sid: "DecryptCachePassword", actions: ["kms:Decrypt"], resources: [this.passwordKeyArn] });
  }
}

/**
 * Valkey or Redis on ElastiCache, one primary with copies in other zones, reachable over TLS by whom its security group lets in.
 *
 * It has one shard: every client works with it, and it grows with its node type.
 */
export class Cache extends CacheBase {
  readonly identifier: string;
  readonly host: string;
  /** Host name that spreads readers over the copies; that of the primary where there are none. */
  readonly readerHost: string;
  readonly port: number;
  readonly url: string;
  /** Allows nothing in until a rule does: `cache.securityGroup.allowFrom(tasks, cache.port, "Cache")`. */
  readonly securityGroup: ISecurityGroup;
  readonly passwordSecretArn: string | undefined;
  readonly urlSecretArn: string | undefined;
  /** Raised by one for each new password; undefined where there is none. */
  readonly passwordVersion: number | undefined;
  private readonly encryptionKey: EncryptionKey;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    checkCache(this, props);
    const { identifier, engine, engineVersion, nodeType, network, encryptionKey } = props;
    const { replicas = 1, subnets = "isolated", port = 6379, logs = {}, deletionProtection = true } = props;
    const keyArn = encryptionKey.arn;
    this.encryptionKey = encryptionKey;

    this.securityGroup = network.securityGroup(this, "security-group", {
      name: `${identifier}-cache`,
      description: `Cache ${identifier}`,
    });
    const subnetGroup = new ElasticacheSubnetGroup(this, "subnet-group", {
      name: identifier,
      description: `Subnets for ${identifier}`,
      subnetIds: subnets === "isolated" ? network.isolatedSubnetIds : network.privateSubnetIds,
    });
    const family = cacheEngines[engine].family(engineVersion);
    const parameterGroup = new ElasticacheParameterGroup(this, "parameter-group", {
      // A new family needs a new group, beside the one that is in use.
      name: `${identifier}-${family.replace(".", "-")}`,
      family,
      description: `Parameters for ${identifier}`,
      parameter: Object.entries(props.parameters ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => ({ name, value: String(value) })),
      lifecycle: { createBeforeDestroy: true },
    });
    const password =
      props.password === undefined
        ? undefined
        : new Password(this, "password", { ...props.password, identifier, keyArn, deletionProtection });

    const group = new ElasticacheReplicationGroup(this, "replication-group", {
      replicationGroupId: identifier,
      description: `Cache ${identifier}`,
      engine,
      engineVersion,
      nodeType,
      dataTieringEnabled: hasDataTiering(nodeType) ? true : undefined,
      port,
      parameterGroupName: parameterGroup.name,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [this.securityGroup.id],
      numCacheClusters: replicas + 1,
      automaticFailoverEnabled: replicas > 0,
      multiAzEnabled: replicas > 0,
      transitEncryptionEnabled: true,
      transitEncryptionMode: hasTransitEncryptionMode(engineVersion) ? "required" : undefined,
      atRestEncryptionEnabled: "true",
      kmsKeyId: keyArn,
      userGroupIds: password === undefined ? undefined : [password.userGroupId],
      maintenanceWindow: props.maintenanceWindow ?? defaultWindows.maintenanceWindow,
      snapshotWindow: props.snapshotWindow ?? defaultWindows.snapshotWindow,
      snapshotRetentionLimit: props.snapshotRetentionDays ?? 7,
      finalSnapshotIdentifier: deletionProtection
        ? finalSnapshotIdentifier(this, identifier, { identifier, keyArn })
        : undefined,
      autoMinorVersionUpgrade: `${props.autoMinorVersionUpgrade ?? true}`,
      applyImmediately: props.applyImmediately ?? false,
      logDeliveryConfiguration: logDelivery(logs),
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });

    this.identifier = group.replicationGroupId;
    this.host = group.primaryEndpointAddress;
    this.readerHost = replicas > 0 ? group.readerEndpointAddress : group.primaryEndpointAddress;
    this.port = port;
    this.url = `rediss://${this.host}:${port}`;
    this.urlSecretArn = password?.storeUrl({
      host: this.host,
      port,
      hostReference: addressOf(group, "primary_endpoint_address"),
    });
    this.passwordSecretArn = password?.secretArn;
    this.passwordVersion = password?.version;
  }

  /** A cache that others own: it is connected to and its password is read, nothing else. */
  static fromAttributes(scope: Construct, id: string, attributes: CacheAttributes): ICache {
    return new ExistingCache(scope, id, attributes);
  }

  protected grantKey(role: IGrantable): void {
    this.encryptionKey.grantDecrypt(role);
  }
}

function logDelivery({ slow, engine }: CacheLogs) {
  return Object.entries({ "engine-log": engine, "slow-log": slow }).flatMap(([logType, logGroup]) =>
    logGroup === undefined
      ? []
      : [{ destination: logGroup.name, destinationType: "cloudwatch-logs", logFormat: "json", logType }],
  );
}

/** An attribute as `replace_triggered_by` names it: without the `${}` of a reference. */
function addressOf(resource: TerraformResource, attribute: string): string {
  return Lazy.stringValue({
    produce: () => `${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}`,
  });
}
