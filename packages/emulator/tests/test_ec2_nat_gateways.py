from .harness import EmulatorTest, client


class NatGateways(EmulatorTest):
    def test_one_made_without_a_connectivity_type_is_public(self) -> None:
        ec2 = client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
        described = ec2.describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"][0]
        self.assertEqual(described["ConnectivityType"], "public")
        interface = described["NatGatewayAddresses"][0]["NetworkInterfaceId"]
        [interface] = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])["NetworkInterfaces"]
        self.assertEqual(interface["Groups"], [])
        private = ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")["NatGateway"]["NatGatewayId"]
        described = ec2.describe_nat_gateways(NatGatewayIds=[private])["NatGateways"][0]
        self.assertEqual(described["ConnectivityType"], "private")
