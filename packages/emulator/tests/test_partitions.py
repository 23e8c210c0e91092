import re

from moto.ecs.models import ecs_backends

from .harness import ACCOUNT, EmulatorTest, client
from gaps._ecs_containers import image_exists  # (harness puts the emulator on the path)

CHINA, GOVCLOUD = "cn-north-1", "us-gov-west-1"
PARTITIONS = {CHINA: "aws-cn", GOVCLOUD: "aws-us-gov", "us-east-1": "aws"}


class Partitions(EmulatorTest):
    def test_who_calls_is_of_the_partition(self) -> None:
        for region, partition in PARTITIONS.items():
            self.assertRegex(client("sts", region).get_caller_identity()["Arn"], f"^arn:{partition}:")

    def test_a_registry_has_the_host_of_its_region(self) -> None:
        for region, suffix in ((CHINA, "amazonaws.com.cn"), (GOVCLOUD, "amazonaws.com")):
            ecr = client("ecr", region)
            host = f"{ACCOUNT}.dkr.ecr.{region}.{suffix}"
            self.assertEqual(ecr.create_repository(repositoryName="shop")["repository"]["repositoryUri"], f"{host}/shop")
            self.assertFalse(image_exists(ecs_backends[ACCOUNT][region], f"{host}/shop:missing"))
            self.assertEqual(ecr.get_authorization_token()["authorizationData"][0]["proxyEndpoint"], f"https://{host}")

    def test_load_balancers_and_databases_have_the_hosts_of_their_region(self) -> None:
        for region, balancer, database in ((CHINA, f".{CHINA}.elb.amazonaws.com.cn", f".rds.{CHINA}.amazonaws.com.cn"),
                                           (GOVCLOUD, f".{GOVCLOUD}.elb.amazonaws.com", f".{GOVCLOUD}.rds.amazonaws.com")):
            ec2 = client("ec2", region)
            vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
            subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{index}.0/24", AvailabilityZone=f"{region}{zone}")["Subnet"]["SubnetId"]
                       for index, zone in enumerate("ab")]
            made = client("elbv2", region).create_load_balancer(Name="shop", Subnets=subnets)["LoadBalancers"][0]
            self.assertTrue(made["DNSName"].endswith(balancer), made["DNSName"])
            rds = client("rds", region)
            rds.create_db_instance(DBInstanceIdentifier="shop", DBInstanceClass="db.t4g.medium", Engine="postgres", AllocatedStorage=20,
                                   StorageEncrypted=True, MasterUsername="app", MasterUserPassword="not-a-secret")
            found = rds.describe_db_instances()["DBInstances"][0]
            self.assertTrue(found["Endpoint"]["Address"].endswith(database), found["Endpoint"]["Address"])
            self.assertRegex(found["KmsKeyId"], f"^arn:{PARTITIONS[region]}:kms:{region}:")

    def test_a_region_has_its_zones(self) -> None:
        for region, letters in ((CHINA, "abcd"), (GOVCLOUD, "abc"), ("cn-northwest-1", "abc")):
            zones = client("ec2", region).describe_availability_zones()["AvailabilityZones"]
            self.assertEqual([zone["ZoneName"] for zone in zones], [f"{region}{letter}" for letter in letters])

    def test_codedeploy_keeps_tags_under_the_arn_of_the_partition(self) -> None:
        for region, partition in PARTITIONS.items():
            codedeploy = client("codedeploy", region)
            codedeploy.create_application(applicationName="shop", computePlatform="ECS", tags=[{"Key": "Team", "Value": "web"}])
            arn = f"arn:{partition}:codedeploy:{region}:{ACCOUNT}:application:shop"
            self.assertEqual(codedeploy.list_tags_for_resource(ResourceArn=arn)["Tags"], [{"Key": "Team", "Value": "web"}])

    def test_images_of_ecs_and_instance_types_are_offered(self) -> None:
        for region in (CHINA, GOVCLOUD):
            name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
            self.assertRegex(client("ssm", region).get_parameter(Name=name)["Parameter"]["Value"], "^ami-")
            filters = [{"Name": "instance-type", "Values": ["m6g.large"]}]
            offered = client("ec2", region).describe_instance_type_offerings(LocationType="availability-zone", Filters=filters)["InstanceTypeOfferings"]
            self.assertIn(f"{region}a", [one["Location"] for one in offered])
            self.assertFalse([one for one in offered if not re.match(f"{region}[a-z]$", one["Location"])])

    def test_what_ecs_answers_is_of_the_partition(self) -> None:
        for region, partition in PARTITIONS.items():
            ecs = client("ecs", region)
            self.assertRegex(ecs.create_cluster(clusterName="shop")["cluster"]["clusterArn"], f"^arn:{partition}:ecs:{region}:")
            failure = ecs.describe_tasks(cluster="shop", tasks=["0" * 32])["failures"][0]
            self.assertEqual(failure["arn"], f"arn:{partition}:ecs:{region}:{ACCOUNT}:task/shop/{'0' * 32}")
            settings = ecs.list_account_settings(effectiveSettings=True)["settings"]
            self.assertEqual({setting["principalArn"] for setting in settings}, {f"arn:{partition}:iam::{ACCOUNT}:root"})
