from .harness import EmulatorTest, client


class QueryDefinitions(EmulatorTest):
    def test_a_saved_query_is_created_changed_found_by_prefix_and_deleted(self) -> None:
        logs = client("logs")
        identifier = logs.put_query_definition(name="app/errors", queryString="fields @message", logGroupNames=["/a"])["queryDefinitionId"]
        logs.put_query_definition(queryDefinitionId=identifier, name="app/errors", queryString="stats count()")
        logs.put_query_definition(name="other", queryString="fields @message")
        found = logs.describe_query_definitions(queryDefinitionNamePrefix="app/")["queryDefinitions"]
        self.assertEqual([(one["queryDefinitionId"], one["queryString"]) for one in found], [(identifier, "stats count()")])
        self.assertTrue(logs.delete_query_definition(queryDefinitionId=identifier)["success"])
        self.assertEqual(self.code_of(logs.delete_query_definition, queryDefinitionId=identifier), "ResourceNotFoundException")
