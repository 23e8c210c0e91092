import json

from .harness import EmulatorTest, client


class PolicyConditions(EmulatorTest):
    def policy(self, **condition: object) -> None:
        """Give the bucket a policy that denies everything under a condition."""
        client("s3").create_bucket(Bucket="bucket")
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"], "Condition": condition}
        client("s3").put_bucket_policy(Bucket="bucket", Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))

    def test_a_bucket_that_denies_plain_http_can_be_used(self) -> None:
        self.policy(Bool={"aws:SecureTransport": "false"})
        client("s3").put_object(Bucket="bucket", Key="a", Body=b"1")
        self.assertEqual(client("s3").get_object(Bucket="bucket", Key="a")["Body"].read(), b"1")

    def test_a_denial_whose_condition_holds_denies(self) -> None:
        self.policy(Bool={"aws:SecureTransport": "true"})
        # moto answers an object's denial without a body, from which boto3 makes the status the code.
        self.assertEqual(self.code_of(client("s3").put_object, Bucket="bucket", Key="a", Body=b"1"), "403")
