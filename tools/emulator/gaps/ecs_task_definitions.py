"""ECS: what a container definition must say about memory.

moto 5.2.1 demands `memory` of every container of a task definition for EC2. AWS takes `memory`, `memoryReservation`, or the memory of
the whole task.
"""

from __future__ import annotations

from typing import Any

from moto.ecs.exceptions import TaskDefinitionMemoryError
from moto.ecs.models import EC2ContainerServiceBackend

from .patching import wraps


@wraps(EC2ContainerServiceBackend)
def _validate_container_defs(original: Any, memory: str | None, container_definitions: list[dict[str, Any]], compatibilities: Any) -> None:
    """Check all but the memory as moto does, and the memory as AWS does."""
    for container in container_definitions:
        if not memory and "memory" not in container and "memoryReservation" not in container:
            raise TaskDefinitionMemoryError(container.get("name", ""))
    original(memory or "checked", container_definitions, compatibilities)
