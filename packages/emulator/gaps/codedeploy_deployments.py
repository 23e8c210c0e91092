"""CodeDeploy: blue/green deployments of ECS services.

moto 5.2.1 writes a deployment down as Created and leaves it so; nothing is deployed, no target, no lifecycle event is reported, and AWS's own
ECS configurations do not exist. AWS makes a replacement task set, shifts the listener's traffic to it, ends the original one, and
goes back where that fails, is stopped, or an alarm rings. `_codedeploy_run` does so here.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import yaml
from moto.codedeploy.exceptions import CodeDeployException
from moto.codedeploy.models import CodeDeployBackend, DeploymentInfo, codedeploy_backends
from moto.codedeploy.responses import CodeDeployResponse

from . import _codedeploy_run as run
from . import _codedeploy_traffic as traffic
from . import codedeploy_lifecycle as lifecycle
from . import ecs_services
from .patching import adds, wraps


@wraps(CodeDeployResponse)
def call_action(original: Any, self: CodeDeployResponse) -> Any:
    """Catch up before each request."""
    ecs_services.catch_up(self.current_account, self.region)
    return original(self)


@ecs_services.also_catches_up
def deployments_catch_up(account: str, region: str) -> bool:
    """Let deployments go on with every other catching up."""
    return run.advance(codedeploy_backends[account][region])


def app_spec(revision: dict[str, Any]) -> dict[str, Any]:
    """The AppSpec of a revision that holds it; AWS's errors where it is none for ECS."""
    given = revision.get("appSpecContent") or revision.get("string") or {}
    content = given.get("content")
    if not content:
        raise CodeDeployException("InvalidRevisionException", "The revision must be an AppSpecContent or String with its content; the emulator reads no others.")
    if given.get("sha256") and given["sha256"] != hashlib.sha256(content.encode()).hexdigest():
        raise CodeDeployException("InvalidRevisionException", "The SHA256 hash of the AppSpec content does not match the content.")
    try:
        spec = yaml.safe_load(content)
        properties = spec["Resources"][0]["TargetService"]["Properties"]
        balanced = properties["LoadBalancerInfo"]
        if not all((properties["TaskDefinition"], balanced["ContainerName"], int(balanced["ContainerPort"]))):
            raise KeyError
    except (yaml.YAMLError, KeyError, TypeError, IndexError, ValueError):
        raise CodeDeployException("InvalidRevisionException", "The AppSpec file is not valid: an ECS deployment takes Resources with a TargetService, whose "
                                  "Properties have TaskDefinition and LoadBalancerInfo (ContainerName, ContainerPort).") from None
    return {"properties": properties, "hooks": spec.get("Hooks") or []}


def routing(backend: CodeDeployBackend, name: str) -> dict[str, Any]:
    """How a deployment configuration shifts traffic."""
    if name in traffic.BUILT_IN:
        return traffic.BUILT_IN[name]
    if name in lifecycle.configurations(backend):
        return lifecycle.configurations(backend)[name].get("trafficRoutingConfig") or {"type": "AllAtOnce"}
    raise lifecycle.DeploymentConfigDoesNotExistException(name)


@wraps(CodeDeployResponse)
def create_deployment(original: Any, self: CodeDeployResponse) -> str:
    """Start a deployment of the group's ECS service, or write down one of another kind."""
    backend = self.codedeploy_backend
    group = backend.deployment_groups.get(self._get_param("applicationName"), {}).get(self._get_param("deploymentGroupName"))
    if group is None or group.application.compute_platform != "ECS":
        return original(self)
    busy = next((one.deployment_id for one in backend.deployments.values() if one.deployment_group is group and one.status in run.ACTIVE), None)
    if busy:
        raise CodeDeployException("DeploymentLimitExceededException", f"The Deployment Group '{group.deployment_group_name}' already has an active Deployment '{busy}'")
    spec = app_spec(self._get_param("revision") or {})
    shifts = routing(backend, self._get_param("deploymentConfigName") or str(group.deployment_config_name))
    made = backend.deployments.pop(json.loads(original(self))["deploymentId"])
    made.deployment_id, made.create_time = run.identifier(), lifecycle.time.time()
    made.spec, made.hooks, made.routing = spec["properties"], spec["hooks"], shifts
    backend.deployments[made.deployment_id] = made
    run.begin(backend, made)
    return json.dumps({"deploymentId": made.deployment_id})


@wraps(CodeDeployResponse)
def create_deployment_group(original: Any, self: CodeDeployResponse) -> str:
    """Take ECS's own default configuration for a group of an ECS application."""
    application = self.codedeploy_backend.applications.get(self._get_param("applicationName"))
    answer = original(self)
    if application.compute_platform == "ECS" and not self._get_param("deploymentConfigName"):
        groups = self.codedeploy_backend.deployment_groups[application.application_name]
        groups[self._get_param("deploymentGroupName")].deployment_config_name = "CodeDeployDefault.ECSAllAtOnce"
    return answer


@wraps(CodeDeployResponse)
def get_deployment_config(original: Any, self: CodeDeployResponse) -> str:
    """Describe AWS's own configurations, too."""
    name = self._get_param("deploymentConfigName")
    if name not in traffic.BUILT_IN:
        return original(self)
    return json.dumps({"deploymentConfigInfo": {"deploymentConfigName": name, "computePlatform": "ECS", "trafficRoutingConfig": traffic.BUILT_IN[name]}})


