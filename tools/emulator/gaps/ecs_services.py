"""ECS: what a service is made of.

moto 5.2.1 drops capacity provider strategy, deployment configuration, placement, grace period, managed tags, Exec and zone
rebalancing, answers a service without network configuration with an empty one (which the provider takes for awsvpc, and crashes),
calls every service launch type EC2, and forgets when and by whom it was made. AWS stores all of it.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse

from .patching import wraps

# Fields of CreateService and UpdateService that a service has and moto's lacks, with what AWS says when they are not given.
FIELDS: dict[str, Any] = {
    "availabilityZoneRebalancing": "DISABLED",
    "capacityProviderStrategy": None,
    "deploymentConfiguration": None,
    "enableECSManagedTags": False,
    "enableExecuteCommand": False,
    "healthCheckGracePeriodSeconds": None,
    "placementConstraints": [],
    "placementStrategy": [],
}


def with_deployment_defaults(configuration: dict[str, Any] | None, controller: str) -> dict[str, Any]:
    """Fill in what AWS fills in; only rolling (ECS) deployments have a circuit breaker."""
    defaults: dict[str, Any] = {"maximumPercent": 200, "minimumHealthyPercent": 100}
    if controller == "ECS":
        defaults["deploymentCircuitBreaker"] = {"enable": False, "rollback": False}
    return {**defaults, **(configuration or {})}


@wraps(EC2ContainerServiceResponse)
def create_service(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """Keep every field of the request."""
    answer = original(self)
    service: Service = answer.result["service"]
    for field, default in FIELDS.items():
        setattr(service, field, self._get_param(field, default))
    service.deploymentConfiguration = with_deployment_defaults(service.deploymentConfiguration, service.deployment_controller["type"])
    service.createdAt = utcnow()
    service.createdBy = f"arn:aws:iam::{self.current_account}:root"
    if service.capacityProviderStrategy:
        service.launch_type = None
    service.network_configuration = service.network_configuration or None
    return answer


@wraps(EC2ContainerServiceBackend)
def update_service(original: Any, self: EC2ContainerServiceBackend, service_properties: dict[str, Any]) -> Service:
    """Keep every field of the request under the name it is read back by."""
    service = self._get_service(service_properties.get("cluster", "default"), service_properties["service"].split("/")[-1])
    for field in FIELDS:
        if field in service_properties:
            setattr(service, field, service_properties.pop(field))
    service.deploymentConfiguration = with_deployment_defaults(service.deploymentConfiguration, service.deployment_controller["type"])
    return original(self, service_properties)
