from . import world
from .harness import EmulatorTest, client


class SubnetAttributes(EmulatorTest):
    def test_a_subnet_keeps_the_host_name_type_of_its_instances(self) -> None:
        subnet = world.subnets(1)[0]
        client("ec2").modify_subnet_attribute(SubnetId=subnet, PrivateDnsHostnameTypeOnLaunch="resource-name")
        described = client("ec2").describe_subnets(SubnetIds=[subnet])["Subnets"][0]
        self.assertEqual(described["PrivateDnsNameOptionsOnLaunch"]["HostnameType"], "resource-name")
