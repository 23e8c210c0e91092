from .harness import EmulatorTest, client


class LaunchTemplateTags(EmulatorTest):
    def test_the_tags_of_a_launch_template_are_not_tags_of_its_instances(self) -> None:
        ec2 = client("ec2")
        instance = {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "instance"}]}
        created = ec2.create_launch_template(
            LaunchTemplateName="template", LaunchTemplateData={"InstanceType": "m7g.large", "TagSpecifications": [instance]},
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "Name", "Value": "template"}]}])["LaunchTemplate"]
        version = ec2.describe_launch_template_versions(LaunchTemplateName="template")["LaunchTemplateVersions"][0]
        self.assertEqual(version["LaunchTemplateData"]["TagSpecifications"], [instance])
        self.assertEqual(created["Tags"], [{"Key": "Name", "Value": "template"}])

    def test_a_changed_tag_is_told(self) -> None:
        ec2 = client("ec2")
        template = ec2.create_launch_template(LaunchTemplateName="template", LaunchTemplateData={"InstanceType": "m7g.large"})["LaunchTemplate"]["LaunchTemplateId"]
        ec2.create_tags(Resources=[template], Tags=[{"Key": "Name", "Value": "new"}])
        self.assertEqual(ec2.describe_launch_templates()["LaunchTemplates"][0]["Tags"], [{"Key": "Name", "Value": "new"}])
