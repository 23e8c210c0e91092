"""How a blue/green deployment of an ECS service goes on: replacement task set, test traffic, traffic, the end of the original task set.

Each phase is left when its time has come, by emulated minutes (`secondsPerMinute` of control.py); `advance` is called before requests.
Lambda hooks are not run: they are Succeeded, and Skipped where the AppSpec names none.
Source: AWS CodeDeploy user guide, "Deployments on an Amazon ECS compute platform"; the errors, its error codes.
"""

from __future__ import annotations

import secrets
import string
import time
from typing import Any

from moto.codedeploy.models import CodeDeployBackend, DeploymentInfo
from moto.ecs import ecs_backends
from moto.ecs.exceptions import TaskDefinitionNotFoundException
from moto.ecs.models import Service

from control import control

from . import _codedeploy_traffic as traffic
from . import _ecs_deployments as deployments

EVENTS = ("BeforeInstall", "Install", "AfterInstall", "AllowTestTraffic", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic")
# Minutes for which CodeDeploy waits for the replacement task set.
INSTALL_TIMEOUT = 60
ACTIVE = ("Created", "Queued", "InProgress", "Baking", "Ready")


def identifier() -> str:
    """A deployment's id."""
    return "d-" + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(9))


def minutes(count: float) -> float:
    """So many emulated minutes, in seconds."""
    return count * control.seconds_per_minute


def service_of(backend: CodeDeployBackend, one: DeploymentInfo) -> Service | None:
    """The service of a deployment, where it is there yet."""
    target = one.deployment_group.ecs_services[0]
    return ecs_backends[backend.account_id][backend.region_name].services.get(f"{target['clusterName']}:{target['serviceName']}")


def begin(backend: CodeDeployBackend, one: DeploymentInfo) -> None:
    """Set a new deployment up, in its first phase."""
    one.phase, one.since, one.events, one.percent = "install", time.time(), {name: {"lifecycleEventName": name, "status": "Pending"} for name in EVENTS}, 0
    one.status, one.start_time, one.continued, one.error, one.rollback = "InProgress", one.since, set(), None, {}
    mark(one, "BeforeInstall", hook_status(one, "BeforeInstall"))
    mark(one, "Install", "InProgress")
    service = service_of(backend, one)
    if service is None:
        fail(backend, one, "ECS_SERVICE_MISSING", "The ECS service is not there.")
        return
    try:
        info = one.deployment_group.load_balancer_info
        names = [group["name"] for group in traffic.pair(info)["targetGroups"]]
        groups = {traffic.group_arn(backend.account_id, backend.region_name, name) for name in names}
        one.listeners, one.test_listeners = traffic.listeners(info, "prodTrafficRoute"), traffic.listeners(info, "testTrafficRoute")
        definition = service._backend.describe_task_definition(one.spec["TaskDefinition"])
    except (KeyError, TypeError, AttributeError):
        fail(backend, one, "INVALID_LOAD_BALANCER_CONFIGURATION", "The deployment group's target groups or listeners cannot be found.")
        return
    except TaskDefinitionNotFoundException:
        fail(backend, one, "ECS_UPDATE_ERROR", f"The ECS service cannot be updated: TaskDefinition not found: {one.spec['TaskDefinition']}")
        return
    primary = service.rollouts[0]
    one.original = primary
    one.old = next((group["targetGroupArn"] for group in primary["loadBalancers"]), None)
    one.new = next((arn for arn in sorted(groups) if arn != one.old), one.old)
    balanced = one.spec["LoadBalancerInfo"]
    service.rollouts = [primary]  # what a deployment that was stopped has left behind goes
    one.replacement = deployments.new(service) | {
        "status": "ACTIVE", "taskDefinition": definition.arn, "externalId": one.deployment_id,
        "loadBalancers": [{"targetGroupArn": one.new, "containerName": balanced["ContainerName"], "containerPort": int(balanced["ContainerPort"])}]}
    service.history[0] = one.replacement
    service.rollouts.append(one.replacement)
    deployments.tell(service, f"(task set {one.replacement['id']}) was created by (deployment {one.deployment_id}).")


def hook_status(one: DeploymentInfo, event: str) -> str:
    """How a hook ends that is not run."""
    return "Succeeded" if any(event in hook for hook in one.hooks) else "Skipped"


