from .harness import EmulatorTest, client


class FlowLogs(EmulatorTest):
    def test_flow_logs_go_to_a_folder_of_a_bucket_in_the_format_that_was_asked_for(self) -> None:
        ec2 = client("ec2")
        client("s3").create_bucket(Bucket="logs")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        options = {"FileFormat": "parquet", "HiveCompatiblePartitions": False, "PerHourPartition": True}
        created = ec2.create_flow_logs(ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogDestinationType="s3",
                                       LogDestination="arn:aws:s3:::logs/flow", DestinationOptions=options)
        self.assertEqual(created["Unsuccessful"], [])
        described = ec2.describe_flow_logs(FlowLogIds=created["FlowLogIds"])["FlowLogs"][0]
        self.assertEqual((described["LogDestination"], described["DestinationOptions"]), ("arn:aws:s3:::logs/flow", options))
