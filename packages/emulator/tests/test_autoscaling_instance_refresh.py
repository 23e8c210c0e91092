from . import world
from .harness import EmulatorTest, client


class InstanceRefresh(EmulatorTest):
    def test_a_refresh_replaces_every_instance_and_is_described(self) -> None:
        autoscaling = client("autoscaling")
        before = {instance["InstanceId"] for instance in world.group(2)["Instances"]}
        started = autoscaling.start_instance_refresh(AutoScalingGroupName="group", Preferences={"MinHealthyPercentage": 100})["InstanceRefreshId"]
        refresh = autoscaling.describe_instance_refreshes(AutoScalingGroupName="group")["InstanceRefreshes"][0]
        after = {instance["InstanceId"] for instance in world.described_group()["Instances"]}
        self.assertEqual((refresh["InstanceRefreshId"], refresh["Status"]), (started, "Successful"))
        self.assertEqual((len(after), after & before), (2, set()))
        self.assertEqual(self.code_of(autoscaling.cancel_instance_refresh, AutoScalingGroupName="group"), "ActiveInstanceRefreshNotFound")

    def test_notifications_are_kept_until_they_are_deleted(self) -> None:
        autoscaling = client("autoscaling")
        world.group(0)
        topic = client("sns").create_topic(Name="topic")["TopicArn"]
        autoscaling.put_notification_configuration(AutoScalingGroupName="group", TopicARN=topic, NotificationTypes=["autoscaling:EC2_INSTANCE_LAUNCH_ERROR"])
        found = autoscaling.describe_notification_configurations()["NotificationConfigurations"]
        self.assertEqual([(one["AutoScalingGroupName"], one["TopicARN"], one["NotificationType"]) for one in found],
                         [("group", topic, "autoscaling:EC2_INSTANCE_LAUNCH_ERROR")])
        autoscaling.delete_notification_configuration(AutoScalingGroupName="group", TopicARN=topic)
        self.assertEqual(autoscaling.describe_notification_configurations()["NotificationConfigurations"], [])

    def test_metrics_collection_can_be_disabled(self) -> None:
        world.group(0)
        client("autoscaling").enable_metrics_collection(AutoScalingGroupName="group", Granularity="1Minute", Metrics=["GroupMinSize", "GroupMaxSize"])
        client("autoscaling").disable_metrics_collection(AutoScalingGroupName="group", Metrics=["GroupMinSize"])
        self.assertEqual([metric["Metric"] for metric in world.described_group()["EnabledMetrics"]], ["GroupMaxSize"])
