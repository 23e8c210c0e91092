from typing import Any

from .harness import EmulatorTest, client

GROUP = {"ReplicationGroupId": "shop"}


class ReplicationGroups(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        subnets = [one["SubnetId"] for one in client("ec2").describe_subnets()["Subnets"][:2]]
        client("elasticache").create_cache_subnet_group(CacheSubnetGroupName="shop", CacheSubnetGroupDescription="Shop", SubnetIds=subnets)
        client("elasticache").create_replication_group(
            **GROUP, ReplicationGroupDescription="Shop", Engine="valkey", EngineVersion="8.1", CacheNodeType="cache.t4g.small", NumCacheClusters=2,
            AutomaticFailoverEnabled=True, MultiAZEnabled=True, CacheSubnetGroupName="shop", SecurityGroupIds=["sg-1"], CacheParameterGroupName="shop",
            TransitEncryptionEnabled=True, TransitEncryptionMode="required", AtRestEncryptionEnabled=True, UserGroupIds=["a"],
            PreferredMaintenanceWindow="sun:05:00-sun:06:00")

    def group(self) -> dict[str, Any]:
        return client("elasticache").describe_replication_groups(**GROUP)["ReplicationGroups"][0]

    def member(self, name: str) -> dict[str, Any]:
        return client("elasticache").describe_cache_clusters(CacheClusterId=name, ShowCacheNodeInfo=True)["CacheClusters"][0]

    def test_each_node_is_a_cache_cluster_that_says_what_its_group_has(self) -> None:
        self.assertEqual(self.group()["MemberClusters"], ["shop-001", "shop-002"])
        for name in self.group()["MemberClusters"]:
            found = self.member(name)
            self.assertEqual((found["Engine"], found["EngineVersion"], found["CacheSubnetGroupName"]), ("valkey", "8.1.0", "shop"))
            self.assertEqual(found["SecurityGroups"], [{"SecurityGroupId": "sg-1", "Status": "active"}])
            self.assertEqual(found["CacheParameterGroup"]["CacheParameterGroupName"], "shop")
            self.assertEqual((found["PreferredMaintenanceWindow"], found["AtRestEncryptionEnabled"]), ("sun:05:00-sun:06:00", True))

    def test_what_is_changed_is_changed_in_its_nodes_too(self) -> None:
        client("elasticache").modify_replication_group(
            **GROUP, ReplicationGroupDescription="Other", CacheNodeType="cache.t4g.medium", SnapshotRetentionLimit=3, MultiAZEnabled=False,
            AutomaticFailoverEnabled=False, SecurityGroupIds=["sg-2"], UserGroupIdsToAdd=["b"], UserGroupIdsToRemove=["a"])
        found = self.group()
        self.assertEqual((found["Description"], found["CacheNodeType"], found["SnapshotRetentionLimit"]), ("Other", "cache.t4g.medium", 3))
        self.assertEqual((found["MultiAZ"], found["AutomaticFailover"], found["UserGroupIds"]), ("disabled", "disabled", ["b"]))
        self.assertEqual(self.member("shop-001")["SecurityGroups"], [{"SecurityGroupId": "sg-2", "Status": "active"}])
        client("elasticache").modify_replication_group(**GROUP, RemoveUserGroups=True)
        self.assertEqual(self.group().get("UserGroupIds", []), [])

    def test_logs_are_turned_on_and_off(self) -> None:
        to = {"LogType": "slow-log", "DestinationType": "cloudwatch-logs", "LogFormat": "json", "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/cache"}}}
        client("elasticache").modify_replication_group(**GROUP, LogDeliveryConfigurations=[{**to, "Enabled": True}])
        self.assertEqual([one["LogType"] for one in self.group()["LogDeliveryConfigurations"]], ["slow-log"])
        client("elasticache").modify_replication_group(**GROUP, LogDeliveryConfigurations=[{"LogType": "slow-log", "Enabled": False}])
        self.assertEqual(self.group().get("LogDeliveryConfigurations", []), [])

    def test_replicas_are_added_and_removed(self) -> None:
        cache = client("elasticache")
        cache.increase_replica_count(**GROUP, NewReplicaCount=3, ApplyImmediately=True)
        self.assertEqual(self.group()["MemberClusters"], ["shop-001", "shop-002", "shop-003", "shop-004"])
        self.assertEqual(self.member("shop-004")["CacheNodeType"], "cache.t4g.small")
        cache.decrease_replica_count(**GROUP, NewReplicaCount=1, ApplyImmediately=True)
        self.assertEqual(self.group()["MemberClusters"], ["shop-001", "shop-002"])
        self.assertEqual(self.code_of(cache.describe_cache_clusters, CacheClusterId="shop-004"), "CacheClusterNotFound")

    def test_a_deleted_group_is_gone_with_its_nodes_and_leaves_the_snapshot_that_was_asked_for(self) -> None:
        cache = client("elasticache")
        self.assertEqual(self.code_of(cache.delete_cache_subnet_group, CacheSubnetGroupName="shop"), "CacheSubnetGroupInUse")
        self.assertEqual(cache.delete_replication_group(**GROUP, FinalSnapshotIdentifier="last")["ReplicationGroup"]["Status"], "deleting")
        self.assertEqual(self.code_of(cache.describe_replication_groups, **GROUP), "ReplicationGroupNotFoundFault")
        self.assertEqual(self.code_of(cache.describe_cache_clusters, CacheClusterId="shop-001"), "CacheClusterNotFound")
        self.assertEqual([one["SnapshotName"] for one in cache.describe_snapshots()["Snapshots"]], ["last"])
        cache.delete_cache_subnet_group(CacheSubnetGroupName="shop")
        self.assertEqual(self.code_of(cache.delete_cache_subnet_group, CacheSubnetGroupName="shop"), "CacheSubnetGroupNotFoundFault")
