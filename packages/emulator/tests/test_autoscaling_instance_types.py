import base64

from . import world
from .harness import EmulatorTest, client


class InstanceTypes(EmulatorTest):
    def test_a_group_with_overrides_launches_the_first_of_them(self) -> None:
        client("ec2").create_launch_template(LaunchTemplateName="typeless", LaunchTemplateData={
            "ImageId": client("ssm").get_parameter(Name=world.IMAGE_PARAMETER)["Parameter"]["Value"],
            "UserData": base64.b64encode(b"#!/bin/sh\n").decode()})
        template = {"LaunchTemplateSpecification": {"LaunchTemplateName": "typeless", "Version": "$Latest"},
                    "Overrides": [{"InstanceType": "m7g.large"}, {"InstanceType": "m6g.large"}]}
        group = world.group(1, MixedInstancesPolicy={"LaunchTemplate": template})
        self.assertEqual([instance["InstanceType"] for instance in group["Instances"]], ["m7g.large"])
