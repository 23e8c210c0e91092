from .harness import EmulatorTest, client


class SubnetGroups(EmulatorTest):
    def test_a_changed_group_is_there_with_its_changes(self) -> None:
        ec2, rds = client("ec2"), client("rds")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]["SubnetId"]
                   for n, zone in enumerate("ab")]
        rds.create_db_subnet_group(DBSubnetGroupName="group", DBSubnetGroupDescription="first", SubnetIds=subnets)
        rds.modify_db_subnet_group(DBSubnetGroupName="group", DBSubnetGroupDescription="second", SubnetIds=subnets)
        groups = rds.describe_db_subnet_groups(DBSubnetGroupName="group")["DBSubnetGroups"]
        self.assertEqual([group["DBSubnetGroupDescription"] for group in groups], ["second"])
