from .harness import EmulatorTest, client


class AlarmHistory(EmulatorTest):
    def test_each_change_of_state_is_told_newest_first(self) -> None:
        cloudwatch = client("cloudwatch")
        cloudwatch.put_metric_alarm(AlarmName="cpu", Namespace="AWS/ECS", MetricName="CPUUtilization", Statistic="Average", Period=60, EvaluationPeriods=1,
                                    Threshold=80, ComparisonOperator="GreaterThanThreshold")
        for state in ("ALARM", "ALARM", "OK"):
            cloudwatch.set_alarm_state(AlarmName="cpu", StateValue=state, StateReason="test")
        described = cloudwatch.describe_alarm_history(AlarmName="cpu", HistoryItemType="StateUpdate")["AlarmHistoryItems"]
        self.assertEqual([one["HistorySummary"] for one in described], ["Alarm updated from ALARM to OK", "Alarm updated from OK to ALARM"])
