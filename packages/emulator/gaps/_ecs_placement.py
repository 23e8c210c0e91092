"""Where an ECS task goes: what it needs, which container instances have that, and which of them comes first.

Source of the rules: Amazon ECS developer guide, "How Amazon ECS places tasks on container instances", and the service event messages
of its troubleshooting chapter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from moto.ecs.models import ContainerInstance, Service, Task, TaskDefinition

# Host ports that bridge mode takes for containers which ask for port 0: the kernel's range on Amazon Linux 2023.
EPHEMERAL_PORTS = range(32768, 61000)


def needs(definition: TaskDefinition) -> dict[str, Any]:
    """What a task takes of an instance: CPU units, MiB, and static host ports, in the shape of moto's resources.

    The task's own cpu and memory count where they are given; else the containers' sum, where memoryReservation goes before memory.
    """
    containers = definition.container_definitions
    memory = sum(int(one.get("memoryReservation") or one.get("memory") or 0) for one in containers)
    ports = [] if definition.network_mode == "awsvpc" else [
        int(mapping["containerPort"] if definition.network_mode == "host" else mapping["hostPort"])
        for one in containers for mapping in one.get("portMappings") or []
        if definition.network_mode == "host" or mapping.get("hostPort")
    ]
    return {
        "CPU": int(definition.cpu or sum(int(one.get("cpu") or 0) for one in containers)),
        "MEMORY": int(definition.memory or memory),
        "PORTS": ports,
        "PORTS_UDP": [],
    }


def remaining(instance: ContainerInstance, resource: str) -> Any:
    """What is left of CPU or MEMORY on an instance, or which PORTS are taken."""
    found = next(one for one in instance.remaining_resources if one["name"] == resource)
    return found.get("stringSetValue", found["integerValue"])


def why_not(instance: ContainerInstance, wanted: dict[str, Any]) -> str | None:
    """Say what keeps a task off an instance, in the words of ECS's service events; None where nothing does."""
    if any(str(port) in remaining(instance, "PORTS") for port in wanted["PORTS"]):
        return "is already using a port required by your task"
    if wanted["CPU"] > remaining(instance, "CPU"):
        return "has insufficient CPU units available"
    if wanted["MEMORY"] > remaining(instance, "MEMORY"):
        return "has insufficient memory available"
    return None


def obeys(instance: ContainerInstance, constraints: list[dict[str, str]], here: list[Task]) -> bool:
    """Whether placement constraints let a task onto an instance that has these tasks of the same service."""
    return all(
        not any(task.container_instance_arn == instance.container_instance_arn for task in here)
        if constraint["type"] == "distinctInstance"
        else matches(instance, constraint.get("expression", ""))
        for constraint in constraints
    )


def matches(instance: ContainerInstance, expression: str) -> bool:
    """Evaluate a memberOf expression: `attribute:NAME ==|!=|=~|!~ VALUE`, or `in|not_in [A, B]`, joined by `and`.

    Raises ValueError on the rest of the cluster query language.
    """
    verdicts = []
    for term in re.split(r"\s+and\s+", expression.strip()):
        parsed = re.fullmatch(r"attribute:([\w.-]+)\s*(==|!=|=~|!~|not_in|in)\s*(.+)", term)
        if not parsed:
            raise ValueError(f"placement expression the emulator does not know: {term}")
        value, operator, right = str(instance.attributes.get(parsed[1], "")), parsed[2], parsed[3].strip()
        listed = [one.strip() for one in right.strip("[]").split(",")]
        tests: dict[str, Callable[[], bool]] = {
            "==": lambda: value == right,
            "!=": lambda: value != right,
            "=~": lambda: re.fullmatch(right, value) is not None,
            "!~": lambda: re.fullmatch(right, value) is None,
            "in": lambda: value in listed,
            "not_in": lambda: value not in listed,
        }
        verdicts.append(tests[operator]())
    return all(verdicts)


def in_order(instances: list[ContainerInstance], service: Service, here: list[Task]) -> list[ContainerInstance]:
    """Sort instances by the service's placement strategy; AWS's default spreads over the zones."""
    by_arn = {instance.container_instance_arn: instance for instance in instances}
    hosts = [by_arn[task.container_instance_arn] for task in here if task.container_instance_arn in by_arn]
    strategies = service.placementStrategy or [{"type": "spread", "field": "attribute:ecs.availability-zone"}]

    def value(instance: ContainerInstance, field: str) -> str:
        return instance.id if field in ("instanceId", "host") else str(instance.attributes.get(field.removeprefix("attribute:")))

    tasks = {one["field"]: Counter(value(host, one["field"]) for host in hosts) for one in strategies if one["type"] == "spread"}

    def key(instance: ContainerInstance) -> tuple[Any, ...]:
        return tuple(
            tasks[one["field"]][value(instance, one["field"])] if one["type"] == "spread"
            else remaining(instance, one["field"].upper()) if one["type"] == "binpack"
            else 0  # random: the order of registration is as good as any
            for one in strategies
        )

    return sorted(instances, key=key)


def bindings(container: dict[str, Any], definition: TaskDefinition, taken: set[str]) -> list[dict[str, Any]]:
    """Bind a container's ports on an instance: the static one, or the first free ephemeral one, which is then taken."""
    bound = []
    for mapping in [] if definition.network_mode == "awsvpc" else container.get("portMappings") or []:
        port = mapping["containerPort"] if definition.network_mode == "host" else mapping.get("hostPort")
        port = port or next(one for one in EPHEMERAL_PORTS if str(one) not in taken)
        taken.add(str(port))
        bound.append({"bindIP": "0.0.0.0", "containerPort": mapping["containerPort"], "hostPort": int(port),
                      "protocol": mapping.get("protocol", "tcp")})
    return bound
