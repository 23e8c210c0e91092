"""ECS: services that run.

moto 5.2.1 drops a service's capacity provider strategy, deployment configuration, placement, grace period, managed tags, Exec and
zone rebalancing and Service Connect; answers a service without network configuration with an empty one (which the provider takes for awsvpc, and
crashes); starts no task, so that no deployment ever completes; and gives a new task definition no deployment. AWS stores all of it
and schedules tasks; `_ecs_scheduler` does so here, before each request to ECS or for target health.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecs import ecs_backends
from moto.ecs.exceptions import InvalidParameterException, ServiceNotFoundException
from moto.ecs.models import Cluster, EC2ContainerServiceBackend, Service, Task
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.elbv2.models import elbv2_backends
from moto.elbv2.responses import ELBV2Response
from moto.logs.responses import LogsResponse
from moto.moto_api._internal.models import MotoAPIBackend

import chatbot
import control

from . import _ecs_scheduler as scheduler
from . import _ecs_service_connect as service_connect
from . import _ecs_tasks as tasks
from .patching import wraps

# Fields of CreateService and UpdateService that moto lacks, with what AWS says where they are not given. moto serializes an
# attribute under the API's own name.
FIELDS: dict[str, Any] = {
    "availabilityZoneRebalancing": "DISABLED",
    "capacityProviderStrategy": None,
    "deploymentConfiguration": None,
    "enableECSManagedTags": False,
    "enableExecuteCommand": False,
    "healthCheckGracePeriodSeconds": None,
    "placementConstraints": [],
    "placementStrategy": [],
    "serviceConnectConfiguration": None,
}
# Fields of UpdateService that moto keeps under another name.
RENAMED = {"loadBalancers": "load_balancers", "networkConfiguration": "network_configuration", "platformVersion": "platform_version",
           "propagateTags": "propagate_tags", "serviceRegistries": "service_registries", "desiredCount": "desired_count"}
# Changing one of these starts a deployment.
DEPLOYED = ("taskDefinition", "capacityProviderStrategy", "loadBalancers", "networkConfiguration", "platformVersion", "serviceRegistries",
            "serviceConnectConfiguration")


# What else has to catch up: functions of account and region that tell whether they have moved anything of ECS's.
others: list[Callable[[str, str], bool]] = []


def also_catches_up(function: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
    """Let a function catch up with every request that ECS does."""
    others.append(function)
    return function


def catch_up(account: str, region: str) -> None:
    """Bring container instances and services of an account and region up to date."""
    backend = ecs_backends[account][region]
    backend.register_running_instances()
    scheduler.catch_up(backend)
    if any([other(account, region) for other in others]):
        scheduler.catch_up(backend)


@wraps(EC2ContainerServiceResponse)
def call_action(original: Any, self: EC2ContainerServiceResponse) -> Any:
    """Catch up before each request to ECS."""
    catch_up(self.current_account, self.region)
    return original(self)


@wraps(LogsResponse, "call_action")
def call_action_of_logs(original: Any, self: LogsResponse) -> Any:
    """Catch up before logs are read: containers write them."""
    catch_up(self.current_account, self.region)
    return original(self)


@wraps(MotoAPIBackend)
def reset(original: Any, self: MotoAPIBackend) -> None:
    """Forget with everything else how containers behave."""
    control.reset()
    chatbot.configurations.clear()
    original(self)


@wraps(ELBV2Response, "call_action")
def call_action_of_elb(original: Any, self: ELBV2Response) -> Any:
    """Catch up before load balancers tell of health and traffic."""
    if self._get_action() in ("DescribeTargetHealth", "DescribeListeners", "DescribeRules"):
        catch_up(self.current_account, self.region)
    return original(self)


def with_deployment_defaults(configuration: dict[str, Any] | None, service: Service) -> dict[str, Any]:
    """Fill in what AWS fills in; only rolling (ECS) deployments have a circuit breaker."""
    percents = (100, 0) if scheduler.is_daemon(service) else (200, 100)
    defaults: dict[str, Any] = dict(zip(("maximumPercent", "minimumHealthyPercent"), percents, strict=True))
    if service.deployment_controller["type"] == "ECS":
        defaults["deploymentCircuitBreaker"] = {"enable": False, "rollback": False}
    return {**defaults, **(configuration or {})}


def refuse_idle_target_groups(backend: EC2ContainerServiceBackend, load_balancers: list[dict[str, Any]] | None) -> None:
    """Raise AWS's error for a target group that no listener or rule forwards to."""
    known = elbv2_backends[backend.account_id][backend.region_name].target_groups
    for balanced in load_balancers or []:
        group = known.get(balanced.get("targetGroupArn"))
        if group is None:
            raise InvalidParameterException(f"Unable to assume role and validate the specified targetGroupArn {balanced.get('targetGroupArn')}.")
        if not group.load_balancer_arns:
            raise InvalidParameterException(f"The target group with targetGroupArn {group.arn} does not have an associated load balancer.")


