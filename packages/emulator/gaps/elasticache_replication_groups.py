"""ElastiCache: replication groups that can be described by their nodes, changed and deleted.

moto 5.2.1 takes no notice of `NumCacheClusters`, has no cache cluster for a member of a replication group, can neither change a replication group
nor delete a subnet group, and goes on to describe a deleted replication group for ever. AWS has a cache cluster for each member, which is where
version, subnets, security groups and parameters are described.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import CacheSubnetGroupNotFound, ElastiCacheException, ReplicationGroupNotFound
from moto.elasticache.models import CacheCluster, ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse

from .patching import adds, wraps

# The request's field to the attribute of a replication group.
CHANGES = {
    "ReplicationGroupDescription": "description",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "CacheNodeType": "cache_node_type",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "Engine": "engine",
    "EngineVersion": "engine_version",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "SecurityGroupIds": "security_group_ids",
    "SnapshotRetentionLimit": "snapshot_retention_limit",
    "SnapshotWindow": "snapshot_window",
    "TransitEncryptionMode": "transit_encryption_mode",
}


@wraps(ElastiCacheBackend)
def create_replication_group(original: Any, self: ElastiCacheBackend, **options: Any) -> ReplicationGroup:
    """Make the nodes that are asked for, and a cache cluster of each."""
    if options.get("num_cache_clusters") and options.get("cluster_mode") != "enabled":
        options["replicas_per_node_group"] = options["num_cache_clusters"] - 1
    # A list of its own: what is changed in one group stays out of the request of another.
    options["user_group_ids"] = list(options.get("user_group_ids") or [])
    group = original(self, **options)
    describe_members(self, group)
    return group


def describe_members(backend: ElastiCacheBackend, group: ReplicationGroup) -> None:
    """Write what is known of a group into the cache clusters of its members."""
    for name in [one for one, cluster in backend.cache_clusters.items() if getattr(cluster, "replication_group_id", None) == group.replication_group_id]:
        del backend.cache_clusters[name]
    for name in group.member_clusters:
        backend.cache_clusters[name] = member(backend, group, name)


def member(backend: ElastiCacheBackend, group: ReplicationGroup, name: str) -> CacheCluster:
    """The cache cluster of a member."""
    arguments: dict[str, Any] = dict.fromkeys(
        ("az_mode", "preferred_availability_zone", "num_cache_nodes", "snapshot_name", "notification_topic_arn", "auth_token", "outpost_mode",
         "preferred_outpost_arn", "preferred_availability_zones", "cache_security_group_names", "tags", "snapshot_arns", "preferred_outpost_arns",
         "cache_node_ids_to_remove", "cache_node_ids_to_reboot"))
    cluster = CacheCluster(
        **arguments, account_id=backend.account_id, region_name=backend.region_name, cache_cluster_id=name, cache_node_type=group.cache_node_type,
        replication_group_id=group.replication_group_id, engine="redis", engine_version=actual(group.engine_version),
        cache_parameter_group_name=group.cache_parameter_group_name, cache_subnet_group_name=group.cache_subnet_group_name,
        transit_encryption_enabled=group.transit_encryption_enabled, network_type=group.network_type, ip_discovery=group.ip_discovery,
        preferred_maintenance_window=group.preferred_maintenance_window, port=group.port,
        auto_minor_version_upgrade=group.auto_minor_version_upgrade, snapshot_retention_limit=group.snapshot_retention_limit,
        snapshot_window=group.snapshot_window, security_group_ids=group.security_group_ids,
        log_delivery_configurations=group.log_delivery_configurations)
    cluster.engine = group.engine
    cluster.at_rest_encryption_enabled = group.at_rest_encryption_enabled
    cluster.transit_encryption_mode = group.transit_encryption_mode
    cluster.cache_parameter_group = {"CacheParameterGroupName": group.cache_parameter_group_name, "ParameterApplyStatus": "in-sync"}
    cluster.security_groups = [{"SecurityGroupId": one, "Status": "active"} for one in group.security_group_ids or []]
    cluster.cache_nodes = [{"CacheNodeId": "0001", "CacheNodeStatus": "available", "ParameterGroupStatus": "in-sync",
                            "Endpoint": {"Address": f"{name}.emulator.cache.amazonaws.com", "Port": group.port}}]
    return cluster


def actual(version: str | None) -> str | None:
    """The whole version of `8.1`."""
    return f"{version}.0" if version and version.count(".") == 1 else version


def group_of(self: ElastiCacheResponse) -> ReplicationGroup:
    """The group that a request names."""
    name = self.params["ReplicationGroupId"].lower()
    if name not in self.elasticache_backend.replication_groups:
        raise ReplicationGroupNotFound(name)
    return self.elasticache_backend.replication_groups[name]


@adds(ElastiCacheResponse)
def modify_replication_group(self: ElastiCacheResponse) -> ActionResult:
    """Change what is given."""
    group, given = group_of(self), self.params
    for field, attribute in CHANGES.items():
        if given.get(field) is not None:
            setattr(group, attribute, given[field])
    for field, attribute in (("AutomaticFailoverEnabled", "automatic_failover"), ("MultiAZEnabled", "multi_az")):
        if given.get(field) is not None:
            setattr(group, attribute, "enabled" if given[field] else "disabled")
    gone = group.user_group_ids if given.get("RemoveUserGroups") else given.get("UserGroupIdsToRemove") or []
    group.user_group_ids = [one for one in group.user_group_ids if one not in gone] + (given.get("UserGroupIdsToAdd") or [])
    if given.get("LogDeliveryConfigurations"):
        changed = {one["LogType"]: one for one in given["LogDeliveryConfigurations"]}
        kept = [one for one in group.log_delivery_configurations if one["LogType"] not in changed]
        wanted = [one for one in changed.values() if one.get("Enabled", True)]
        group.log_delivery_configurations = kept + group._get_log_delivery_configurations(wanted)
    describe_members(self.elasticache_backend, group)
    return ActionResult({"ReplicationGroup": group})


def resize(self: ElastiCacheResponse) -> ActionResult:
    """Give a group as many replicas as a request asks for."""
    group, replicas = group_of(self), self.params["NewReplicaCount"]
    [node_group] = group.node_groups
    domain = node_group["primary_endpoint_address"].removeprefix("master.")
    group.member_clusters.clear()
    node_group["node_group_members"] = []
    group._set_node_members_clusters_disabled(
        member_clusters=group.member_clusters, replication_group_id=group.replication_group_id, replication_group_domain=domain,
        node_group=node_group, preferred_cache_cluster_azs=[], num_cache_clusters=replicas + 1, replicas_per_node_group=replicas)
    describe_members(self.elasticache_backend, group)
    return ActionResult({"ReplicationGroup": group})


@adds(ElastiCacheResponse)
def increase_replica_count(self: ElastiCacheResponse) -> ActionResult:
    """Add replicas."""
    return resize(self)


@adds(ElastiCacheResponse)
def decrease_replica_count(self: ElastiCacheResponse) -> ActionResult:
    """Remove replicas."""
    return resize(self)


@wraps(ElastiCacheResponse)
def delete_replication_group(original: Any, self: ElastiCacheResponse) -> ActionResult:
    """Delete the group with its members, after a last snapshot where one is asked for."""
    group, snapshot = group_of(self), self.params.get("FinalSnapshotIdentifier")
    backend = self.elasticache_backend
    if snapshot:
        backend.create_snapshot(snapshot_name=snapshot, replication_group_id=group.replication_group_id, cache_cluster_id=None, kms_key_id=None, tags=None)
    answer = original(self)
    group.member_clusters.clear()
    describe_members(backend, group)
    del backend.replication_groups[group.replication_group_id]
    return answer


@adds(ElastiCacheResponse)
def delete_cache_subnet_group(self: ElastiCacheResponse) -> EmptyResult:
    """Delete a subnet group that no cache is in."""
    name, backend = self.params["CacheSubnetGroupName"].lower(), self.elasticache_backend
    if name not in backend.cache_subnet_groups:
        raise CacheSubnetGroupNotFound(name)
    if any(cache.cache_subnet_group_name == name for cache in backend.replication_groups.values()):
        raise ElastiCacheException("CacheSubnetGroupInUse", f"Cache subnet group {name} is in use by a cache cluster.")
    del backend.cache_subnet_groups[name]
    return EmptyResult()
