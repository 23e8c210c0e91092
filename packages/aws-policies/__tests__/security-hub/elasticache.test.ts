import { elasticache } from "../../security-hub/elasticache";
import { one, promisesOf } from "./table";

const type = "aws_elasticache_replication_group";
const cluster = "aws_elasticache_cluster";
const member = one(cluster, { replication_group_id: "${aws_elasticache_replication_group.other.id}" });

const promises = promisesOf(elasticache, {
  "elasticache-automatic-failover": {
    pass: [one(type, { automatic_failover_enabled: true }), one(type, { automatic_failover_enabled: "true" })],
    fail: {
      "automatic_failover_enabled must be true, got nothing": one(type),
      "automatic_failover_enabled must be true, got false": one(type, { automatic_failover_enabled: false }),
    },
  },
  "elasticache-backups": {
    pass: [one(type, { snapshot_retention_limit: 1 }), one(cluster, { engine: "redis", snapshot_retention_limit: 7 })],
    fail: {
      "snapshot_retention_limit must be at least 1, got nothing": one(type),
      "snapshot_retention_limit must be at least 1, got 0": one(cluster, {
        engine: "redis",
        snapshot_retention_limit: 0,
      }),
    },
    notApplicable: {
      "its engine is memcached": one(cluster, { engine: "memcached" }),
      "its replication group has the setting": member,
    },
  },
  "elasticache-encrypted": {
    pass: [one(type, { at_rest_encryption_enabled: "true" })],
    fail: { "at_rest_encryption_enabled must be true, got nothing": one(type) },
  },
  "elasticache-minor-upgrades": {
    pass: [one(type), one(type, { auto_minor_version_upgrade: "true" }), one(cluster, { engine: "redis" })],
    fail: {
      'auto_minor_version_upgrade must be true, got "false"': one(type, { auto_minor_version_upgrade: "false" }),
    },
    notApplicable: {
      "its engine is memcached": one(cluster, { engine: "memcached", auto_minor_version_upgrade: "false" }),
      "its replication group has the setting": member,
    },
  },
  "elasticache-password": {
    pass: [one(type, { engine: "redis", engine_version: "5.0.6", auth_token: "${var.token}" })],
    fail: { "auth_token must be set, got nothing": one(type, { engine_version: "5.0.6" }) },
    notApplicable: {
      "its version is 7.1": one(type, { engine: "redis", engine_version: "7.1" }),
      "its version is 8.1": one(type, { engine: "valkey", engine_version: "8.1" }),
      "its version is AWS's newest": one(type, { engine: "redis" }),
    },
  },
  "elasticache-subnet-group": {
    pass: [
      one(type, { subnet_group_name: "cache" }),
      one(
        type,
        { subnet_group_name: "${aws_elasticache_subnet_group.a.name}" },
        { aws_elasticache_subnet_group: { a: { name: "default", subnet_ids: ["subnet-1"] } } },
      ),
      one(cluster, { subnet_group_name: "cache" }),
    ],
    fail: {
      "subnet_group_name must be a group of your own, got nothing": one(type),
      'subnet_group_name must be a group of your own, got "default"': one(cluster, { subnet_group_name: "default" }),
    },
    notApplicable: { "it is in the subnets of its replication group": member },
  },
  "elasticache-tls": {
    pass: [one(type, { transit_encryption_enabled: true })],
    fail: { "transit_encryption_enabled must be true, got false": one(type, { transit_encryption_enabled: false }) },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
