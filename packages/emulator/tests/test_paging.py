
from .harness import EmulatorTest, client
from .test_validation import unchecked


class Paging(EmulatorTest):
    """Lists come in pages of AWS's sizes, and each entry once."""

    def pages(self, service: str, operation: str, key: str, **arguments: object) -> list[int]:
        """Sizes of the pages; all entries must differ."""
        found = [page[key] for page in client(service).get_paginator(operation).paginate(**arguments)]
        entries = [str(entry) for page in found for entry in page]
        self.assertEqual(len(entries), len(set(entries)))
        return [len(page) for page in found]

    def test_json(self) -> None:
        ecs = client("ecs")
        for number in range(120):
            ecs.create_cluster(clusterName=f"cluster-{number}")
        self.assertEqual(self.pages("ecs", "list_clusters", "clusterArns"), [100, 20])
        self.assertEqual(self.pages("ecs", "list_clusters", "clusterArns", PaginationConfig={"PageSize": 50}), [50, 50, 20])

    def test_xml(self) -> None:
        rds = client("rds")
        for number in range(21):
            rds.create_db_instance(DBInstanceIdentifier=f"database-{number}", DBInstanceClass="db.t4g.medium", Engine="postgres", AllocatedStorage=20)
        self.assertEqual(self.pages("rds", "describe_db_instances", "DBInstances", PaginationConfig={"PageSize": 20}), [20, 1])
        self.assertEqual(self.pages("rds", "describe_db_instances", "DBInstances"), [21])

    def test_two_lists_share_a_page(self) -> None:
        cloudwatch = client("cloudwatch")
        for number in range(51):
            cloudwatch.put_metric_alarm(AlarmName=f"alarm-{number:02}", Namespace="n", MetricName="m", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1,
                                        Period=60, Statistic="Average", Threshold=1)
        cloudwatch.put_composite_alarm(AlarmName="whole", AlarmRule="ALARM(alarm-00)")
        both = {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}
        found = list(cloudwatch.get_paginator("describe_alarms").paginate(**both))
        self.assertEqual([(len(page.get("MetricAlarms", [])), len(page.get("CompositeAlarms", []))) for page in found], [(50, 0), (1, 1)])

    def test_log_groups_come_by_fifty(self) -> None:
        for number in range(51):
            client("logs").create_log_group(logGroupName=f"group-{number:02}")
        self.assertEqual(self.pages("logs", "describe_log_groups", "logGroups"), [50, 1])

    def test_a_token_of_another_call_and_a_page_that_is_too_large_are_refused(self) -> None:
        ecs = client("ecs")
        for number in range(101):
            ecs.create_cluster(clusterName=f"cluster-{number}")
        token = ecs.list_clusters()["nextToken"]
        self.assertEqual(self.code_of(ecs.list_services, cluster="cluster-1", nextToken=token), "InvalidParameterException")
        self.assertEqual(self.code_of(ecs.list_clusters, nextToken="bogus"), "InvalidParameterException")
        self.assertEqual(self.code_of(unchecked("elbv2").describe_rules, PageSize=401), "ValidationError")
        self.assertEqual(self.code_of(unchecked("ecs").list_clusters, maxResults=101), "InvalidParameterException")

    def test_an_error_is_whole(self) -> None:
        self.assertEqual(self.code_of(client("ecs").list_tasks, cluster="missing"), "ClusterNotFoundException")
