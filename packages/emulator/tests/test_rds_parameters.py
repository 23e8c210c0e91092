from .harness import EmulatorTest, client


class Parameters(EmulatorTest):
    def test_a_parameter_that_was_set_is_the_users_until_it_is_reset(self) -> None:
        rds = client("rds")
        rds.create_db_parameter_group(DBParameterGroupName="group", DBParameterGroupFamily="postgres17", Description="test")
        given = [{"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}]
        rds.modify_db_parameter_group(DBParameterGroupName="group", Parameters=given)
        found = rds.describe_db_parameters(DBParameterGroupName="group", Source="user")["Parameters"]
        self.assertEqual([(one["ParameterName"], one["ParameterValue"], one["Source"]) for one in found], [("rds.force_ssl", "1", "user")])
        rds.reset_db_parameter_group(DBParameterGroupName="group", Parameters=given)
        self.assertEqual(rds.describe_db_parameters(DBParameterGroupName="group", Source="user")["Parameters"], [])
