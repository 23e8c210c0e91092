from .harness import EmulatorTest, client


class CompositeAlarms(EmulatorTest):
    def test_a_composite_alarm_reads_back_apart_from_metric_alarms(self) -> None:
        cloudwatch = client("cloudwatch")
        cloudwatch.put_metric_alarm(AlarmName="metric", Namespace="AWS/ECS", MetricName="CPUUtilization", Statistic="Average", Period=60,
                                    EvaluationPeriods=1, Threshold=80, ComparisonOperator="GreaterThanThreshold")
        cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule='ALARM("metric")', ActionsSuppressor="metric",
                                       ActionsSuppressorWaitPeriod=60, ActionsSuppressorExtensionPeriod=30)
        found = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])
        alarm = found["CompositeAlarms"][0]
        self.assertEqual((alarm["AlarmRule"], alarm["ActionsSuppressor"], alarm["ActionsSuppressorWaitPeriod"], alarm["ActionsSuppressorExtensionPeriod"]),
                         ('ALARM("metric")', "metric", 60, 30))
        self.assertEqual(found.get("MetricAlarms", []), [])
        self.assertEqual(cloudwatch.describe_alarms().get("CompositeAlarms", []), [])
