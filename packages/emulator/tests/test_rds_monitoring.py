from . import world
from .harness import EmulatorTest, client

DATABASE = {"DBInstanceIdentifier": "database", "DBInstanceClass": "db.t4g.medium", "Engine": "postgres", "AllocatedStorage": 20,
            "MasterUsername": "mangoapps", "MasterUserPassword": "a-password-of-a-test"}


class Monitoring(EmulatorTest):
    def described(self) -> dict:
        """The database as the API describes it."""
        return client("rds").describe_db_instances(DBInstanceIdentifier="database")["DBInstances"][0]

    def test_monitoring_and_performance_insights_read_back(self) -> None:
        client("rds").create_db_instance(**DATABASE, MonitoringInterval=60, MonitoringRoleArn=world.role("m"), EnablePerformanceInsights=True,
                                         PerformanceInsightsKMSKeyId="key")
        found = self.described()
        self.assertEqual((found["MonitoringInterval"], found["MonitoringRoleArn"]), (60, world.role("m")))
        self.assertEqual((found["PerformanceInsightsEnabled"], found["PerformanceInsightsKMSKeyId"], found["PerformanceInsightsRetentionPeriod"]),
                         (True, "key", 7))

    def test_they_can_be_turned_off_again(self) -> None:
        client("rds").create_db_instance(**DATABASE, MonitoringInterval=60, MonitoringRoleArn=world.role("m"), EnablePerformanceInsights=True)
        client("rds").modify_db_instance(DBInstanceIdentifier="database", MonitoringInterval=0, EnablePerformanceInsights=False)
        found = self.described()
        self.assertEqual((found["MonitoringInterval"], found["PerformanceInsightsEnabled"]), (0, False))
        self.assertFalse({"MonitoringRoleArn", "PerformanceInsightsRetentionPeriod"} & found.keys())