def refuse_daemon(cluster: Cluster, given: dict[str, Any]) -> None:
    """Raise AWS's errors for a daemon that would have a strategy; without a launch type it has the cluster's."""
    if given.get("schedulingStrategy") != "DAEMON":
        return
    if given.get("capacityProviderStrategy") or (not given.get("launchType") and cluster.default_capacity_provider_strategy):
        raise InvalidParameterException("Specifying a capacity provider strategy is not supported when you create a service using the DAEMON "
                                        "scheduling strategy.")
    if given.get("placementStrategy"):
        raise InvalidParameterException("Placement strategies are not supported for services using the DAEMON scheduling strategy.")
    if (given.get("deploymentController") or {}).get("type", "ECS") != "ECS":
        raise InvalidParameterException("The DAEMON scheduling strategy is supported only for the ECS deployment controller.")


def refuse_strange_providers(cluster: Cluster, strategy: list[dict[str, Any]] | None) -> None:
    """Raise AWS's errors for a strategy over providers that the cluster does not have, or one that could place nothing."""
    if len([one for one in strategy or [] if one.get("base")]) > 1:
        raise InvalidParameterException("Only one capacity provider in the strategy can have a base value.")
    if len(strategy or []) > 1 and not any(one.get("weight") for one in strategy or []):
        raise InvalidParameterException("At least one capacity provider in the strategy must have a weight value greater than 0.")
    for item in strategy or []:
        if item["capacityProvider"] not in (cluster.capacity_providers or []):
            raise InvalidParameterException(f"The specified capacity provider '{item['capacityProvider']}' was not found. Specify a valid "
                                            f"capacity provider that is associated with the cluster {cluster.name}.")


