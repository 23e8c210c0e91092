from .harness import EmulatorTest, client

CLUSTER = {"Engine": "aurora-postgresql", "MasterUsername": "app", "MasterUserPassword": "not-a-secret"}


class Clusters(EmulatorTest):
    def test_only_a_cluster_of_serverless_v1_has_its_scaling_configuration(self) -> None:
        rds = client("rds")
        capacity = {"MinCapacity": 0.5, "MaxCapacity": 4}
        rds.create_db_cluster(DBClusterIdentifier="second", EngineVersion="17.5", ServerlessV2ScalingConfiguration=capacity, **CLUSTER)
        rds.create_db_cluster(DBClusterIdentifier="first", EngineMode="serverless", **CLUSTER)
        found = {one["DBClusterIdentifier"]: one for one in rds.describe_db_clusters()["DBClusters"]}
        self.assertEqual(found["second"]["ServerlessV2ScalingConfiguration"], capacity)
        self.assertNotIn("ScalingConfigurationInfo", found["second"])
        self.assertEqual(found["first"]["ScalingConfigurationInfo"]["MaxCapacity"], 16)
