"""ECS: what a container definition must say, and what AWS adds.

moto 5.2.1 demands `memory` of every container of a task definition for EC2, leaves port mappings as they are given, and takes a family
for its last revision even where that was deregistered; it forgets fault injection and lets any user run a log router. AWS takes `memory`,
`memoryReservation`, or the memory of the whole task, completes port mappings and the user of a log router (root), rejects one without a
number, and takes a family for its last ACTIVE revision. AWS also lists in the order and the pages that are asked for.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.exceptions import EcsClientException, TaskDefinitionMemoryError
from moto.ecs.models import EC2ContainerServiceBackend, TaskDefinition
from moto.ecs.responses import EC2ContainerServiceResponse

from .patching import wraps


@wraps(EC2ContainerServiceBackend)
def _validate_container_defs(original: Any, memory: str | None, container_definitions: list[dict[str, Any]], compatibilities: Any) -> None:
    """Check all but the memory as moto does, and the memory as AWS does."""
    for container in container_definitions:
        if not memory and "memory" not in container and "memoryReservation" not in container:
            raise TaskDefinitionMemoryError(container.get("name", ""))
    original(memory or "checked", container_definitions, compatibilities)


def refuse_log_routers(containers: list[dict[str, Any]]) -> None:
    """Raise errors for a router whose user has no number, or that nobody logs to."""
    routers = [one for one in containers if one.get("firelensConfiguration")]
    # Users other than root since version 1.96.0 of the agent; the agent cannot look up a name (amazon-ecs-agent 4596).
    if not all(one.get("user", "0").split(":")[0].isdecimal() for one in routers):
        raise EcsClientException("If 'user' field is specified on firelens container, then it has to begin with a 'UID'.")
    if routers and not any((one.get("logConfiguration") or {}).get("logDriver") == "awsfirelens" for one in containers):
        raise EcsClientException("When a firelensConfiguration object is specified, at least one container has to be configured with the "
                                 "awsfirelens log driver.")


@wraps(EC2ContainerServiceResponse)
def register_task_definition(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """Check log routers, and keep whether faults may be injected."""
    refuse_log_routers(self._get_param("containerDefinitions"))
    answer = original(self)
    answer.result["taskDefinition"].enableFaultInjection = self._get_param("enableFaultInjection")
    return answer


@wraps(TaskDefinition, "__init__")
def completed(original: Any, self: TaskDefinition, *arguments: Any, **options: Any) -> None:
    """Complete port mappings: tcp; in bridge mode any host port, else that of the container."""
    original(self, *arguments, **options)
    for container in self.container_definitions:
        container.setdefault("systemControls", [])
        if container.get("firelensConfiguration"):
            container.setdefault("user", "0")
        for mapping in container["portMappings"]:
            mapping.setdefault("protocol", "tcp")
            mapping.setdefault("hostPort", 0 if self.network_mode == "bridge" else mapping["containerPort"])


@wraps(EC2ContainerServiceBackend)
def describe_task_definition(original: Any, self: EC2ContainerServiceBackend, task_definition_str: str) -> TaskDefinition:
    """Take a family for its last ACTIVE revision."""
    name = task_definition_str.split("/")[-1]
    active = [number for number, one in self.task_definitions.get(name, {}).items() if one.status == "ACTIVE"]
    return original(self, f"{name}:{max(active)}" if active else name if ":" in name else f"{name}:0")


@wraps(EC2ContainerServiceResponse)
def list_task_definitions(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """List by family and revision, ascending or descending, a page at a time."""
    every = original(self).result["taskDefinitionArns"]
    every.sort(key=lambda arn: (arn.rpartition(":")[0], int(arn.rpartition(":")[2])), reverse=self._get_param("sort") == "DESC")
    first, size = int(self._get_param("nextToken") or 0), self._get_param("maxResults") or 100
    page = {"taskDefinitionArns": every[first:first + size]}
    return ActionResult(page | ({"nextToken": str(first + size)} if len(every) > first + size else {}))
