from .harness import EmulatorTest, client


class BucketConfigurations(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        client("s3").create_bucket(Bucket="bucket")

    def test_a_configuration_with_an_id_is_kept_and_its_deletion_leaves_the_bucket(self) -> None:
        s3 = client("s3")
        s3.put_bucket_metrics_configuration(Bucket="bucket", Id="all", MetricsConfiguration={"Id": "all", "Filter": {"Prefix": "uploads/"}})
        found = s3.get_bucket_metrics_configuration(Bucket="bucket", Id="all")["MetricsConfiguration"]
        self.assertEqual(found, {"Id": "all", "Filter": {"Prefix": "uploads/"}})
        s3.delete_bucket_metrics_configuration(Bucket="bucket", Id="all")
        self.assertEqual(self.code_of(s3.get_bucket_metrics_configuration, Bucket="bucket", Id="all"), "NoSuchConfiguration")
        self.assertEqual([bucket["Name"] for bucket in s3.list_buckets()["Buckets"]], ["bucket"])

    def test_an_unknown_sub_resource_is_refused_and_not_taken_for_the_bucket(self) -> None:
        payer = {"RequestPaymentConfiguration": {"Payer": "Requester"}}
        self.assertEqual(self.code_of(client("s3").put_bucket_request_payment, Bucket="bucket", **payer), "NotImplementedByEmulator")
