"""Services on several capacity providers: base, weights, and room on each of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from . import world
from .harness import EmulatorTest, client


def second_provider(most: int = 4, name: str = "spot") -> None:
    """Another capacity provider of the cluster, whose group has no instance yet."""
    group = world.group(0, most, name=f"group-{name}", template=world.launch_template(name=f"template-{name}"))
    client("ecs").create_capacity_provider(name=name, autoScalingGroupProvider={
        "autoScalingGroupArn": group["AutoScalingGroupARN"], "managedScaling": {"status": "ENABLED", "targetCapacity": 100}})
    client("ecs").put_cluster_capacity_providers(cluster=world.CLUSTER, capacityProviders=["provider", name],
                                                 defaultCapacityProviderStrategy=[{"capacityProvider": "provider", "weight": 1}])


def strategy(**items: tuple[int, int]) -> list[dict[str, Any]]:
    """A strategy of (weight, base) by provider."""
    return [{"capacityProvider": name, "weight": weight, "base": base} for name, (weight, base) in items.items()]


def used() -> Counter[str]:
    """Running tasks by capacity provider."""
    return Counter(task["capacityProviderName"] for task in world.running_tasks())


class Mixes(EmulatorTest):
    def test_tasks_are_shared_out_by_weight_after_the_base_and_each_provider_grows_by_itself(self) -> None:
        world.cluster(size=1)
        second_provider()
        world.service(desiredCount=8, capacityProviderStrategy=strategy(provider=(1, 2), spot=(2, 0)))
        self.assertEqual(used(), {"provider": 4, "spot": 4})
        self.assertGreater(world.described_group("group-spot")["DesiredCapacity"], 0)

    def test_a_provider_without_weight_takes_no_more_than_its_base(self) -> None:
        world.cluster(size=1)
        second_provider()
        world.service(desiredCount=4, capacityProviderStrategy=strategy(provider=(0, 1), spot=(1, 0)))
        self.assertEqual(used(), {"provider": 1, "spot": 3})

    def test_a_task_waits_for_room_on_its_own_provider(self) -> None:
        world.cluster(size=4)
        second_provider(most=0)
        found = world.service(desiredCount=3, capacityProviderStrategy=strategy(provider=(1, 1), spot=(1, 0)))
        self.assertEqual((found["runningCount"], used()), (2, {"provider": 2}))
        self.assertIn("No Container Instances were found in your capacity provider", found["events"][0]["message"])

    def test_a_service_moves_to_another_provider_without_an_outage(self) -> None:
        world.cluster(size=1)
        second_provider()
        world.service(desiredCount=2)
        before = {task["taskArn"] for task in world.running_tasks()}
        client("ecs").update_service(cluster=world.CLUSTER, service="service", forceNewDeployment=True,
                                     capacityProviderStrategy=strategy(spot=(1, 0)))
        found = world.described_service()
        self.assertEqual((found["deployments"][0]["rolloutState"], used()), ("COMPLETED", {"spot": 2}))
        self.assertFalse(before & {task["taskArn"] for task in world.running_tasks()})
        started = [event["message"] for event in found["events"]]
        self.assertLess(next(i for i, one in enumerate(started) if "has stopped" in one), next(i for i, one in enumerate(started) if "has started" in one))
        client("ecs").put_cluster_capacity_providers(cluster=world.CLUSTER, capacityProviders=["spot"], defaultCapacityProviderStrategy=[])

    def test_two_bases_and_no_weight_at_all_are_refused(self) -> None:
        world.cluster(size=1)
        second_provider()
        with self.assertRaisesRegex(Exception, "Only one capacity provider in the strategy can have a base value"):
            world.service(capacityProviderStrategy=strategy(provider=(1, 1), spot=(1, 1)))
        with self.assertRaisesRegex(Exception, "must have a weight value greater than 0"):
            world.service(capacityProviderStrategy=strategy(provider=(0, 1), spot=(0, 0)))

    def test_one_off_tasks_are_shared_out_too(self) -> None:
        world.cluster(size=1)
        second_provider()
        started = client("ecs").run_task(cluster=world.CLUSTER, taskDefinition=world.task_definition(), count=3,
                                         capacityProviderStrategy=strategy(provider=(1, 0), spot=(2, 0)))["tasks"]
        self.assertEqual(Counter(task["capacityProviderName"] for task in started), {"provider": 1, "spot": 2})
