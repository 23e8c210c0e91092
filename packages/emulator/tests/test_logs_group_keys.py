from botocore.exceptions import ClientError

from .harness import EmulatorTest, client

KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d"


class GroupKeys(EmulatorTest):
    def test_a_group_is_given_a_key_and_loses_it(self) -> None:
        logs = client("logs")
        logs.create_log_group(logGroupName="group")
        logs.associate_kms_key(logGroupName="group", kmsKeyId=KEY)
        [group] = logs.describe_log_groups(logGroupNamePrefix="group")["logGroups"]
        self.assertEqual(group["kmsKeyId"], KEY)
        logs.disassociate_kms_key(resourceIdentifier=group["arn"])
        [group] = logs.describe_log_groups(logGroupNamePrefix="group")["logGroups"]
        self.assertNotIn("kmsKeyId", group)

    def test_a_group_that_is_not_there_is_told(self) -> None:
        with self.assertRaises(ClientError) as refused:
            client("logs").associate_kms_key(logGroupName="other", kmsKeyId=KEY)
        self.assertEqual(refused.exception.response["Error"]["Code"], "ResourceNotFoundException")
