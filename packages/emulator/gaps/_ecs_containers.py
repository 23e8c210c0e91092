"""What becomes of a task's containers: as the rules of control.py say, else they run and are healthy at once; and what they log.

A one-off task without a rule works for a moment and exits with 0.
"""

from __future__ import annotations

import re
import time
from typing import Any

from moto.ecr.models import ecr_backends
from moto.ecs.models import Container, EC2ContainerServiceBackend, Task
from moto.logs.models import logs_backends

from control import Outcome, control


def outcome(task: Task, container: Container) -> Outcome:
    """What the rules say of a container now: they hold for tasks that run already, too."""
    command = " ".join(container.command or [])
    found = control.outcome(task.family, container.name, container.image or "", command)
    if found is not None:
        return found
    return Outcome() if task.group.startswith("service:") else Outcome("exit", after=control.task_runs_for)


def why_not_started(backend: EC2ContainerServiceBackend, task: Task, container: Container) -> str | None:
    """What keeps a container from starting, in the agent's words; None where nothing does."""
    said = outcome(task, container)
    if said.kind == "fail-to-start":
        return said.reason or "CannotStartContainerError: Error response from daemon: failed to create task for container"
    if control.check_images and not image_exists(backend, container.image or ""):
        return (f"CannotPullContainerError: Error response from daemon: manifest for {container.image} not found: manifest unknown: "
                "Requested image not found")
    return None


def image_exists(backend: EC2ContainerServiceBackend, image: str) -> bool:
    """Whether an image is there; those of other registries, and of repositories that are not in ECR, are taken to be."""
    parsed = re.fullmatch(rf"{backend.account_id}\.dkr\.ecr\.([\w-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)(?::([^@]+))?(?:@(.+))?", image)
    if not parsed:
        return True
    repository = ecr_backends[backend.account_id][parsed[1]].repositories.get(parsed[2])
    if repository is None:
        return True
    return any(parsed[4] == one.image_digest if parsed[4] else (parsed[3] or "latest") in one.image_tags for one in repository.images)


def log(backend: EC2ContainerServiceBackend, task: Task, container: Container, lines: list[str]) -> None:
    """Write lines to the log stream that the awslogs driver makes; nothing is written where the log group is missing."""
    configuration = container.defined.get("logConfiguration") or {}
    options = configuration.get("options") or {}
    if configuration.get("logDriver") != "awslogs" or "awslogs-group" not in options:
        return
    logs, name = logs_backends[backend.account_id][options.get("awslogs-region", backend.region_name)], options["awslogs-group"]
    if name not in logs.groups:
        if options.get("awslogs-create-group") != "true":
            return
        logs.create_log_group(name, {})
    prefix = options.get("awslogs-stream-prefix")
    stream = f"{prefix}/{container.name}/{task.id}" if prefix else container.runtimeId
    logs.ensure_log_stream(name, stream)
    now = int(time.time() * 1000)
    logs.put_log_events(name, stream, [{"timestamp": now, "message": line} for line in lines])


def tell(backend: EC2ContainerServiceBackend, task: Task, container: Container, default: str) -> None:
    """Log what a container's rule has it say, once; or the default line."""
    said = outcome(task, container)
    if said.logs is None:
        log(backend, task, container, [default])
    elif container.said is not said.logs:
        container.said = said.logs
        if said.logs:
            log(backend, task, container, list(said.logs))


def health(task: Task, container: Container, age: float) -> str:
    """The health status of a container: UNKNOWN where its definition has no health check."""
    if not container.defined.get("healthCheck"):
        return "UNKNOWN"
    said = outcome(task, container)
    return "HEALTHY" if said.healthy(age) else "UNHEALTHY" if said.given_up(age) else "UNKNOWN"


def environment(defined: dict[str, Any], override: dict[str, Any]) -> list[dict[str, str]]:
    """A container's environment with what RunTask overrides."""
    merged = {one["name"]: one for one in [*(defined.get("environment") or []), *(override.get("environment") or [])]}
    return list(merged.values())
