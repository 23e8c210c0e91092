from . import world
from .harness import EmulatorTest, client


class Activities(EmulatorTest):
    def test_each_instance_that_came_or_went_is_told_with_its_cause(self) -> None:
        first = world.group(1)["Instances"][0]["InstanceId"]
        client("autoscaling").set_desired_capacity(AutoScalingGroupName="group", DesiredCapacity=0)
        described = client("autoscaling").describe_scaling_activities(AutoScalingGroupName="group")["Activities"]
        self.assertEqual([one["Description"] for one in described], [f"Terminating EC2 instance: {first}", f"Launching a new EC2 instance: {first}"])
        self.assertIn("increasing the capacity from 0 to 1", described[1]["Cause"])
