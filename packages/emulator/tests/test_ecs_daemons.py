"""Daemons, which have a task on each instance, and singletons, which never have two."""

from __future__ import annotations

from typing import Any

from . import world
from .harness import EmulatorTest, client

STATIC = 4000


def daemon(**more: Any) -> dict[str, Any]:
    """A daemon service called `service`."""
    return world.service(**({"schedulingStrategy": "DAEMON", "launchType": "EC2", "desiredCount": None, "capacityProviderStrategy": None} | more))


def hosts() -> list[str]:
    """Instances of the running tasks."""
    return sorted(task["containerInstanceArn"] for task in world.running_tasks())


class Daemons(EmulatorTest):
    def test_each_instance_has_one_task_and_a_new_instance_gets_its_own(self) -> None:
        world.cluster(size=2)
        found = daemon()
        self.assertEqual((found["schedulingStrategy"], found["launchType"], found["desiredCount"], found["runningCount"]), ("DAEMON", "EC2", 2, 2))
        self.assertEqual(found["deployments"][0]["rolloutState"], "COMPLETED")
        self.assertEqual((found["deploymentConfiguration"]["minimumHealthyPercent"], found["deploymentConfiguration"]["maximumPercent"]), (0, 100))
        client("autoscaling").set_desired_capacity(AutoScalingGroupName="group", DesiredCapacity=3)
        self.assertEqual((world.described_service()["runningCount"], len(set(hosts()))), (3, 3))
        client("ecs").delete_service(cluster=world.CLUSTER, service="service")
        self.assertEqual((world.described_service()["status"], world.running_tasks()), ("INACTIVE", []))

    def test_only_instances_that_meet_its_constraints_have_one(self) -> None:
        world.cluster(size=2)
        found = daemon(placementConstraints=[{"type": "memberOf", "expression": "attribute:ecs.availability-zone == us-east-1a"}])
        self.assertEqual((found["desiredCount"], [task["availabilityZone"] for task in world.running_tasks()]), (1, ["us-east-1a"]))

    def test_an_update_stops_the_old_task_of_an_instance_before_the_new_one_starts(self) -> None:
        world.cluster(size=2)
        daemon(taskDefinition=world.task_definition(STATIC))
        new = world.task_definition(STATIC)
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=new)
        found = world.described_service()
        self.assertEqual((found["deployments"][0]["rolloutState"], {task["taskDefinitionArn"] for task in world.running_tasks()}), ("COMPLETED", {new}))
        self.assertEqual(len(set(hosts())), 2)

    def test_an_update_that_may_stop_no_task_hangs(self) -> None:
        world.cluster(size=1)
        daemon(deploymentConfiguration={"minimumHealthyPercent": 50})
        old = [task["taskArn"] for task in world.running_tasks()]
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition())
        self.assertEqual((world.described_service()["deployments"][0]["rolloutState"], [task["taskArn"] for task in world.running_tasks()]), ("IN_PROGRESS", old))

    def test_a_daemon_that_fits_an_instance_no_more_waits_and_says_so(self) -> None:
        world.cluster(size=1, most=1)
        client("ecs").create_service(cluster=world.CLUSTER, serviceName="other", desiredCount=1, taskDefinition=world.task_definition(STATIC, family="other"))
        found = daemon(taskDefinition=world.task_definition(STATIC))
        self.assertEqual((found["runningCount"], found["deployments"][0]["rolloutState"]), (0, "IN_PROGRESS"))
        self.assertIn("is already using a port required by your task", found["events"][0]["message"])

    def test_a_daemon_gets_its_place_on_a_new_instance_before_other_services(self) -> None:
        world.cluster(size=0, most=1)
        daemon(taskDefinition=world.task_definition(cpu=1024))
        client("ecs").create_service(cluster=world.CLUSTER, serviceName="other", desiredCount=2, taskDefinition=world.task_definition(family="other", cpu=1024))
        self.assertEqual(world.described_service()["runningCount"], 1)
        other = client("ecs").describe_services(cluster=world.CLUSTER, services=["other"])["services"][0]
        self.assertEqual(other["runningCount"], 1)

    def test_a_daemon_with_a_strategy_is_refused_also_with_the_clusters_own(self) -> None:
        world.cluster(size=1)
        refused = "Specifying a capacity provider strategy is not supported"
        with self.assertRaisesRegex(Exception, refused):
            daemon(launchType=None)
        with self.assertRaisesRegex(Exception, refused):
            daemon(launchType=None, capacityProviderStrategy=[{"capacityProvider": "provider", "weight": 1}])
        with self.assertRaisesRegex(Exception, "Placement strategies are not supported"):
            daemon(placementStrategy=[{"type": "binpack", "field": "memory"}])
        with self.assertRaisesRegex(Exception, "only for the ECS deployment controller"):
            daemon(deploymentController={"type": "CODE_DEPLOY"})


class Singletons(EmulatorTest):
    def test_the_old_task_stops_before_the_new_one_starts_though_there_is_room_for_both(self) -> None:
        world.cluster(size=2)
        world.service(deploymentConfiguration={"minimumHealthyPercent": 0, "maximumPercent": 100})
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition())
        found = world.described_service()
        happened = ["stopped" if "has stopped" in one["message"] else "started" for one in reversed(found["events"]) if "has st" in one["message"]]
        self.assertEqual((found["deployments"][0]["rolloutState"], happened), ("COMPLETED", ["started", "stopped", "started"]))