def mark(one: DeploymentInfo, event: str, status: str) -> None:
    """Write an event's status with its times."""
    entry, now = one.events[event], time.time()
    entry["status"] = status
    if status != "Pending":
        entry.setdefault("startTime", now)
    if status not in ("Pending", "InProgress"):
        entry["endTime"] = now


def enter(one: DeploymentInfo, phase: str) -> bool:
    """Go on to a phase."""
    one.phase, one.since = phase, time.time()
    return True


def advance(backend: CodeDeployBackend) -> bool:
    """Bring every deployment of ECS services to where it is by now; whether anything has moved."""
    moved = False
    for one in [one for one in backend.deployments.values() if getattr(one, "phase", "done") != "done"]:
        while one.phase != "done" and step(backend, one):
            moved = True
    return moved


def step(backend: CodeDeployBackend, one: DeploymentInfo) -> bool:
    """Go on by one phase where its time has come."""
    service = service_of(backend, one)
    if service is None or service.status != "ACTIVE":
        return fail(backend, one, "ECS_SERVICE_MISSING", "The ECS service is not active.")
    ringing = [name for name in alarms(one) if deployments.ringing(service._backend, name)]
    if ringing and one.phase != "roll back":
        return stop(backend, one, "ALARM_ACTIVE", "One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the "
                    f"affected deployments have been stopped. Activated alarms: <{', '.join(ringing)}>", "DEPLOYMENT_STOP_ON_ALARM")
    return PHASES[one.phase](backend, one, service, time.time() - one.since)


def alarms(one: DeploymentInfo) -> list[str]:
    """The alarms that stop a deployment."""
    configuration = one.override_alarm_configuration or one.deployment_group.alarm_configuration or {}
    return [alarm["name"] for alarm in configuration.get("alarms", [])] if configuration.get("enabled") else []


def install(backend: CodeDeployBackend, one: DeploymentInfo, service: Service, age: float) -> bool:
    """Wait for the replacement task set; then send test traffic."""
    if one.replacement["healthy"] < service.desired_count:
        if age < minutes(INSTALL_TIMEOUT):
            return False
        return fail(backend, one, "HEALTH_CONSTRAINTS", "The deployment timed out while waiting for the replacement task set to become healthy. "
                                                        "This time out period is 60 minutes.")
    mark(one, "Install", "Succeeded")
    mark(one, "AfterInstall", hook_status(one, "AfterInstall"))
    if one.test_listeners:
        traffic.shift(backend.account_id, backend.region_name, one.test_listeners, one.old, one.new, 100)
    mark(one, "AllowTestTraffic", "Succeeded" if one.test_listeners else "Skipped")
    mark(one, "AfterAllowTestTraffic", hook_status(one, "AfterAllowTestTraffic"))
    return enter(one, "ready")


def ready(backend: CodeDeployBackend, one: DeploymentInfo, service: Service, age: float) -> bool:
    """Wait for somebody to let the traffic go, where the deployment group says so."""
    option = blue_green(one).get("deploymentReadyOption") or {}
    if option.get("actionOnTimeout") == "STOP_DEPLOYMENT" and "READY_WAIT" not in one.continued:
        one.status = "Ready"
        if age < minutes(option.get("waitTimeInMinutes", 0)):
            return False
        return stop(backend, one, "TIMEOUT", "The deployment was stopped: nobody continued it in time.", "DEPLOYMENT_FAILURE")
    one.status = "InProgress"
    mark(one, "BeforeAllowTraffic", hook_status(one, "BeforeAllowTraffic"))
    mark(one, "AllowTraffic", "InProgress")
    return enter(one, "shift")


def shift(backend: CodeDeployBackend, one: DeploymentInfo, service: Service, age: float) -> bool:
    """Shift the traffic step by step; at the end the replacement is the PRIMARY task set."""
    percent = max(percent for after, percent in traffic.steps(one.routing) if age >= minutes(after))
    if percent == one.percent:
        return False
    one.percent = percent
    traffic.shift(backend.account_id, backend.region_name, one.listeners, one.old, one.new, percent)
    if percent < 100:
        return True
    mark(one, "AllowTraffic", "Succeeded")
    mark(one, "AfterAllowTraffic", hook_status(one, "AfterAllowTraffic"))
    promote(service, one.replacement, one.original)
    return enter(one, "terminate")


def promote(service: Service, new: dict[str, Any], old: dict[str, Any]) -> None:
    """Make a task set the PRIMARY one: the service's own task definition and load balancers are those of it."""
    new["status"], old["status"] = "PRIMARY", "ACTIVE"
    service.rollouts = [new, *(one for one in service.rollouts if one is not new)]
    service.task_definition, service.load_balancers = new["taskDefinition"], new["loadBalancers"]