@wraps(EC2ContainerServiceResponse)
def create_service(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """Keep every field of the request, and start the first deployment."""
    backend = self.ecs_backend
    cluster = backend._get_cluster(self._get_param("cluster", "default"))
    existing = backend.services.get(f"{cluster.name}:{self._get_param('serviceName')}")
    if existing and existing.status == "ACTIVE":
        raise InvalidParameterException("Creation of service was not idempotent.")
    if existing and existing.status == "DRAINING":
        raise InvalidParameterException("Unable to Start a service that is still Draining.")
    refuse_strange_providers(cluster, self._get_param("capacityProviderStrategy"))
    refuse_daemon(cluster, self._get_params())
    service_connect.refuse(backend, self._get_param("serviceConnectConfiguration"), backend.describe_task_definition(self._get_param("taskDefinition")),
                           (self._get_param("deploymentController") or {}).get("type", "ECS"))
    refuse_idle_target_groups(backend, self._get_param("loadBalancers"))
    answer = original(self)
    service: Service = answer.result["service"]
    for field, default in FIELDS.items():
        setattr(service, field, self._get_param(field, default))
    service.deploymentConfiguration = with_deployment_defaults(service.deploymentConfiguration, service)
    service.createdAt = utcnow()
    service.createdBy = f"arn:{self.partition}:iam::{self.current_account}:root"
    service.network_configuration = service.network_configuration or None
    if not self._get_param("launchType"):
        service.capacityProviderStrategy = service.capacityProviderStrategy or cluster.default_capacity_provider_strategy
    if service.capacityProviderStrategy:
        service.launch_type = None
    service.rollouts, service.history, service.last_completed = [], [], None
    scheduler.deploy(service)
    show_deployments(service)
    return answer


def show_deployments(service: Service) -> None:
    """Show the scheduler's deployments where the service's controller has such: CodeDeploy has task sets in their stead."""
    rolling = service.deployment_controller["type"] == "ECS"
    service.deployments = service.rollouts if rolling else []
    service.task_sets = [] if rolling else [task_set(service, one) for one in service.rollouts]


def task_set(service: Service, rollout: dict[str, Any]) -> dict[str, Any]:
    """A deployment of the scheduler's as a task set."""
    steady = rollout["healthy"] >= rollout["desiredCount"] == rollout["runningCount"]
    return {
        **{key: rollout.get(key) for key in ("id", "status", "taskDefinition", "pendingCount", "runningCount", "createdAt", "updatedAt", "launchType",
                                             "capacityProviderStrategy", "networkConfiguration", "loadBalancers", "scale", "externalId")},
        "taskSetArn": f"{service.arn.replace(':service/', ':task-set/')}/{rollout['id']}", "serviceArn": service.arn, "clusterArn": service.cluster_arn,
        "startedBy": "CODE_DEPLOY", "computedDesiredCount": rollout["desiredCount"], "serviceRegistries": [], "tags": [],
        "stabilityStatus": "STEADY_STATE" if steady else "STABILIZING", "stabilityStatusAt": rollout["updatedAt"],
    }


def refuse_what_codedeploy_does(backend: EC2ContainerServiceBackend, service: Service, given: dict[str, Any]) -> None:
    """Raise AWS's errors for changes that only CodeDeploy makes."""
    by_codedeploy = "on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment."
    definition = given.get("taskDefinition")
    if definition and backend.describe_task_definition(definition).arn != service.task_definition:
        raise InvalidParameterException(f"Unable to update task definition {by_codedeploy}")
    for field, words in (("loadBalancers", "load balancers"), ("networkConfiguration", "network parameters"), ("platformVersion", "platform version")):
        if given.get(field) is not None and given[field] != read(service, field):
            raise InvalidParameterException(f"Unable to update {words} {by_codedeploy}")
    if given.get("forceNewDeployment"):
        raise InvalidParameterException(f"Cannot force a new deployment {by_codedeploy}")


@wraps(EC2ContainerServiceBackend)
def describe_services(original: Any, self: EC2ContainerServiceBackend, cluster_str: str, service_names_or_arns: list[str]) -> Any:
    """Show the deployments as they are now."""
    services, failures = original(self, cluster_str, service_names_or_arns)
    for service in services:
        show_deployments(service)
    return services, failures


@wraps(EC2ContainerServiceResponse)
def update_service(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """Change what is given, and start a deployment where that calls for one."""
    backend, given = self.ecs_backend, self._get_params()
    service = backend._get_service(given.get("cluster", "default"), given["service"].split("/")[-1])
    if service.status != "ACTIVE":
        raise ServiceNotActiveException()
    force = given.get("forceNewDeployment", False)
    strategy = given.get("capacityProviderStrategy")
    if strategy is not None and strategy != service.capacityProviderStrategy and not force:
        raise InvalidParameterException(
            "When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity "
            "provider strategy on a service that is already using one, you must force a new deployment.")
    if service.deployment_controller["type"] == "CODE_DEPLOY":
        refuse_what_codedeploy_does(backend, service, given)
    refuse_strange_providers(backend.clusters[service.cluster_name], strategy)
    service_connect.refuse(backend, given.get("serviceConnectConfiguration"),
                           backend.describe_task_definition(given.get("taskDefinition") or service.task_definition), service.deployment_controller["type"])
    refuse_idle_target_groups(backend, given.get("loadBalancers"))
    before = {field: read(service, field) for field in DEPLOYED}
    if given.get("taskDefinition"):
        service.task_definition = backend.describe_task_definition(given["taskDefinition"]).arn
    for field in (*FIELDS, *RENAMED):
        if given.get(field) is not None:
            setattr(service, RENAMED.get(field, field), given[field])
    service.deploymentConfiguration = with_deployment_defaults(service.deploymentConfiguration, service)
    if force or before != {field: read(service, field) for field in DEPLOYED}:
        scheduler.deploy(service)
    show_deployments(service)
    return ActionResult({"service": service})


def read(service: Service, field: str) -> Any:
    """A field of a service by the API's name for it."""
    return getattr(service, {**RENAMED, "taskDefinition": "task_definition"}.get(field, field))


class ServiceNotActiveException(InvalidParameterException):
    """What AWS answers to a change of a service that is being deleted."""

    code = "ServiceNotActiveException"

    def __init__(self) -> None:
        super().__init__("Service was not ACTIVE.")


@wraps(EC2ContainerServiceBackend)
def delete_service(original: Any, self: EC2ContainerServiceBackend, cluster_name: str, service_name: str, force: bool) -> Service:
    """Let the service drain: no more tasks wanted, INACTIVE once the last has stopped. A daemon need not be scaled to 0, nor forced."""
    daemon = any(scheduler.is_daemon(one) for one in self.services.values() if (one.cluster_name, one.name) == (cluster_name.split("/")[-1], service_name.split("/")[-1]))
    service = original(self, cluster_name, service_name, force or daemon)
    service.desired_count, service.status = 0, "DRAINING"
    service_connect.withdraw(self, service)
    return service


@wraps(EC2ContainerServiceBackend)
def list_services(original: Any, self: EC2ContainerServiceBackend, cluster_str: str, *arguments: Any, **options: Any) -> list[str]:
    """List the services that have not been deleted."""
    gone = {service.arn for service in self.services.values() if service.status == "INACTIVE"}
    return [arn for arn in original(self, cluster_str, *arguments, **options) if arn not in gone]


@wraps(EC2ContainerServiceResponse)
def list_tasks(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """List one service's tasks where that is asked for, and RUNNING ones where nothing else is."""
    found: list[Task] = self.ecs_backend.list_tasks(
        self._get_param("cluster", "default"), self._get_param("containerInstance"), self._get_param("family"),
        self._get_param("startedBy"), None, self._get_param("desiredStatus", "RUNNING"))
    service = (self._get_param("serviceName") or "").rpartition("/")[2]
    if service and f"{self.ecs_backend._get_cluster(self._get_param('cluster', 'default')).name}:{service}" not in self.ecs_backend.services:
        raise ServiceNotFoundException
    return ActionResult({"taskArns": [task.task_arn for task in found if not service or task.group == f"service:{service}"]})


@wraps(Task)
def advance(original: Any, self: Task) -> None:
    """Stay: moto stops a task because it was described."""


@wraps(EC2ContainerServiceBackend)
def stop_task(original: Any, self: EC2ContainerServiceBackend, cluster_str: str, task_str: str, reason: str) -> Task:
    """Stop a task with its targets; the scheduler starts another for a service."""
    members = self.tasks.get(self._get_cluster(cluster_str).name, {})
    task = next((one for arn, one in members.items() if arn.endswith(task_str.split("/")[-1])), None)
    if task is None:
        raise InvalidParameterException("The referenced task was not found.")
    if task.last_status != "STOPPED":
        tasks.stop(self, task, reason or "Task stopped by user", "UserInitiated")
    return task
