from .harness import EmulatorTest, client

DATABASE = {"DBInstanceIdentifier": "earlier", "DBInstanceClass": "db.t4g.medium", "Engine": "postgres", "EngineVersion": "17.5", "AllocatedStorage": 20,
            "MasterUsername": "app", "MasterUserPassword": "not-a-secret", "MultiAZ": True, "EnablePerformanceInsights": True}
CLUSTER = {"DBClusterIdentifier": "earlier", "Engine": "aurora-postgresql", "EngineVersion": "17.5", "MasterUsername": "app",
           "MasterUserPassword": "not-a-secret", "CopyTagsToSnapshot": True}


class Restores(EmulatorTest):
    def test_an_instance_is_without_what_the_request_turns_off(self) -> None:
        rds = client("rds")
        rds.create_db_instance(**DATABASE)
        rds.create_db_snapshot(DBInstanceIdentifier="earlier", DBSnapshotIdentifier="snapshot")
        rds.restore_db_instance_from_db_snapshot(DBInstanceIdentifier="restored", DBSnapshotIdentifier="snapshot", AutoMinorVersionUpgrade=False,
                                                 MultiAZ=False, CopyTagsToSnapshot=True)
        found = rds.describe_db_instances(DBInstanceIdentifier="restored")["DBInstances"][0]
        self.assertEqual((found["AutoMinorVersionUpgrade"], found["MultiAZ"], found["CopyTagsToSnapshot"]), (False, False, True))
        self.assertEqual((found["MasterUsername"], found["MonitoringInterval"], found["PerformanceInsightsEnabled"]), ("app", 0, False))

    def test_so_is_a_cluster(self) -> None:
        rds = client("rds")
        rds.create_db_cluster(**CLUSTER)
        rds.create_db_cluster_snapshot(DBClusterIdentifier="earlier", DBClusterSnapshotIdentifier="snapshot")
        rds.restore_db_cluster_from_snapshot(DBClusterIdentifier="restored", SnapshotIdentifier="snapshot", Engine="aurora-postgresql",
                                             CopyTagsToSnapshot=False)
        found = rds.describe_db_clusters(DBClusterIdentifier="restored")["DBClusters"][0]
        self.assertEqual((found["CopyTagsToSnapshot"], found["MasterUsername"]), (False, "app"))
