from . import world
from .harness import EmulatorTest, client


class GroupFields(EmulatorTest):
    def test_a_group_keeps_the_fields_of_its_creation(self) -> None:
        group = world.group(0, DefaultInstanceWarmup=120, MaxInstanceLifetime=2592000,
                            InstanceMaintenancePolicy={"MinHealthyPercentage": 100, "MaxHealthyPercentage": 150})
        self.assertEqual((group["DefaultInstanceWarmup"], group["MaxInstanceLifetime"]), (120, 2592000))
        self.assertEqual(group["InstanceMaintenancePolicy"]["MaxHealthyPercentage"], 150)

    def test_a_group_keeps_the_fields_of_an_update(self) -> None:
        world.group(0)
        client("autoscaling").update_auto_scaling_group(
            AutoScalingGroupName="group", DefaultCooldown=60, TerminationPolicies=["OldestInstance"], CapacityRebalance=True)
        group = world.described_group()
        self.assertEqual((group["DefaultCooldown"], group["TerminationPolicies"], group["CapacityRebalance"]), (60, ["OldestInstance"], True))

    def test_a_mixed_instances_policy_survives_an_update_that_does_not_name_it(self) -> None:
        template = {"LaunchTemplateSpecification": {"LaunchTemplateId": world.launch_template(), "Version": "1"},
                    "Overrides": [{"InstanceType": "m7g.large"}]}
        world.group(0, MixedInstancesPolicy={"LaunchTemplate": template})
        client("autoscaling").update_auto_scaling_group(AutoScalingGroupName="group", MaxSize=3)
        overrides = world.described_group()["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"]
        self.assertEqual([override["InstanceType"] for override in overrides], ["m7g.large"])

    def test_a_group_tells_what_aws_gives_it(self) -> None:
        group = world.group(0)
        self.assertEqual((group["AvailabilityZoneDistribution"], group["CapacityReservationSpecification"]),
                         ({"CapacityDistributionStrategy": "balanced-best-effort"}, {"CapacityReservationPreference": "default"}))
