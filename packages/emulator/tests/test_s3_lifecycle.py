from .harness import EmulatorTest, client


class Lifecycle(EmulatorTest):
    def test_a_rule_keeps_how_many_noncurrent_versions_stay(self) -> None:
        s3 = client("s3")
        s3.create_bucket(Bucket="bucket")
        rules = [{"ID": "some", "Status": "Enabled", "Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 90, "NewerNoncurrentVersions": 5}},
                 {"ID": "none", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "NoncurrentVersionExpiration": {"NoncurrentDays": 1}}]
        s3.put_bucket_lifecycle_configuration(Bucket="bucket", LifecycleConfiguration={"Rules": rules})
        self.assertEqual(s3.get_bucket_lifecycle_configuration(Bucket="bucket")["Rules"], rules)