@wraps(DeploymentInfo)
def to_dict(original: Any, self: DeploymentInfo) -> dict[str, Any]:
    """Tell what has become of a deployment, without the empty objects moto fills in."""
    described = {key: value for key, value in original(self).items() if value not in (None, {}, "", [])}
    if hasattr(self, "phase"):
        overview = dict.fromkeys(self.deployment_overview, 0)
        overview[{"Stopped": "Skipped"}.get(self.status, self.status if self.status in overview else "InProgress")] = 1
        described |= {"deploymentOverview": overview, "rollbackInfo": self.rollback, "instanceTerminationWaitTimeStarted": self.instance_termination_wait_time_started}
        described |= {"errorInformation": self.error} if self.error else {}
    return described


def ecs_target(backend: CodeDeployBackend, one: DeploymentInfo) -> dict[str, Any]:
    """The one target of a deployment: its ECS service."""
    target, service = one.deployment_group.ecs_services[0], run.service_of(backend, one)
    sets = []
    for label, rollout, arn in (("Blue", one.original, one.old), ("Green", one.replacement, one.new)) if hasattr(one, "replacement") else ():
        green = one.percent if one.phase != "roll back" and one.creator != "codeDeployRollback" else 0 if one.phase == "done" else 100
        there = service is not None and rollout in service.rollouts
        sets.append({
            "identifer": rollout["id"], "taskSetLabel": label, "status": rollout["status"] if there else "DRAINING", "targetGroup": {"name": arn.split("/")[-2]},
            "trafficWeight": green if label == "Green" else 100 - green,
            **{f"{count}Count": rollout[f"{count}Count"] if there else 0 for count in ("desired", "pending", "running")}})
    status = {"Stopped": "Skipped"}.get(one.status, one.status if one.status in ("Succeeded", "Failed", "Ready") else "InProgress")
    return {"deploymentTargetType": "ECSTarget", "ecsTarget": {
        "deploymentId": one.deployment_id, "targetId": f"{target['clusterName']}:{target['serviceName']}", "targetArn": service.arn if service else None,
        "lastUpdatedAt": one.since, "lifecycleEvents": list(one.events.values()), "status": status, "taskSetsInfo": sets}}


def deployment_of(self: CodeDeployResponse) -> DeploymentInfo:
    """The deployment of a request, which has targets."""
    found = self.codedeploy_backend.get_deployment(self._get_param("deploymentId"))
    if not hasattr(found, "phase"):
        raise CodeDeployException("DeploymentTargetDoesNotExistException", "The emulator has targets of ECS deployments only.")
    return found


@adds(CodeDeployResponse)
def list_deployment_targets(self: CodeDeployResponse) -> str:
    """List the target of a deployment."""
    return json.dumps({"targetIds": [ecs_target(self.codedeploy_backend, deployment_of(self))["ecsTarget"]["targetId"]]})


@adds(CodeDeployResponse)
def get_deployment_target(self: CodeDeployResponse) -> str:
    """Describe the target of a deployment: lifecycle events and task sets."""
    found = ecs_target(self.codedeploy_backend, deployment_of(self))
    if self._get_param("targetId") != found["ecsTarget"]["targetId"]:
        raise CodeDeployException("DeploymentTargetDoesNotExistException", f"The deployment has no target {self._get_param('targetId')}")
    return json.dumps({"deploymentTarget": found})


@adds(CodeDeployResponse)
def batch_get_deployment_targets(self: CodeDeployResponse) -> str:
    """Describe targets of a deployment."""
    found, wanted = ecs_target(self.codedeploy_backend, deployment_of(self)), self._get_param("targetIds")
    return json.dumps({"deploymentTargets": [found] if not wanted or found["ecsTarget"]["targetId"] in wanted else []})


@adds(CodeDeployResponse)
def stop_deployment(self: CodeDeployResponse) -> str:
    """Stop a deployment that is going on, and roll it back where that is asked for."""
    found = deployment_of(self)
    if found.status not in run.ACTIVE:
        raise CodeDeployException("DeploymentAlreadyCompletedException", f"The deployment {found.deployment_id} is already complete.")
    run.stop(self.codedeploy_backend, found, "MANUAL_STOP", "The deployment was stopped by the user.", "DEPLOYMENT_STOP_ON_REQUEST",
             force=bool(self._get_param("autoRollbackEnabled")))
    return json.dumps({"status": "Succeeded", "statusMessage": "No more commands will be scheduled for execution in the deployment instances"})


@adds(CodeDeployResponse)
def continue_deployment(self: CodeDeployResponse) -> str:
    """End the waiting for traffic (READY_WAIT) or for the end of the original task set (TERMINATION_WAIT)."""
    found = deployment_of(self)
    if found.status not in run.ACTIVE:
        raise CodeDeployException("DeploymentAlreadyCompletedException", f"The deployment {found.deployment_id} is already complete.")
    found.continued.add(self._get_param("deploymentWaitType") or "READY_WAIT")
    return ""
