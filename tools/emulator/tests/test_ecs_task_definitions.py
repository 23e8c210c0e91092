from . import world
from .harness import EmulatorTest


class TaskDefinitions(EmulatorTest):
    def test_a_memory_reservation_is_enough_and_nothing_is_not(self) -> None:
        self.assertTrue(world.task_definition(memoryReservation=512).endswith("app:1"))
        from .harness import client

        self.assertEqual(self.code_of(client("ecs").register_task_definition, family="none", requiresCompatibilities=["EC2"],
                                      containerDefinitions=[{"name": "web", "image": "web:1"}]), "ClientException")
