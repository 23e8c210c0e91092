"""ECS: service deployments and service revisions, the history of a service.

moto 5.2.1 has no ListServiceDeployments, DescribeServiceDeployments, DescribeServiceRevisions and StopServiceDeployment. AWS tells there
what DescribeServices forgets: which deployments were rolled back, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.exceptions import ECSException, InvalidParameterException, ServiceNotFoundException
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse

from . import _ecs_deployments as deployments
from .patching import adds

Deployment = dict[str, Any]


def every(backend: EC2ContainerServiceBackend) -> Iterator[tuple[Service, Deployment]]:
    """All deployments of rolling services, newest first in each."""
    for service in backend.services.values():
        if service.deployment_controller["type"] == "ECS":
            for one in getattr(service, "history", []):
                yield service, one


def brief(service: Service, one: Deployment) -> dict[str, Any]:
    """A deployment as ListServiceDeployments tells it."""
    return {
        "serviceDeploymentArn": one["deploymentArn"], "serviceArn": service.arn, "clusterArn": service.cluster_arn,
        "startedAt": one["createdAt"], "createdAt": one["createdAt"], "finishedAt": one.get("finishedAt"),
        "targetServiceRevisionArn": one["revisionArn"], "status": one["serviceDeploymentStatus"],
        "statusReason": one["rolloutStateReason"] if one["rolloutState"] == "FAILED" else None,
    }


def counts(one: Deployment) -> dict[str, Any]:
    """A deployment's service revision with its tasks."""
    return {"arn": one["revisionArn"], "requestedTaskCount": one["desiredCount"], "runningTaskCount": one["runningCount"],
            "pendingTaskCount": one["pendingCount"]}


def full(service: Service, one: Deployment) -> dict[str, Any]:
    """A deployment as DescribeServiceDeployments tells it."""
    breaker = (service.deploymentConfiguration or {}).get("deploymentCircuitBreaker") or {}
    alarms = (service.deploymentConfiguration or {}).get("alarms") or {}
    position = service.history.index(one)
    said = {key: value for key, value in brief(service, one).items() if key != "targetServiceRevisionArn"}
    tripped = one.get("failedBy") == deployments.BREAKER
    return {
        **said, "updatedAt": one["updatedAt"], "targetServiceRevision": counts(one),
        "sourceServiceRevisions": [counts(service.history[position + 1])] if position + 1 < len(service.history) else [],
        "deploymentConfiguration": service.deploymentConfiguration, "rollback": one.get("rollback"),
        "deploymentCircuitBreaker": {
            "status": "TRIGGERED" if tripped else "DISABLED" if not breaker.get("enable") else "MONITORING" if one["rolloutState"] == "IN_PROGRESS" else "MONITORING_COMPLETE",
            "failureCount": one["failedTasks"], "threshold": deployments.threshold(service)},
        "alarms": {
            "status": "TRIGGERED" if one.get("failedBy") == deployments.ALARM else "DISABLED" if not alarms.get("enable") else "MONITORING" if one["rolloutState"] == "IN_PROGRESS" else "MONITORING_COMPLETE",
            "alarmNames": alarms.get("alarmNames", []),
            "triggeredAlarmNames": [name for name in alarms.get("alarmNames", []) if deployments.ringing(service._backend, name)]},
    }


@adds(EC2ContainerServiceResponse)
def list_service_deployments(self: EC2ContainerServiceResponse) -> ActionResult:
    """List a service's deployments, newest first."""
    cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default")).name
    service = self.ecs_backend.services.get(f"{cluster}:{self._get_param('service').rpartition('/')[2]}")
    if service is None:
        raise ServiceNotFoundException
    wanted = self._get_param("status") or []
    found = [brief(owner, one) for owner, one in every(self.ecs_backend) if owner is service]
    return ActionResult({"serviceDeployments": [one for one in found if not wanted or one["status"] in wanted]})


@adds(EC2ContainerServiceResponse)
def describe_service_deployments(self: EC2ContainerServiceResponse) -> ActionResult:
    """Describe deployments by ARN."""
    known = {one["deploymentArn"]: (service, one) for service, one in every(self.ecs_backend)}
    wanted = self._get_param("serviceDeploymentArns")
    return ActionResult({"serviceDeployments": [full(*known[arn]) for arn in wanted if arn in known],
                         "failures": [{"arn": arn, "reason": "MISSING"} for arn in wanted if arn not in known]})


@adds(EC2ContainerServiceResponse)
def describe_service_revisions(self: EC2ContainerServiceResponse) -> ActionResult:
    """Describe what a deployment brought: task definition, network, load balancers."""
    known = {one["revisionArn"]: (service, one) for service, one in every(self.ecs_backend)}
    wanted = self._get_param("serviceRevisionArns")
    return ActionResult({
        "serviceRevisions": [{
            "serviceRevisionArn": arn, "serviceArn": service.arn, "clusterArn": service.cluster_arn, "createdAt": one["createdAt"],
            **{key: one[key] for key in ("taskDefinition", "launchType", "capacityProviderStrategy", "networkConfiguration", "loadBalancers")},
        } for arn in wanted if arn in known for service, one in [known[arn]]],
        "failures": [{"arn": arn, "reason": "MISSING"} for arn in wanted if arn not in known]})


@adds(EC2ContainerServiceResponse)
def stop_service_deployment(self: EC2ContainerServiceResponse) -> ActionResult:
    """Stop a deployment that is going on: ABORT, or by default ROLLBACK."""
    arn = self._get_param("serviceDeploymentArn")
    found = next(((service, one) for service, one in every(self.ecs_backend) if one["deploymentArn"] == arn), None)
    if found is None:
        raise ECSException("ServiceDeploymentNotFoundException", "The specified service deployment was not found.")
    service, one = found
    if one is not service.rollouts[0] or one["rolloutState"] != "IN_PROGRESS":
        raise ECSException("ConflictException", "The service deployment is not in progress and cannot be stopped.")
    rollback = self._get_param("stopType", "ROLLBACK") == "ROLLBACK"
    if rollback and service.last_completed is None:
        raise InvalidParameterException("There is no service revision to roll back to.")
    deployments.give_up(service, deployments.STOPPED, rollback)
    return ActionResult({"serviceDeploymentArn": arn})
