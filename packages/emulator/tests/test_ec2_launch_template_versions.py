import base64

from . import world
from .harness import EmulatorTest, client


class LaunchTemplateVersions(EmulatorTest):
    def test_a_group_launches_instances_with_the_user_data_of_the_second_version(self) -> None:
        ec2 = client("ec2")
        template = world.launch_template(name="two-versions")
        second = base64.b64encode(b"#!/bin/sh\necho second\n").decode()
        ec2.create_launch_template_version(LaunchTemplateId=template, SourceVersion="1", LaunchTemplateData={
            "ImageId": client("ssm").get_parameter(Name=world.IMAGE_PARAMETER)["Parameter"]["Value"],
            "InstanceType": "m7g.large", "UserData": second})
        group = world.group(1, LaunchTemplate={"LaunchTemplateId": template, "Version": "2"})
        attribute = ec2.describe_instance_attribute(InstanceId=group["Instances"][0]["InstanceId"], Attribute="userData")
        self.assertEqual(attribute["UserData"]["Value"], second)
