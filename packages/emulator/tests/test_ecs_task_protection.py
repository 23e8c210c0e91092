from . import world
from .harness import EmulatorTest, client


class TaskProtection(EmulatorTest):
    def test_a_protected_task_outlives_scaling_in_until_its_protection_ends(self) -> None:
        world.cluster(size=1)
        world.service(desiredCount=2)
        ecs, arns = client("ecs"), [task["taskArn"] for task in world.running_tasks()]
        protected = ecs.update_task_protection(cluster=world.CLUSTER, tasks=arns, protectionEnabled=True, expiresInMinutes=60)["protectedTasks"]
        self.assertEqual([one["protectionEnabled"] for one in protected], [True, True])
        ecs.update_service(cluster=world.CLUSTER, service="service", desiredCount=1)
        self.assertEqual(len(world.running_tasks()), 2)
        ecs.update_task_protection(cluster=world.CLUSTER, tasks=[arns[0]], protectionEnabled=False)
        self.assertEqual([task["taskArn"] for task in world.running_tasks()], [arns[1]])
        described = ecs.get_task_protection(cluster=world.CLUSTER, tasks=arns)
        self.assertEqual([one["taskArn"] for one in described["protectedTasks"] if one["protectionEnabled"]], [arns[1]])
        self.assertEqual([one["arn"] for one in described["failures"]], [arns[0]])

    def test_a_task_without_a_service_cannot_be_protected(self) -> None:
        world.cluster(size=1)
        world.task_definition()
        arn = client("ecs").run_task(cluster=world.CLUSTER, taskDefinition="app")["tasks"][0]["taskArn"]
        answer = client("ecs").update_task_protection(cluster=world.CLUSTER, tasks=[arn], protectionEnabled=True)
        self.assertEqual([one["reason"] for one in answer["failures"]], ["TASK_NOT_VALID"])
