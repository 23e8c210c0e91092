from . import world
from .harness import EmulatorTest, client


class TaskDefinitions(EmulatorTest):
    def test_a_memory_reservation_is_enough_and_nothing_is_not(self) -> None:
        self.assertTrue(world.task_definition(memoryReservation=512).endswith("app:1"))
        self.assertEqual(self.code_of(client("ecs").register_task_definition, family="none", requiresCompatibilities=["EC2"],
                                      containerDefinitions=[{"name": "web", "image": "web:1"}]), "ClientException")

    def test_port_mappings_are_completed(self) -> None:
        world.task_definition(portMappings=[{"containerPort": 4000}])
        container = client("ecs").describe_task_definition(taskDefinition="app")["taskDefinition"]["containerDefinitions"][0]
        self.assertEqual(container["portMappings"], [{"containerPort": 4000, "hostPort": 0, "protocol": "tcp"}])

    def test_a_family_stands_for_its_last_active_revision(self) -> None:
        ecs = client("ecs")
        world.task_definition()
        ecs.deregister_task_definition(taskDefinition=world.task_definition())
        self.assertEqual(ecs.describe_task_definition(taskDefinition="app")["taskDefinition"]["revision"], 1)
        self.assertEqual(ecs.describe_task_definition(taskDefinition="app:2")["taskDefinition"]["status"], "INACTIVE")
        self.assertTrue(world.task_definition().endswith("app:3"))
        self.assertEqual(self.code_of(ecs.describe_task_definition, taskDefinition="other"), "ClientException")

    def test_revisions_are_listed_newest_first_a_page_at_a_time(self) -> None:
        ecs = client("ecs")
        for _ in range(11):
            world.task_definition()
        first = ecs.list_task_definitions(familyPrefix="app", sort="DESC", maxResults=2)
        second = ecs.list_task_definitions(familyPrefix="app", sort="DESC", maxResults=20, nextToken=first["nextToken"])
        found = [int(arn.rpartition(":")[2]) for arn in first["taskDefinitionArns"] + second["taskDefinitionArns"]]
        self.assertEqual((found, "nextToken" in second), (list(range(11, 0, -1)), False))

    def test_a_log_router_is_root_or_has_a_number_and_is_used(self) -> None:
        register = client("ecs").register_task_definition
        router = {"name": "router", "image": "fluent-bit:1", "memory": 64, "firelensConfiguration": {"type": "fluentbit"}}
        web = {"name": "web", "image": "web:1", "memory": 64, "logConfiguration": {"logDriver": "awsfirelens"}}
        made = register(family="app", enableFaultInjection=True, networkMode="host", containerDefinitions=[router, web])["taskDefinition"]
        self.assertEqual(({one["name"]: one.get("user") for one in made["containerDefinitions"]}, made["enableFaultInjection"]), ({"router": "0", "web": None}, True))
        self.assertTrue(client("ecs").describe_task_definition(taskDefinition="app")["taskDefinition"]["enableFaultInjection"])
        other = register(family="app", containerDefinitions=[{**router, "user": "1000:1000"}, web])["taskDefinition"]
        self.assertEqual(other["containerDefinitions"][0]["user"], "1000:1000")
        with self.assertRaisesRegex(Exception, "has to begin with a 'UID'"):
            register(family="app", containerDefinitions=[{**router, "user": "fluent"}, web])
        with self.assertRaisesRegex(Exception, "at least one container has to be configured with the awsfirelens log driver"):
            register(family="app", containerDefinitions=[router])
