from .harness import EmulatorTest, client


class TaggedResources(EmulatorTest):
    def test_resources_of_ec2_ecr_and_load_balancers_are_found_by_their_tags(self) -> None:
        ec2, elbv2 = client("ec2"), client("elbv2")
        tags = [{"Key": "Stack", "Value": "shop"}]

        def tagged(kind: str) -> list[dict]:
            return [{"ResourceType": kind, "Tags": tags}]

        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{zone}.0/24", AvailabilityZone=f"us-east-1{letter}")["Subnet"]["SubnetId"]
                   for zone, letter in enumerate("ab")]
        ec2.allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip"))
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", TagSpecifications=tagged("vpc-endpoint"))
        ec2.allocate_address(Domain="vpc", TagSpecifications=[{"ResourceType": "elastic-ip", "Tags": [{"Key": "Stack", "Value": "other"}]}])
        client("s3").create_bucket(Bucket="logs")
        ec2.create_flow_logs(ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogDestinationType="s3",
                             LogDestination="arn:aws:s3:::logs", TagSpecifications=tagged("vpc-flow-log"))
        client("ecr").create_repository(repositoryName="shop", tags=tags)
        balancer = elbv2.create_load_balancer(Name="shop", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        elbv2.create_listener(LoadBalancerArn=balancer, Port=80, Protocol="HTTP", Tags=tags,
                              DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])

        found = client("resourcegroupstaggingapi").get_resources(TagFilters=[{"Key": "Stack", "Values": ["shop"]}])
        kinds = sorted(one["ResourceARN"].split(":", 5)[2] + ":" + one["ResourceARN"].split(":", 5)[5].split("/")[0]
                       for one in found["ResourceTagMappingList"])
        self.assertEqual(kinds, ["ec2:elastic-ip", "ec2:vpc-endpoint", "ec2:vpc-flow-log", "ecr:repository", "elasticloadbalancing:listener"])
