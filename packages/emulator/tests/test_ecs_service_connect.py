from __future__ import annotations

from typing import Any

from . import world
from .harness import EmulatorTest, client


def definition(**more: Any) -> str:
    """A task definition with a named port and memory of its own."""
    arguments = {"family": "api", "networkMode": "bridge", "memory": "640", "containerDefinitions": [
        {"name": "web", "image": "web:1", "memoryReservation": 512, "portMappings": [{"containerPort": 4000, "name": "http"}]}]} | more
    return client("ecs").register_task_definition(**{key: value for key, value in arguments.items() if value is not None})["taskDefinition"]["taskDefinitionArn"]


def namespace() -> str:
    """The ARN of a new namespace."""
    directory = client("servicediscovery")
    operation = directory.create_http_namespace(Name="test")["OperationId"]
    identifier = directory.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]
    return directory.get_namespace(Id=identifier)["Namespace"]["Arn"]


def names() -> list[str]:
    """Names of the services in Cloud Map."""
    return sorted(one["Name"] for one in client("servicediscovery").list_services()["Services"])


class ServiceConnect(EmulatorTest):
    def test_a_service_is_in_the_namespace_as_long_as_it_lives(self) -> None:
        world.cluster(size=1)
        configuration = {"enabled": True, "namespace": namespace(), "services": [
            {"portName": "http", "discoveryName": "api", "clientAliases": [{"port": 80, "dnsName": "api"}]}]}
        deployment = world.service(taskDefinition=definition(), serviceConnectConfiguration=configuration)["deployments"][0]
        self.assertEqual((deployment["serviceConnectConfiguration"], deployment["rolloutState"]), (configuration, "COMPLETED"))
        self.assertEqual([one["discoveryName"] for one in deployment["serviceConnectResources"]], ["api"])
        self.assertEqual(names(), ["api"])
        identifier = configuration["namespace"].rpartition("/")[2]
        self.assertEqual(self.code_of(client("servicediscovery").delete_namespace, Id=identifier), "ResourceInUse")

        renamed = {**configuration, "services": [{**configuration["services"][0], "discoveryName": "web"}]}
        client("ecs").update_service(cluster=world.CLUSTER, service="service", serviceConnectConfiguration=renamed)
        after = world.described_service()["deployments"][0]
        self.assertEqual((names(), after["serviceConnectConfiguration"]), (["web"], renamed))
        self.assertNotEqual(after["id"], deployment["id"])

        client("ecs").delete_service(cluster=world.CLUSTER, service="service", force=True)
        self.assertEqual(names(), [])
        client("servicediscovery").delete_namespace(Id=identifier)

    def test_what_cannot_work_is_refused(self) -> None:
        world.cluster(size=1)
        arn = namespace()
        for arguments, configuration, message in (
            ({"taskDefinition": definition(memory=None)}, {}, "must have a task memory limit"),
            ({"taskDefinition": definition(networkMode="host")}, {}, "only for the bridge and awsvpc network modes"),
            ({"taskDefinition": definition()}, {"namespace": "other"}, "The namespace other was not found"),
            ({"taskDefinition": definition()}, {"services": [{"portName": "grpc", "clientAliases": [{"port": 1}]}]}, "does not refer to any named PortMapping"),
            ({"taskDefinition": definition(), "deploymentController": {"type": "CODE_DEPLOY"}}, {}, "only for services with the ECS deployment controller"),
        ):
            with self.subTest(message), self.assertRaisesRegex(Exception, message):
                world.service(**arguments, serviceConnectConfiguration={"enabled": True, "namespace": arn, **configuration})
