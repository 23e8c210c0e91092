"""ECS: task scale-in protection.

moto 5.2.1 has neither UpdateTaskProtection nor GetTaskProtection. On AWS a protected task of a service is stopped neither by scaling in
nor by a deployment, until the protection ends: after 2 hours unless `expiresInMinutes` (1 to 2880) says otherwise.
"""

from __future__ import annotations

import time
from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import Task
from moto.ecs.responses import EC2ContainerServiceResponse

from . import _ecs_deployments as deployments
from . import _ecs_tasks as tasks
from .patching import adds


def found(self: EC2ContainerServiceResponse) -> tuple[list[Task], list[dict[str, str]]]:
    """The tasks that are asked for, and a failure for each that cannot have protection."""
    cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default"))
    members = {task.id: task for task in self.ecs_backend.tasks.get(cluster.name, {}).values()}
    good, failures = [], []
    for one in self._get_param("tasks", []) or [task.task_arn for task in members.values() if task.last_status != "STOPPED"]:
        task = members.get(one.rpartition("/")[2])
        if task is None or task.last_status == "STOPPED":
            failures.append({"arn": one, "reason": "MISSING" if task is None else "TASK_NOT_VALID"})
        elif not task.group.startswith("service:"):
            failures.append({"arn": one, "reason": "TASK_NOT_VALID", "detail": "The task is not part of a service."})
        else:
            good.append(task)
    return good, failures


def described(task: Task) -> dict[str, Any]:
    """A task's protection as AWS tells it."""
    if not deployments.protected(task):
        return {"taskArn": task.task_arn, "protectionEnabled": False}
    return {"taskArn": task.task_arn, "protectionEnabled": True, "expirationDate": tasks.instant(task.protected_until)}


@adds(EC2ContainerServiceResponse)
def update_task_protection(self: EC2ContainerServiceResponse) -> ActionResult:
    """Protect tasks, or end their protection."""
    minutes = self._get_param("expiresInMinutes", 120)
    if not 1 <= minutes <= 2880:
        raise InvalidParameterException("expiresInMinutes must be between 1 and 2880.")
    good, failures = found(self)
    for task in good:
        task.protected_until = time.time() + minutes * 60 if self._get_param("protectionEnabled") else 0
    return ActionResult({"protectedTasks": [described(task) for task in good], "failures": failures})


@adds(EC2ContainerServiceResponse)
def get_task_protection(self: EC2ContainerServiceResponse) -> ActionResult:
    """Tell which tasks are protected, and until when."""
    good, failures = found(self)
    return ActionResult({"protectedTasks": [described(task) for task in good], "failures": failures})
