from . import world
from .harness import EmulatorTest, client


class Targets(EmulatorTest):
    def test_one_instance_serves_on_several_ports(self) -> None:
        elb, arn = client("elbv2"), world.target_group()
        instance = world.group(1)["Instances"][0]["InstanceId"]
        for port in (32768, 32769):
            elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": instance, "Port": port}])
        self.assertEqual(self.healthy(arn), [32768, 32769])
        elb.deregister_targets(TargetGroupArn=arn, Targets=[{"Id": instance, "Port": 32768}])
        self.assertEqual(self.healthy(arn), [32769])
        self.assertEqual(self.code_of(elb.deregister_targets, TargetGroupArn=arn, Targets=[{"Id": instance, "Port": 1}]), "InvalidTarget")

    def test_a_terminated_instance_is_no_target_any_more(self) -> None:
        elb, arn = client("elbv2"), world.target_group()
        instance = world.group(1)["Instances"][0]["InstanceId"]
        elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": instance, "Port": 1}, {"Id": instance, "Port": 2}])
        client("autoscaling").set_desired_capacity(AutoScalingGroupName="group", DesiredCapacity=0)
        self.assertEqual(self.healthy(arn), [])

    def healthy(self, arn: str) -> list[int]:
        """The ports on which targets are healthy."""
        found = client("elbv2").describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        return sorted(one["Target"]["Port"] for one in found if one["TargetHealth"]["State"] == "healthy")
