import { leadsTo, type Block } from "../../terraform-json";
import { fail, notApplicable, pass, type PolicyResult } from "../policy";
import { argumentOf, isSet, must, requireArgument, requireAtLeast, textOf } from "./shared/arguments";
import { control, type Control } from "./shared/control";

/** Controls for Amazon ElastiCache. */
export const elasticache: readonly Control[] = [
  control({
    id: "elasticache-automatic-failover",
    controls: { "ElastiCache.3": "medium" },
    checkov: ["CKV2_AWS_50"],
    title: "Caches have a copy that takes over when the primary fails",
    why: "Without one, the loss of a node or a zone empties the cache, and the database gets every request at once.",
    fix: "Set automatic_failover_enabled to true and num_cache_clusters to 2 or more.",
    types: ["aws_elasticache_replication_group"],
    check: (group) => requireArgument(group, "automatic_failover_enabled", true),
  }),
  control({
    id: "elasticache-backups",
    controls: { "ElastiCache.1": "high" },
    checkov: ["CKV_AWS_134"],
    title: "Caches are backed up every day",
    why: "Sessions and jobs that are only in the cache are lost with it.",
    fix: "Set snapshot_retention_limit to 1 or more.",
    types: ["aws_elasticache_replication_group", "aws_elasticache_cluster"],
    check: (cache) => ofRedis(cache, () => requireAtLeast(cache, "snapshot_retention_limit", 1)),
  }),
  control({
    id: "elasticache-encrypted",
    controls: { "ElastiCache.4": "medium" },
    checkov: ["CKV_AWS_29"],
    title: "Caches are encrypted at rest",
    why: "Whoever gets a copy of a disk or a snapshot reads everything in it.",
    fix: "Set at_rest_encryption_enabled to true; AWS takes it only for a new replication group.",
    types: ["aws_elasticache_replication_group"],
    check: (group) => requireArgument(group, "at_rest_encryption_enabled", true),
  }),
  control({
    id: "elasticache-minor-upgrades",
    controls: { "ElastiCache.2": "high" },
    checkov: ["CKV_AWS_322"],
    title: "Caches get minor versions automatically",
    why: "Minor versions fix vulnerabilities; put off by hand, they come late or never.",
    fix: "Set auto_minor_version_upgrade to true.",
    types: ["aws_elasticache_replication_group", "aws_elasticache_cluster"],
    check: (cache) => ofRedis(cache, () => requireArgument(cache, "auto_minor_version_upgrade", true, true)),
  }),
  control({
    id: "elasticache-password",
    controls: { "ElastiCache.6": "medium" },
    title: "Caches before Redis OSS 6 ask for a password",
    why: "They have no users, so without a password anyone who reaches the port reads and writes everything.",
    fix: "Raise engine_version and use users, or set auth_token.",
    types: ["aws_elasticache_replication_group"],
    check: (group) => {
      const version = textOf(group, "engine_version");
      if (textOf(group, "engine", "redis") !== "redis" || !/^[1-5]\./.test(version)) {
        return notApplicable(version === "" ? "its version is AWS's newest" : `its version is ${version}`);
      }
      return isSet(group, "auth_token") ? pass : fail("auth_token must be set, got nothing");
    },
  }),
  control({
    id: "elasticache-subnet-group",
    controls: { "ElastiCache.7": "high" },
    checkov: ["CKV_AWS_323"],
    title: "Caches are not in the default subnet group",
    why: "The default group is all subnets of the default VPC, which are public.",
    fix: "Set subnet_group_name to an aws_elasticache_subnet_group of private or isolated subnets.",
    types: ["aws_elasticache_replication_group", "aws_elasticache_cluster"],
    check: (cache) => {
      if (isSet(cache, "replication_group_id") && cache.type === "aws_elasticache_cluster") {
        return notApplicable("it is in the subnets of its replication group");
      }
      if (leadsTo(cache, "subnet_group_name", "aws_elasticache_subnet_group").length > 0) return pass;
      const name = argumentOf(cache, "subnet_group_name");
      return name === undefined || name === "default" ? must("subnet_group_name", "a group of your own", name) : pass;
    },
  }),
  control({
    id: "elasticache-tls",
    controls: { "ElastiCache.5": "medium" },
    checkov: ["CKV_AWS_30"],
    title: "Caches take TLS connections",
    why: "What crosses the network in the clear, passwords and sessions included, can be read on its way.",
    fix: "Set transit_encryption_enabled to true, and have clients connect with rediss://.",
    types: ["aws_elasticache_replication_group"],
    check: (group) => requireArgument(group, "transit_encryption_enabled", true),
  }),
];

/** Judges a cache of Valkey or Redis; a node of a replication group is judged with its group, and memcached keeps nothing. */
function ofRedis(cache: Block, check: () => PolicyResult): PolicyResult {
  if (cache.type === "aws_elasticache_replication_group") return check();
  if (isSet(cache, "replication_group_id")) return notApplicable("its replication group has the setting");
  const engine = textOf(cache, "engine");
  return engine === "memcached" ? notApplicable("its engine is memcached") : check();
}
