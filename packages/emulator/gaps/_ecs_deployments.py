"""What becomes of a service's deployments: steady, failed by the circuit breaker or an alarm, rolled back; and the service's events.

Source of the rules: Amazon ECS developer guide, "How the Amazon ECS deployment circuit breaker detects failures" and "How CloudWatch
alarms detect Amazon ECS deployment failures"; of `failedTasks`: API reference, Deployment.
"""

from __future__ import annotations

import math
import string
import time
import uuid
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service, Task
from moto.moto_api._internal import mock_random

from control import control

from . import _ecs_service_connect as service_connect

# AWS keeps the newest 100 events.
EVENTS_KEPT = 100
# Minutes for which ECS goes on watching the alarms of a deployment whose tasks all run; on AWS it depends on the alarms' periods.
BAKE_MINUTES = 5
# Minutes that a rollback takes at least, so that whoever watches sees it.
ROLLBACK_MINUTES = 3
ALARM, BREAKER, STOPPED = "alarm", "breaker", "stopped"


def tell(service: Service, message: str) -> None:
    """Add a service event, unless it repeats the newest."""
    message = f"(service {service.name}) {message}"
    if not service.events or service.events[0]["message"] != message:
        service.events.insert(0, {"id": str(uuid.uuid4()), "createdAt": utcnow(), "message": message})
        del service.events[EVENTS_KEPT:]


def new(service: Service) -> dict[str, Any]:
    """A PRIMARY deployment of what the service is now; keys that the API has not (`scale`, `succeeded`, ...) are the scheduler's."""
    number = f"{uuid.uuid4().int % 10**19:019d}"
    arn = service.arn.replace(":service/", ":service-{}/")
    made = {
        "id": f"ecs-svc/{number}",
        "status": "PRIMARY",
        "taskDefinition": service.task_definition,
        "desiredCount": service.desired_count,
        "runningCount": 0,
        "pendingCount": 0,
        "failedTasks": 0,
        "createdAt": utcnow(),
        "updatedAt": utcnow(),
        "launchType": service.launch_type,
        "capacityProviderStrategy": service.capacityProviderStrategy,
        "networkConfiguration": service.network_configuration,
        "rolloutState": "IN_PROGRESS",
        "rolloutStateReason": f"ECS deployment ecs-svc/{number} in progress.",
        "loadBalancers": service.load_balancers,
        "serviceConnectConfiguration": getattr(service, "serviceConnectConfiguration", None),
        "serviceConnectResources": service_connect.publish(service._backend, service),
        "scale": {"unit": "PERCENT", "value": 100.0},
        "succeeded": False,
        "healthy": 0,
        "steadyAfter": 0.0,
        "quietAlarms": set(),
        "deploymentArn": f"{arn.format('deployment')}/{''.join(mock_random.choices(string.ascii_letters + string.digits, k=21))}",
        "revisionArn": f"{arn.format('revision')}/{number}",
        "serviceDeploymentStatus": "IN_PROGRESS",
    }
    alarms = (service.deploymentConfiguration or {}).get("alarms") or {}
    if alarms.get("enable"):
        # An alarm that rings already when a deployment begins is not held against it.
        made["quietAlarms"] = {name for name in alarms["alarmNames"] if ringing(service._backend, name)}
    service.history.insert(0, made)
    return made


def protected(task: Task) -> bool:
    """Whether UpdateTaskProtection keeps a task from being stopped by its service."""
    return getattr(task, "protected_until", 0) > time.time()


def ringing(backend: EC2ContainerServiceBackend, name: str) -> bool:
    """Whether an alarm is in ALARM; one that does not exist is not."""
    alarms = cloudwatch_backends[backend.account_id][backend.region_name].alarms
    return name in alarms and alarms[name].state_value == "ALARM"


def fail(service: Service, task: Task) -> None:
    """Count a task that ended by itself against its deployment, and break the circuit where that were too many."""
    rollout = next((one for one in service.rollouts if one["id"] == task.started_by), None)
    if task.targets:
        tell(service, f"has begun draining connections on {len(task.targets)} tasks.")
    if rollout is None or rollout["succeeded"]:
        return
    rollout["failedTasks"] += 1
    rollout["updatedAt"] = utcnow()
    breaker = (service.deploymentConfiguration or {}).get("deploymentCircuitBreaker") or {}
    if rollout["failedTasks"] >= 3:
        tell(service, "is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the "
                      "Amazon ECS Developer Guide.")
    if breaker.get("enable") and rollout is service.rollouts[0] and rollout["rolloutState"] == "IN_PROGRESS" and rollout["failedTasks"] >= threshold(service):
        give_up(service, BREAKER, breaker.get("rollback", False))


