from . import world
from .harness import EmulatorTest, client


class Launch(EmulatorTest):
    def test_a_group_with_a_spot_share_launches_its_desired_capacity(self) -> None:
        template = {"LaunchTemplateSpecification": {"LaunchTemplateId": world.launch_template(), "Version": "1"},
                    "Overrides": [{"InstanceType": "m7g.large"}]}
        distribution = {"OnDemandBaseCapacity": 1, "OnDemandPercentageAboveBaseCapacity": 50}
        group = world.group(2, MixedInstancesPolicy={"LaunchTemplate": template, "InstancesDistribution": distribution})
        self.assertEqual(len(group["Instances"]), 2)
        self.assertEqual(group["MixedInstancesPolicy"]["InstancesDistribution"]["OnDemandPercentageAboveBaseCapacity"], 50)

    def test_instances_are_spread_over_the_zones(self) -> None:
        zones = [instance["AvailabilityZone"] for instance in world.group(4)["Instances"]]
        self.assertEqual(sorted(zones), ["us-east-1a", "us-east-1a", "us-east-1b", "us-east-1b"])

    def test_a_group_with_instances_is_deleted_only_by_force_and_then_with_all_of_them(self) -> None:
        autoscaling = client("autoscaling")
        world.group(1, NewInstancesProtectedFromScaleIn=True)
        self.assertEqual(self.code_of(autoscaling.delete_auto_scaling_group, AutoScalingGroupName="group"), "ResourceInUse")
        autoscaling.delete_auto_scaling_group(AutoScalingGroupName="group", ForceDelete=True)
        states = [instance["State"]["Name"] for one in client("ec2").describe_instances()["Reservations"] for instance in one["Instances"]]
        self.assertEqual(states, ["terminated"])
