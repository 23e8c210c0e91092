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

    def test_a_composite_alarm_follows_the_alarms_of_its_rule(self) -> None:
        cloudwatch = client("cloudwatch")
        metric = {"Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Statistic": "Average", "Period": 60, "EvaluationPeriods": 1, "Threshold": 80,
                  "ComparisonOperator": "GreaterThanThreshold"}
        for name in ("cpu", "5xx rate", "quiet"):
            cloudwatch.put_metric_alarm(AlarmName=name, **metric)
        cloudwatch.put_composite_alarm(AlarmName="any", AlarmRule='(ALARM(cpu) OR ALARM("5xx rate")) AND NOT ALARM(quiet)')
        cloudwatch.put_composite_alarm(AlarmName="all", AlarmRule='ALARM("any") AND OK(cpu)')

        def states() -> dict[str, str]:
            return {one["AlarmName"]: one["StateValue"] for one in cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]}

        self.assertEqual(states(), {"any": "OK", "all": "OK"})
        cloudwatch.set_alarm_state(AlarmName="5xx rate", StateValue="ALARM", StateReason="test")
        self.assertEqual(states(), {"any": "ALARM", "all": "ALARM"})
        cloudwatch.put_metric_alarm(AlarmName="5xx rate", **metric)
        self.assertEqual(states(), {"any": "ALARM", "all": "ALARM"})
        cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="test")
        self.assertEqual(states(), {"any": "ALARM", "all": "OK"})
        cloudwatch.set_alarm_state(AlarmName="quiet", StateValue="ALARM", StateReason="test")
        self.assertEqual(states(), {"any": "OK", "all": "OK"})

    def test_a_rule_that_is_none_or_about_alarms_that_are_not_there_is_refused(self) -> None:
        for rule, message in (("ALARM(missing)", r"alarms \[missing\] in the alarm rule do not exist"), ("TRUE AND", "Invalid AlarmRule"), ("(TRUE", "Invalid AlarmRule"),
                              ("WARM(cpu)", "Invalid AlarmRule"), ("TRUE FALSE", "Invalid AlarmRule")):
            with self.subTest(rule), self.assertRaisesRegex(Exception, message):
                client("cloudwatch").put_composite_alarm(AlarmName="composite", AlarmRule=rule)
