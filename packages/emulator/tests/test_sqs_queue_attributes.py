import json

from .harness import EmulatorTest, client


class QueueAttributes(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        self.url = client("sqs").create_queue(QueueName="jobs", Attributes={"KmsMasterKeyId": "alias/jobs"})["QueueUrl"]

    def attributes(self) -> dict[str, str]:
        return client("sqs").get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]

    def test_a_policy_stays_while_other_attributes_are_set_and_is_gone_when_it_is_emptied(self) -> None:
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}]})
        client("sqs").set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy})
        client("sqs").set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": "60"})
        self.assertEqual((self.attributes()["Policy"], self.attributes()["VisibilityTimeout"]), (policy, "60"))
        client("sqs").set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": ""})
        self.assertNotIn("Policy", self.attributes())

    def test_a_redrive_allow_policy_is_reported_until_it_is_emptied(self) -> None:
        allowed = json.dumps({"redrivePermission": "denyAll"})
        self.assertNotIn("RedriveAllowPolicy", self.attributes())
        client("sqs").set_queue_attributes(QueueUrl=self.url, Attributes={"RedriveAllowPolicy": allowed})
        self.assertEqual(self.attributes()["RedriveAllowPolicy"], allowed)
        one = client("sqs").get_queue_attributes(QueueUrl=self.url, AttributeNames=["RedriveAllowPolicy"])["Attributes"]
        self.assertEqual(one, {"RedriveAllowPolicy": allowed})
        client("sqs").set_queue_attributes(QueueUrl=self.url, Attributes={"RedriveAllowPolicy": ""})
        self.assertNotIn("RedriveAllowPolicy", self.attributes())

    def test_a_queue_with_a_key_of_kms_has_no_other_encryption(self) -> None:
        self.assertEqual(self.attributes()["SqsManagedSseEnabled"], "false")

    def test_a_redrive_policy_has_no_spaces(self) -> None:
        dead_letters = client("sqs").create_queue(QueueName="dead")["QueueUrl"]
        arn = client("sqs").get_queue_attributes(QueueUrl=dead_letters, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5}, separators=(",", ":"))
        client("sqs").set_queue_attributes(QueueUrl=self.url, Attributes={"RedrivePolicy": policy})
        self.assertEqual(self.attributes()["RedrivePolicy"], policy)
