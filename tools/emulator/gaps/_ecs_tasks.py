"""The life of one task of an ECS service: started on an instance and in its target groups, and stopped again."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.ec2 import ec2_backends
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.utils import random_private_ip
from moto.ecs.models import Container, ContainerInstance, EC2ContainerServiceBackend, Service, Task, TaskDefinition
from moto.elbv2.exceptions import InvalidTargetError, TargetGroupNotFoundError
from moto.elbv2.models import elbv2_backends

from . import _ecs_placement as placement

# moto's task reads it of every interface, which has one only where its VPC has DNS host names.
NetworkInterface.private_dns_name = None


def of_service(backend: EC2ContainerServiceBackend, service: Service) -> list[Task]:
    """The service's running tasks, oldest first."""
    every = backend.tasks.get(service.cluster_name, {}).values()
    return [task for task in every if task.group == f"service:{service.name}" and task.last_status == "RUNNING"]


def start(backend: EC2ContainerServiceBackend, service: Service, deployment: dict[str, Any], definition: TaskDefinition,
          instance: ContainerInstance) -> Task:
    """Run one more task of a deployment on an instance, and register it in the service's target groups."""
    wanted = placement.needs(definition)
    task = Task(
        cluster=backend.clusters[service.cluster_name],
        task_definition=definition,
        container_instance_arn=instance.container_instance_arn,
        resource_requirements=wanted,
        backend=backend,
        group=f"service:{service.name}",
        launch_type="EC2",
        started_by=deployment["id"],
        tags=list(service.tags) if service.propagate_tags == "SERVICE" else list(definition.tags) if service.propagate_tags == "TASK_DEFINITION" else [],
        networking_configuration=service.network_configuration,
    )
    for attachment in task.attachments:
        address_in_subnet(backend, attachment)
    taken = set(placement.remaining(instance, "PORTS"))
    task.containers = [running_container(one, definition, task, taken) for one in definition.container_definitions]
    ports = sorted({binding["hostPort"] for container in task.containers for binding in container.network_bindings})
    # What the task holds of the instance, dynamic ports included, is what stopping it gives back.
    task.resource_requirements = {**wanted, "PORTS": ports}
    task.created_at = task.started_at = task.connectivity_at = utcnow()
    task.connectivity = "CONNECTED"
    task.health_status = "HEALTHY" if any(one.get("healthCheck") for one in definition.container_definitions) else "UNKNOWN"
    task.cpu, task.memory = str(wanted["CPU"]), str(wanted["MEMORY"])
    task.availability_zone = instance.attributes["ecs.availability-zone"]
    task.capacity_provider_name = instance.capacity_provider_name
    task.enable_execute_command = service.enableExecuteCommand
    backend.update_container_instance_resources(instance, task.resource_requirements)
    backend.tasks.setdefault(service.cluster_name, {})[task.task_arn] = task
    task.targets = targets(service, task, instance)
    for group, target in task.targets:
        elbv2_backends[backend.account_id][backend.region_name].register_targets(group, [target])
    return task


def address_in_subnet(backend: EC2ContainerServiceBackend, attachment: dict[str, Any]) -> None:
    """Give a task's network interface an address of its subnet; moto makes one up anywhere in 10.0.0.0/8."""
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    details = {one["name"]: one for one in attachment["details"]}
    subnet = ec2.get_subnet(details["subnetId"]["value"])
    interface = ec2.enis[details["networkInterfaceId"]["value"]]
    address = random_private_ip(subnet.cidr_block)
    interface.private_ip_address = details["privateIPv4Address"]["value"] = address
    interface.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": address}]
    attachment["details"] = [one for one in attachment["details"] if one["value"] is not None]


def running_container(defined: dict[str, Any], definition: TaskDefinition, task: Task, taken: set[str]) -> Container:
    """A container of a task; moto makes every one from the first definition."""
    container = Container(definition)
    for field in ("name", "image", "cpu", "memory", "memoryReservation"):
        value = defined.get(field)
        setattr(container, field, value if value is None or field in ("name", "image") else str(value))
    container.container_arn = f"{task.task_arn.replace(':task/', ':container/')}/{container.container_arn.rpartition('/')[2]}"
    container.task_arn = task.task_arn
    container.last_status = "RUNNING"
    container.exitCode = None
    container.health_status = "HEALTHY" if defined.get("healthCheck") else "UNKNOWN"
    container.network_bindings = placement.bindings(defined, definition, taken)
    return container


def targets(service: Service, task: Task, instance: ContainerInstance) -> list[tuple[str, dict[str, Any]]]:
    """The target group ARNs and targets that a task answers on: instance and host port, or in awsvpc mode its own address."""
    found = []
    for balanced in service.load_balancers:
        container = next(one for one in task.containers if one.name == balanced["containerName"])
        port = balanced["containerPort"]
        if task.attachments:
            address = next(detail["value"] for detail in task.attachments[0]["details"] if detail["name"] == "privateIPv4Address")
            found.append((balanced["targetGroupArn"], {"Id": address, "Port": port}))
        else:
            bound = next(one["hostPort"] for one in container.network_bindings if one["containerPort"] == port)
            found.append((balanced["targetGroupArn"], {"Id": instance.ec2_instance_id, "Port": bound}))
    return found


def stop(backend: EC2ContainerServiceBackend, task: Task, reason: str, code: str = "ServiceSchedulerInitiated") -> None:
    """Take a task out of its target groups, stop it, and give back what it held."""
    for group, target in getattr(task, "targets", []):
        try:
            elbv2_backends[backend.account_id][backend.region_name].deregister_targets(group, [target])
        except (InvalidTargetError, TargetGroupNotFoundError):
            pass  # went with its instance, or with the group
    identifier = (task.container_instance_arn or "").rpartition("/")[2]
    instance = backend.container_instances.get(task.cluster_name, {}).get(identifier)
    if instance:
        backend.update_container_instance_resources(instance, task.resource_requirements, removing=True)
    enis = ec2_backends[backend.account_id][backend.region_name].enis
    for attachment in task.attachments:
        attachment["status"] = "DETACHED"
        enis.pop(next(one["value"] for one in attachment["details"] if one["name"] == "networkInterfaceId"), None)
    task.last_status = task.desired_status = "STOPPED"
    task.stopped_reason, task.stop_code, task.stopped_at = reason, code, utcnow()
    for container in task.containers:
        container.last_status, container.exitCode = "STOPPED", 0
