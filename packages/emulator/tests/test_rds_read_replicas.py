from . import world
from .harness import EmulatorTest, client

DATABASE = {"DBInstanceIdentifier": "source", "DBInstanceClass": "db.t4g.medium", "Engine": "postgres", "EngineVersion": "17.5", "AllocatedStorage": 20,
            "MasterUsername": "app", "MasterUserPassword": "not-a-secret", "BackupRetentionPeriod": 14, "MultiAZ": True, "DeletionProtection": True,
            "EnableCloudwatchLogsExports": ["postgresql"], "Tags": [{"Key": "Owner", "Value": "source"}], "EnablePerformanceInsights": True}


class ReadReplicas(EmulatorTest):
    def replica(self, **options: object) -> dict:
        """A replica of a new database, as the API describes it."""
        rds = client("rds")
        rds.create_db_instance(**DATABASE, MonitoringInterval=60, MonitoringRoleArn=world.role("m"))
        rds.create_db_instance_read_replica(DBInstanceIdentifier="replica", SourceDBInstanceIdentifier="source", **options)
        return rds.describe_db_instances(DBInstanceIdentifier="replica")["DBInstances"][0]

    def test_it_has_an_identity_of_its_own_by_which_it_is_not_there_when_it_is_deleted(self) -> None:
        rds = client("rds")
        replica = self.replica()
        source = rds.describe_db_instances(DBInstanceIdentifier="source")["DBInstances"][0]
        self.assertEqual((replica["ReadReplicaSourceDBInstanceIdentifier"], source["ReadReplicaDBInstanceIdentifiers"]), ("source", ["replica"]))
        self.assertNotEqual(replica["DbiResourceId"], source["DbiResourceId"])
        rds.delete_db_instance(DBInstanceIdentifier="replica", SkipFinalSnapshot=True)
        by_id = [{"Name": "dbi-resource-id", "Values": [replica["DbiResourceId"]]}]
        self.assertEqual(rds.describe_db_instances(Filters=by_id)["DBInstances"], [])

    def test_it_has_what_the_request_says_and_not_what_its_source_has(self) -> None:
        replica = self.replica()
        self.assertEqual((replica["Engine"], replica["EngineVersion"], replica["AllocatedStorage"]), ("postgres", "17.5", 20))
        self.assertEqual((replica["MultiAZ"], replica["DeletionProtection"], replica["BackupRetentionPeriod"], replica["TagList"]),
                         (False, False, 0, []))
        self.assertEqual((replica["MonitoringInterval"], replica["PerformanceInsightsEnabled"]), (0, False))
        self.assertEqual(replica.get("EnabledCloudwatchLogsExports", []), [])

    def test_what_the_request_says_is_kept(self) -> None:
        replica = self.replica(MultiAZ=True, DeletionProtection=True, MonitoringInterval=30, MonitoringRoleArn=world.role("n"),
                               EnablePerformanceInsights=True, EnableCloudwatchLogsExports=["upgrade"], Tags=[{"Key": "Owner", "Value": "replica"}])
        self.assertEqual((replica["MultiAZ"], replica["DeletionProtection"], replica["TagList"]), (True, True, [{"Key": "Owner", "Value": "replica"}]))
        self.assertEqual((replica["MonitoringInterval"], replica["PerformanceInsightsEnabled"]), (30, True))
        self.assertEqual(replica["EnabledCloudwatchLogsExports"], ["upgrade"])
        source = client("rds").describe_db_instances(DBInstanceIdentifier="source")["DBInstances"][0]
        self.assertEqual((source["EnabledCloudwatchLogsExports"], source["MonitoringInterval"]), (["postgresql"], 60))
