"""Service Connect of an ECS service: what AWS refuses of it, and the Cloud Map services that ECS makes and removes.

Source: Amazon ECS developer guide, "Use Service Connect to connect Amazon ECS services with short names", considerations.
"""

from __future__ import annotations

from typing import Any

from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Service, TaskDefinition
from moto.servicediscovery.models import Namespace, ServiceDiscoveryBackend, servicediscovery_backends

Configuration = dict[str, Any]


def directory_of(backend: EC2ContainerServiceBackend) -> ServiceDiscoveryBackend:
    """Cloud Map of the same account and region."""
    return servicediscovery_backends[backend.account_id][backend.region_name]


def namespace_of(backend: EC2ContainerServiceBackend, configuration: Configuration) -> Namespace | None:
    """The namespace that is given by ARN or name."""
    wanted = configuration.get("namespace")
    return next((one for one in directory_of(backend).namespaces.values() if wanted in (one.arn, one.name)), None)


def refuse(backend: EC2ContainerServiceBackend, configuration: Configuration | None, definition: TaskDefinition, controller: str) -> None:
    """Raise AWS's errors for what cannot work."""
    if not configuration or not configuration.get("enabled"):
        return
    if controller != "ECS":
        raise InvalidParameterException("Service Connect is supported only for services with the ECS deployment controller.")
    if definition.network_mode not in ("bridge", "awsvpc"):
        raise InvalidParameterException("Service Connect is supported only for the bridge and awsvpc network modes.")
    if not definition.memory:
        raise InvalidParameterException("The task definition must have a task memory limit to use Service Connect.")
    if namespace_of(backend, configuration) is None:
        raise InvalidParameterException(f"The namespace {configuration.get('namespace')} was not found.")
    names = {mapping.get("name") for container in definition.container_definitions for mapping in container.get("portMappings") or []}
    for one in configuration.get("services") or []:
        if one["portName"] not in names:
            raise InvalidParameterException(f"portName({one['portName']}) does not refer to any named PortMapping in the task definition.")


def publish(backend: EC2ContainerServiceBackend, service: Service) -> list[dict[str, str]]:
    """Make the Cloud Map services that the configuration names, and remove those of it that it names no more."""
    configuration, directory = getattr(service, "serviceConnectConfiguration", None) or {}, directory_of(backend)
    namespace = namespace_of(backend, configuration) if configuration.get("enabled") else None
    identifier = namespace.id if namespace else None
    wanted = {one.get("discoveryName") or one["portName"] for one in configuration.get("services") or []} if namespace else set()
    published: dict[str, str] = getattr(service, "published", {})
    for name in published.keys() - wanted:
        directory.services.pop(published[name], None)
    for name in wanted - published.keys():
        made = directory.create_service(name=name, namespace_id=identifier, creator_request_id=service.arn, description="Managed by Amazon ECS",
                                        dns_config={}, health_check_config={}, health_check_custom_config={}, tags=[], service_type="HTTP")
        published[name] = made.id
    service.published = {name: published[name] for name in wanted}
    return [{"discoveryName": name, "discoveryArn": directory.services[key].arn} for name, key in sorted(service.published.items())]


def withdraw(backend: EC2ContainerServiceBackend, service: Service) -> None:
    """Remove the Cloud Map services of a service that is deleted."""
    for identifier in getattr(service, "published", {}).values():
        directory_of(backend).services.pop(identifier, None)
    service.published = {}