def threshold(service: Service) -> int:
    """How many tasks may fail one after the other: half the desired count, at least 3, at most 200."""
    return min(max(math.ceil(service.desired_count / 2), 3), 200)


def tell_unhealthy(service: Service, task: Task, reason: str) -> None:
    """Say in an event which health check has failed."""
    if not reason.startswith("Task failed ELB"):
        tell(service, f"(task {task.id}) failed container health checks.")
        return
    for group, target in task.targets:
        what = f"(instance {target['Id']}) (port {target['Port']})" if target["Id"].startswith("i-") else f"(port {target['Port']})"
        tell(service, f"{what} is unhealthy in (target-group {group}) due to (reason Health checks failed)")


def watch_alarms(backend: EC2ContainerServiceBackend, service: Service) -> None:
    """Give a deployment up while one of its alarms rings."""
    alarms = (service.deploymentConfiguration or {}).get("alarms") or {}
    primary = service.rollouts[0]
    if service.deployment_controller["type"] != "ECS" or not alarms.get("enable") or primary["rolloutState"] != "IN_PROGRESS" or primary.get("rollingBack"):
        return
    if any(ringing(backend, name) for name in alarms["alarmNames"] if name not in primary["quietAlarms"]):
        give_up(service, ALARM, alarms.get("rollback", False))


def give_up(service: Service, why: str, rollback: bool) -> None:
    """Fail the PRIMARY deployment, and make the last completed one PRIMARY again where that is asked for and there is one."""
    failed = service.rollouts[0]
    what = {BREAKER: "tasks failed to start.", ALARM: "alarm detected.", STOPPED: "stopped by the user."}[why]
    by = {BREAKER: "ECS deployment circuit breaker", ALARM: "ECS deployment alarm", STOPPED: "ECS deployment"}[why]
    failed.update(failedBy=why, rolloutState="FAILED", rolloutStateReason=f"{by}: {what}", updatedAt=utcnow(), finishedAt=utcnow(), serviceDeploymentStatus="STOPPED")
    tell(service, f"(deployment {failed['id']}) deployment failed: {what}")
    good = service.last_completed
    if not rollback or good is None or good is failed:
        return
    tell(service, f"rolling back to deployment {good['id']}.")
    failed.update(status="ACTIVE", serviceDeploymentStatus="ROLLBACK_IN_PROGRESS", rollback={
        "reason": f"Service deployment rolled back because {'of a deployment alarm' if why == ALARM else 'the circuit breaker threshold was exceeded' if why == BREAKER else 'it was stopped'}.",
        "startedAt": utcnow(), "serviceRevisionArn": good["revisionArn"]})
    service.rollouts = [good, *(one for one in service.rollouts if one is not good)]
    good.update(status="PRIMARY", rolloutState="IN_PROGRESS", updatedAt=utcnow(), rolloutStateReason=f"{by}: rolling back to deploymentId {good['id']}.",
                steadyAfter=time.time() + ROLLBACK_MINUTES * control.seconds_per_minute, rollingBack=failed)
    service.task_definition, service.load_balancers = good["taskDefinition"], good["loadBalancers"]
    service.capacityProviderStrategy, service.network_configuration = good["capacityProviderStrategy"], good["networkConfiguration"]
    service.serviceConnectConfiguration = good["serviceConnectConfiguration"]
    service_connect.publish(service._backend, service)


def conclude(service: Service) -> None:
    """Forget the deployments that have no tasks left, and complete the PRIMARY one where all of its tasks are healthy."""
    primary, older = service.rollouts[0], service.rollouts[1:]
    rolling_back = primary.get("rollingBack")
    kept = [one for one in older if one["runningCount"] or one is rolling_back]
    service.rollouts = [primary, *kept]
    others = [one for one in kept if one["runningCount"]]
    if primary["rolloutState"] != "IN_PROGRESS" or others or primary["pendingCount"] or primary["healthy"] < service.desired_count:
        return
    alarms = (service.deploymentConfiguration or {}).get("alarms") or {}
    if not primary["steadyAfter"]:
        primary["steadyAfter"] = time.time() + (BAKE_MINUTES * control.seconds_per_minute if alarms.get("enable") else 0)
    if time.time() < primary["steadyAfter"]:
        return
    primary.update(rolloutState="COMPLETED", rolloutStateReason=f"ECS deployment {primary['id']} completed.", updatedAt=utcnow())
    if rolling_back:
        rolling_back.update(serviceDeploymentStatus="ROLLBACK_SUCCESSFUL", finishedAt=utcnow())
        primary["rollingBack"] = None
        service.rollouts = [primary]
    else:
        primary.update(serviceDeploymentStatus="SUCCESSFUL", finishedAt=utcnow())
    service.last_completed = primary
    tell(service, f"(deployment {primary['id']}) deployment completed.")
    tell(service, "has reached a steady state.")
