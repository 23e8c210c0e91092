from .harness import EmulatorTest, client


class SecurityGroupRules(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.group, self.other, self.third = (client("ec2").create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
                                              for name in ("group", "other", "third"))

    def authorize(self, **permission: object) -> dict:
        """Add one rule to the group, and tell it."""
        return client("ec2").authorize_security_group_ingress(GroupId=self.group, IpPermissions=[permission])["SecurityGroupRules"][0]

    def described(self, rule: dict) -> dict:
        """A rule as it reads back."""
        return client("ec2").describe_security_group_rules(SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])["SecurityGroupRules"][0]

    def test_rules_from_a_group_or_a_prefix_list_keep_their_description(self) -> None:
        tcp = {"IpProtocol": "tcp", "FromPort": 4000, "ToPort": 4000}
        from_group = self.authorize(**tcp, UserIdGroupPairs=[{"GroupId": self.other, "Description": "from other"}])
        from_list = self.authorize(**tcp, PrefixListIds=[{"PrefixListId": "pl-1", "Description": "from S3"}])
        self.assertEqual([self.described(rule)["Description"] for rule in (from_group, from_list)], ["from other", "from S3"])
        self.assertEqual(self.described(from_group)["ReferencedGroupInfo"]["GroupId"], self.other)

    def test_a_rule_for_the_same_traffic_is_a_duplicate_whatever_its_description(self) -> None:
        rule = {"IpProtocol": "tcp", "FromPort": 4000, "ToPort": 4000}
        self.authorize(**rule, UserIdGroupPairs=[{"GroupId": self.other, "Description": "one"}])
        again = [{**rule, "UserIdGroupPairs": [{"GroupId": self.other, "Description": "two"}]}]
        self.assertEqual(self.code_of(client("ec2").authorize_security_group_ingress, GroupId=self.group, IpPermissions=again),
                         "InvalidPermission.Duplicate")

    def test_a_rule_for_all_traffic_can_be_given_another_source_and_description(self) -> None:
        rule = self.authorize(IpProtocol="-1", UserIdGroupPairs=[{"GroupId": self.other, "Description": "old"}])
        changed = {"IpProtocol": "-1", "ReferencedGroupId": self.third, "Description": "new"}
        client("ec2").modify_security_group_rules(GroupId=self.group, SecurityGroupRules=[
            {"SecurityGroupRuleId": rule["SecurityGroupRuleId"], "SecurityGroupRule": changed}])
        described = self.described(rule)
        self.assertEqual((described["ReferencedGroupInfo"]["GroupId"], described["Description"], described["FromPort"]), (self.third, "new", -1))
