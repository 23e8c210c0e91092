import json

from .harness import EmulatorTest, client


class Secrets(EmulatorTest):
    def stack(self, reference: str) -> str:
        """Make a queue whose name a reference is, and tell the name."""
        template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": reference}}}}
        client("cloudformation").create_stack(StackName="one", TemplateBody=json.dumps(template))
        [url] = client("sqs").list_queues()["QueueUrls"]
        return url.rpartition("/")[2]

    def test_a_reference_is_the_value_of_the_secret(self) -> None:
        arn = client("secretsmanager").create_secret(Name="shop/NAME", SecretString="jobs")["ARN"]
        self.assertEqual(self.stack(f"{{{{resolve:secretsmanager:{arn}:SecretString}}}}"), "jobs")

    def test_a_reference_names_a_version(self) -> None:
        first = client("secretsmanager").create_secret(Name="shop/NAME", SecretString="first")
        client("secretsmanager").put_secret_value(SecretId="shop/NAME", SecretString="second")
        self.assertEqual(self.stack(f"old-{{{{resolve:secretsmanager:{first['ARN']}:SecretString:::{first['VersionId']}}}}}"), "old-first")

    def test_a_reference_names_a_key_and_a_stage(self) -> None:
        client("secretsmanager").create_secret(Name="shop/NAME", SecretString=json.dumps({"queue": "jobs"}))
        self.assertEqual(self.stack("{{resolve:secretsmanager:shop/NAME:SecretString:queue:AWSCURRENT}}"), "jobs")

    def test_the_template_keeps_the_reference(self) -> None:
        client("secretsmanager").create_secret(Name="shop/NAME", SecretString="jobs")
        self.stack("{{resolve:secretsmanager:shop/NAME:SecretString}}")
        template = client("cloudformation").get_template(StackName="one")["TemplateBody"]
        self.assertEqual(template["Resources"]["Queue"]["Properties"]["QueueName"], "{{resolve:secretsmanager:shop/NAME:SecretString}}")

    def test_a_secret_that_is_not_there_is_an_error(self) -> None:
        self.assertEqual(self.code_of(self.stack, reference="{{resolve:secretsmanager:nothing:SecretString}}"), "ValidationError")
