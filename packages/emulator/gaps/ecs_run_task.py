"""ECS: one-off tasks.

moto 5.2.1 runs tasks on any instance regardless of capacity provider, ports and placement; ignores overrides; makes one container of
however many; fails with a crash where the cluster has no instances; never stops a task by itself; and says nothing of tasks it does not
know. On AWS a task goes to an instance with room, PENDING, RUNNING, and STOPPED with the exit codes of its containers.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Task, TaskDefinition
from moto.ecs.responses import EC2ContainerServiceResponse

from . import _ecs_scheduler as scheduler
from . import _ecs_tasks as tasks
from .patching import wraps


def refuse(backend: EC2ContainerServiceBackend, definition: TaskDefinition, given: dict[str, Any]) -> None:
    """Raise AWS's errors for what cannot be run."""
    if definition.status != "ACTIVE":
        raise InvalidParameterException("TaskDefinition is inactive")
    if given.get("launchType") and given.get("capacityProviderStrategy"):
        raise InvalidParameterException("Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.")
    if not 1 <= int(given.get("count") or 1) <= 10:
        raise InvalidParameterException("count should be between 1 and 10.")
    names = {one["name"] for one in definition.container_definitions}
    for one in (given.get("overrides") or {}).get("containerOverrides", []):
        if one.get("name") not in names:
            raise InvalidParameterException(f"Override for container named {one.get('name')} is not a container in the TaskDefinition.")


def overridden(definition: TaskDefinition, overrides: dict[str, Any]) -> dict[str, Any]:
    """The overrides as AWS tells them: every container is named."""
    given = {one["name"]: one for one in overrides.get("containerOverrides", [])}
    every = [given.get(one["name"], {"name": one["name"]}) for one in definition.container_definitions]
    return {**overrides, "containerOverrides": every, "inferenceAcceleratorOverrides": []}


def resource(reason: str) -> str:
    """The failure reason of RunTask for what the service scheduler says in words."""
    for words, short in (("CPU", "RESOURCE:CPU"), ("memory", "RESOURCE:MEMORY"), ("port", "RESOURCE:PORTS")):
        if words in reason:
            return short
    return "MemberOf placement constraint unsatisfied."


@wraps(EC2ContainerServiceResponse)
def run_task(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """Place each task; those that fit nowhere are failures."""
    backend, given = self.ecs_backend, self._get_params()
    cluster = backend._get_cluster(given.get("cluster", "default"))
    definition = backend.describe_task_definition(given["taskDefinition"])
    refuse(backend, definition, given)
    strategy = given.get("capacityProviderStrategy") or ([] if given.get("launchType") else cluster.default_capacity_provider_strategy) or []
    fargate = given.get("launchType") == "FARGATE" or any(one["capacityProvider"].startswith("FARGATE") for one in strategy)
    wanted = SimpleNamespace(cluster_name=cluster.name, capacityProviderStrategy=strategy, placementConstraints=given.get("placementConstraints"),
                             placementStrategy=given.get("placementStrategy"))
    overrides = given.get("overrides") or {}
    tags = given.get("tags") or (list(definition.tags) if given.get("propagateTags") == "TASK_DEFINITION" else [])
    started: list[Task] = []
    failures: list[dict[str, Any]] = []
    for _ in range(int(given.get("count") or 1)):
        provider = None if fargate else scheduler.next_provider(strategy, started)
        instance, reason = (None, "") if fargate else scheduler.place(backend, wanted, definition, started, provider)
        if instance is None and provider and scheduler.scale_out(backend, cluster.name, provider):
            instance, reason = scheduler.place(backend, wanted, definition, started, provider)
        if instance is None and not fargate:
            members = list(backend.container_instances.get(cluster.name, {}).values())
            if not members:
                raise InvalidParameterException("No Container Instances were found in your cluster.")
            failures.append({"arn": members[0].container_instance_arn, "reason": resource(reason)})
            continue
        started.append(tasks.launch(
            backend, definition, instance, cluster.name, given.get("group") or f"family:{definition.family}", overridden(definition, overrides),
            launch_type="FARGATE" if fargate else "EC2", started_by=given.get("startedBy"), tags=tags,
            networking_configuration=given.get("networkConfiguration")))
        started[-1].enable_execute_command = given.get("enableExecuteCommand", False)
    scheduler.count(backend)
    return ActionResult({"tasks": started, "failures": failures})


@wraps(EC2ContainerServiceResponse)
def describe_tasks(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """Tell of tasks that are not there."""
    answer = original(self)
    found = {task.id for task in answer.result["tasks"]}
    cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default"))
    prefix = f"arn:{self.partition}:ecs:{self.region}:{self.current_account}:task/{cluster.name}"
    answer.result["failures"] = [{"arn": f"{prefix}/{identifier}", "reason": "MISSING"} for one in self._get_param("tasks", [])
                                 if (identifier := one.rpartition("/")[2]) not in found]
    return answer
