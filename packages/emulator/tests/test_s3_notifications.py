from .harness import EmulatorTest, client


class Notifications(EmulatorTest):
    def test_a_bucket_tells_that_its_events_go_to_event_bridge(self) -> None:
        s3 = client("s3")
        s3.create_bucket(Bucket="bucket")
        s3.put_bucket_notification_configuration(Bucket="bucket", NotificationConfiguration={"EventBridgeConfiguration": {}})
        self.assertIn("EventBridgeConfiguration", s3.get_bucket_notification_configuration(Bucket="bucket"))
