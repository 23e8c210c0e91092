from .harness import EmulatorTest, client


class OptionGroups(EmulatorTest):
    def test_a_group_of_a_current_major_version_can_be_made_and_used(self) -> None:
        rds = client("rds")
        for engine, version in (("mysql", "8.4"), ("postgres", "18"), ("mariadb", "11.8")):
            rds.create_option_group(OptionGroupName=f"group-{engine}", EngineName=engine, MajorEngineVersion=version, OptionGroupDescription="test")
            found = rds.describe_option_groups(OptionGroupName=f"group-{engine}")["OptionGroupsList"][0]
            self.assertEqual((found["EngineName"], found["MajorEngineVersion"]), (engine, version))
        database = rds.create_db_instance(DBInstanceIdentifier="database", DBInstanceClass="db.t4g.medium", Engine="mysql", EngineVersion="8.4.5",
                                          AllocatedStorage=20, MasterUsername="app", MasterUserPassword="not-a-secret", OptionGroupName="group-mysql")
        self.assertEqual(database["DBInstance"]["OptionGroupMemberships"][0]["OptionGroupName"], "group-mysql")

    def test_a_version_that_nobody_has_is_refused(self) -> None:
        rds = client("rds")
        with self.assertRaisesRegex(rds.exceptions.ClientError, "Cannot find major version 99"):
            rds.create_option_group(OptionGroupName="group", EngineName="mysql", MajorEngineVersion="99", OptionGroupDescription="test")
