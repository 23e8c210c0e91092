from .harness import EmulatorTest, client


class Namespaces(EmulatorTest):
    def test_a_namespace_with_services_is_not_deleted(self) -> None:
        directory = client("servicediscovery")
        operation = directory.create_http_namespace(Name="test")["OperationId"]
        identifier = directory.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]
        service = directory.create_service(Name="api", NamespaceId=identifier)["Service"]["Id"]
        self.assertEqual(self.code_of(directory.delete_namespace, Id=identifier), "ResourceInUse")
        directory.delete_service(Id=service)
        directory.delete_namespace(Id=identifier)
        self.assertEqual(directory.list_namespaces()["Namespaces"], [])
