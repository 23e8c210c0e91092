from . import world
from .harness import EmulatorTest, client

TARGET = {"ServiceNamespace": "ecs", "ResourceId": f"service/{world.CLUSTER}/service", "ScalableDimension": "ecs:service:DesiredCount"}


class Activities(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        world.cluster(size=1)
        world.service(desiredCount=1)
        self.scaling = client("application-autoscaling")
        self.scaling.register_scalable_target(**TARGET, MinCapacity=1, MaxCapacity=3)

    def activities(self) -> list[tuple[str, str]]:
        return [(one["Description"], one["Cause"]) for one in self.scaling.describe_scaling_activities(**TARGET)["ScalingActivities"]]

    def test_a_service_is_brought_within_new_limits(self) -> None:
        self.assertEqual(self.activities(), [])
        self.scaling.register_scalable_target(**TARGET, MinCapacity=2, MaxCapacity=3)
        self.assertEqual((world.described_service()["runningCount"], self.activities()), (2, [("Setting desired count to 2.", "minimum capacity was set to 2")]))

    def test_an_alarm_runs_the_step_scaling_policy_that_is_its_action(self) -> None:
        steps = [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 60, "ScalingAdjustment": 2}, {"MetricIntervalLowerBound": 60, "ScalingAdjustment": 9}]
        policy = self.scaling.put_scaling_policy(**TARGET, PolicyName="latency", PolicyType="StepScaling", StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity", "StepAdjustments": steps})["PolicyARN"]
        cloudwatch = client("cloudwatch")
        cloudwatch.put_metric_alarm(AlarmName="queue", Namespace="GoodJob", MetricName="QueueLatency", Statistic="Maximum", Period=60, EvaluationPeriods=1, Threshold=60,
                                    ComparisonOperator="GreaterThanThreshold", AlarmActions=[policy])
        for _ in range(2):
            cloudwatch.set_alarm_state(AlarmName="queue", StateValue="ALARM", StateReason="test")
        self.assertEqual(world.described_service()["runningCount"], 3)
        self.assertEqual(self.activities(), [("Setting desired count to 3.", "monitor alarm queue in state ALARM triggered policy latency")])
