import json

from .harness import EmulatorTest, client

ENABLED = {"TargetBucket": "logs", "TargetPrefix": "s3/uploads/", "TargetObjectKeyFormat": {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}}}


class Logging(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        for name in ("uploads", "logs"):
            client("s3").create_bucket(Bucket=name)

    def test_a_bucket_policy_that_covers_the_prefix_is_enough(self) -> None:
        s3 = client("s3")
        allow = {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/s3/*"}
        s3.put_bucket_policy(Bucket="logs", Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]}))
        s3.put_bucket_logging(Bucket="uploads", BucketLoggingStatus={"LoggingEnabled": ENABLED})
        self.assertEqual(s3.get_bucket_logging(Bucket="uploads")["LoggingEnabled"], ENABLED)

    def test_a_bucket_that_allows_nothing_is_refused(self) -> None:
        self.assertEqual(self.code_of(client("s3").put_bucket_logging, Bucket="uploads", BucketLoggingStatus={"LoggingEnabled": ENABLED}),
                         "InvalidTargetBucketForLogging")