def terminate(backend: CodeDeployBackend, one: DeploymentInfo, service: Service, age: float) -> bool:
    """Keep the original task set for a while, for a quick way back; then it goes."""
    termination = blue_green(one).get("terminateBlueInstancesOnDeploymentSuccess") or {}
    one.instance_termination_wait_time_started = True
    if age < minutes(termination.get("terminationWaitTimeInMinutes", 0)) and "TERMINATION_WAIT" not in one.continued:
        return False
    if termination.get("action", "TERMINATE") == "TERMINATE":
        service.rollouts = [one.replacement]
    one.deployment_group.target_revision = one.revision
    return finish(one, "Succeeded")


def blue_green(one: DeploymentInfo) -> dict[str, Any]:
    """The blue/green configuration of a deployment's group."""
    return one.deployment_group.blue_green_deployment_configuration or {}


def finish(one: DeploymentInfo, status: str) -> bool:
    """End a deployment."""
    one.status, one.complete_time = status, time.time()
    for name, entry in one.events.items():
        if entry["status"] in ("Pending", "InProgress"):
            mark(one, name, {"Succeeded": "Skipped", "Failed": "Failed" if entry["status"] == "InProgress" else "Skipped"}.get(status, "Skipped"))
    return enter(one, "done")


def fail(backend: CodeDeployBackend, one: DeploymentInfo, code: str, message: str) -> bool:
    """End a deployment that cannot go on."""
    one.error = {"code": code, "message": message}
    finish(one, "Failed")
    return roll_back(backend, one, "DEPLOYMENT_FAILURE", force=False)


def stop(backend: CodeDeployBackend, one: DeploymentInfo, code: str, message: str, event: str, force: bool = False) -> bool:
    """End a deployment that somebody or something stops."""
    one.error = {"code": code, "message": message}
    finish(one, "Stopped")
    return roll_back(backend, one, event, force)


def roll_back(backend: CodeDeployBackend, one: DeploymentInfo, event: str, force: bool) -> bool:
    """Start the deployment that undoes one, where it is asked for or the deployment group says so."""
    configuration = one.auto_rollback_configuration or one.deployment_group.auto_rollback_configuration or {}
    if not hasattr(one, "replacement") or not (force or configuration.get("enabled") and event in configuration.get("events", [])):
        return True
    undo = DeploymentInfo(one.application, one.deployment_group, getattr(one.deployment_group, "target_revision", None) or one.revision,
                          one.deployment_config_name, None, None, None, None, None, None, None, "codeDeployRollback")
    undo.deployment_id, undo.create_time, undo.undoes, undo.hooks = identifier(), time.time(), one, []
    undo.phase, undo.since, undo.status, undo.start_time, undo.continued, undo.error = "roll back", time.time(), "InProgress", time.time(), set(), None
    undo.events, undo.percent = {name: {"lifecycleEventName": name, "status": "Pending"} for name in EVENTS}, 100
    for field in ("original", "replacement", "old", "new", "listeners", "test_listeners", "spec", "routing"):
        setattr(undo, field, getattr(one, field))
    undo.rollback = {"rollbackTriggeringDeploymentId": one.deployment_id, "rollbackMessage": f"{one.deployment_id} was stopped: {one.error['message']}"}
    one.rollback = {"rollbackDeploymentId": undo.deployment_id, "rollbackMessage": "Rollback deployment is in progress."}
    backend.deployments[undo.deployment_id] = undo
    return True


def undo(backend: CodeDeployBackend, one: DeploymentInfo, service: Service, age: float) -> bool:
    """Send the traffic back and remove the replacement task set, not before the next minute: whoever watches sees it."""
    if age < minutes(1):
        return False
    for arns in (one.listeners, one.test_listeners):
        traffic.shift(backend.account_id, backend.region_name, arns, one.new, one.old, 100)
    promote(service, one.original, one.replacement)
    service.rollouts = [one.original]
    for name in ("Install", "AllowTraffic"):
        mark(one, name, "Succeeded")
    one.undoes.rollback["rollbackMessage"] = f"Deployment {one.deployment_id} has rolled it back."
    return finish(one, "Succeeded")


PHASES = {"install": install, "ready": ready, "shift": shift, "terminate": terminate, "roll back": undo}
