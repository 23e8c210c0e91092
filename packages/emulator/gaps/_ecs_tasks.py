"""The life of an ECS task: placed on an instance, running, in its target groups, ended by its containers or by somebody, stopped.

PENDING -> RUNNING -> STOPPED; the states between are passed in no time. Tasks move when `advance` is called, before each request,
to where they would be by then.
"""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any

from moto.ec2 import ec2_backends
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.utils import random_private_ip
from moto.ecs.models import Container, ContainerInstance, EC2ContainerServiceBackend, Service, Task, TaskDefinition
from moto.elbv2.exceptions import InvalidTargetError, TargetGroupNotFoundError
from moto.elbv2.models import elbv2_backends

from control import control

from . import _ecs_containers as containers
from . import _ecs_placement as placement

# moto's task reads it of every interface, which has one only where its VPC has DNS host names.
NetworkInterface.private_dns_name = None

# AWS forgets stopped tasks after an hour; a restart loop must not fill the memory before.
STOPPED_KEPT = 100


def instant(seconds: float) -> datetime:
    """A point in time as moto keeps it: UTC without a zone."""
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)


def of_service(backend: EC2ContainerServiceBackend, service: Service) -> list[Task]:
    """The service's tasks that have not stopped, oldest first."""
    every = backend.tasks.get(service.cluster_name, {}).values()
    return [task for task in every if task.group == f"service:{service.name}" and task.last_status != "STOPPED"]


def launch(backend: EC2ContainerServiceBackend, definition: TaskDefinition, instance: ContainerInstance | None, cluster: str, group: str,
           overrides: dict[str, Any] | None = None, **given: Any) -> Task:
    """Put one more task on an instance (none: Fargate); it is PENDING. `given` goes to moto's Task."""
    wanted = placement.needs(definition)
    task = Task(cluster=backend.clusters[cluster], task_definition=definition, backend=backend, group=group, overrides=overrides,
                container_instance_arn=instance.container_instance_arn if instance else None, resource_requirements=wanted, **given)
    for attachment in task.attachments:
        address_in_subnet(backend, attachment)
    taken = set(placement.remaining(instance, "PORTS")) if instance else set()
    changes = {one["name"]: one for one in (overrides or {}).get("containerOverrides", [])}
    task.family = definition.family
    task.containers = [container(one, changes.get(one["name"], {}), definition, task, taken) for one in definition.container_definitions]
    ports = sorted({binding["hostPort"] for one in task.containers for binding in one.network_bindings})
    # What the task holds of the instance, dynamic ports included, is what stopping it gives back.
    task.resource_requirements = {**wanted, "PORTS": ports}
    task.created, task.began, task.targets, task.healthy = time.time(), None, [], False
    task.created_at, task.last_status, task.stopped_reason, task.version = instant(task.created), "PENDING", None, 1
    task.health_status = "UNKNOWN"
    task.cpu, task.memory = str(wanted["CPU"]), str(wanted["MEMORY"])
    if instance:
        task.availability_zone = instance.attributes["ecs.availability-zone"]
        task.capacity_provider_name = instance.capacity_provider_name
        backend.update_container_instance_resources(instance, task.resource_requirements)
    members = backend.tasks.setdefault(cluster, {})
    members[task.task_arn] = task
    stopped = [arn for arn, one in members.items() if one.last_status == "STOPPED"]
    for arn in stopped[:-STOPPED_KEPT]:
        del members[arn]
    return task


def start(backend: EC2ContainerServiceBackend, service: Service, deployment: dict[str, Any], definition: TaskDefinition,
          instance: ContainerInstance) -> Task:
    """Run one more task of a service's deployment on an instance, and register it in the deployment's target groups."""
    tags = {"SERVICE": service.tags, "TASK_DEFINITION": definition.tags}.get(service.propagate_tags, [])
    task = launch(backend, definition, instance, service.cluster_name, f"service:{service.name}", launch_type="EC2",
                  started_by=deployment["id"], tags=list(tags), networking_configuration=service.network_configuration)
    task.enable_execute_command = service.enableExecuteCommand
    task.balanced = targets(deployment["loadBalancers"], task, instance)
    if not any(containers.why_not_started(backend, task, one) for one in task.containers):
        begin(backend, task, task.created)
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


def container(defined: dict[str, Any], override: dict[str, Any], definition: TaskDefinition, task: Task, taken: set[str]) -> Container:
    """A container of a task, with what RunTask overrides; moto makes every one from the first definition."""
    made = Container(definition)
    for field in ("name", "image", "cpu", "memory", "memoryReservation"):
        value = override.get(field, defined.get(field))
        setattr(made, field, value if value is None or field in ("name", "image") else str(value))
    made.defined, made.said = defined, None
    made.command = override.get("command") or defined.get("command")
    made.environment = containers.environment(defined, override)
    made.container_arn = f"{task.task_arn.replace(':task/', ':container/')}/{made.container_arn.rpartition('/')[2]}"
    made.runtimeId = made.container_arn.rpartition("/")[2].replace("-", "") * 2
    made.task_arn, made.last_status, made.exitCode, made.health_status = task.task_arn, "PENDING", None, "UNKNOWN"
    made.network_bindings = placement.bindings(defined, definition, taken)
    return made


def targets(balancers: list[dict[str, Any]], task: Task, instance: ContainerInstance) -> list[tuple[str, dict[str, Any], Container]]:
    """Target group ARN, target and container of what a task answers on: instance and host port, or in awsvpc mode its own address."""
    found = []
    for balanced in balancers:
        one = next(one for one in task.containers if one.name == balanced["containerName"])
        port = balanced["containerPort"]
        if task.attachments:
            address = next(detail["value"] for detail in task.attachments[0]["details"] if detail["name"] == "privateIPv4Address")
            found.append((balanced["targetGroupArn"], {"Id": address, "Port": port}, one))
        else:
            bound = next(binding["hostPort"] for binding in one.network_bindings if binding["containerPort"] == port)
            found.append((balanced["targetGroupArn"], {"Id": instance.ec2_instance_id, "Port": bound}, one))
    return found


def begin(backend: EC2ContainerServiceBackend, task: Task, when: float) -> None:
    """Let a task run: its containers say their first line, its targets are registered."""
    task.began, task.last_status, task.connectivity = when, "RUNNING", "CONNECTED"
    task.started_at = task.connectivity_at = task.pull_started_at = task.pull_stopped_at = instant(when)
    for one in task.containers:
        one.last_status = "RUNNING"
        containers.tell(backend, task, one, f"{one.name}: started {' '.join(one.command or []) or one.image}")
    for group, target, _ in getattr(task, "balanced", []):
        elbv2_backends[backend.account_id][backend.region_name].register_targets(group, [target])
        task.targets.append((group, target))
    look(backend, task, when)


def look(backend: EC2ContainerServiceBackend, task: Task, now: float) -> None:
    """See how healthy a running task is, and let its target groups know."""
    age = now - task.began
    checked, known = [], elbv2_backends[backend.account_id][backend.region_name].target_groups
    for one in task.containers:
        one.health_status = containers.health(task, one, age)
        if one.defined.get("healthCheck") and one.defined.get("essential", True):
            checked.append(one)
    states = {one.health_status for one in checked}
    task.health_status = "UNHEALTHY" if "UNHEALTHY" in states else "HEALTHY" if states == {"HEALTHY"} else "UNKNOWN"
    balanced = [one for _, _, one in getattr(task, "balanced", [])]
    task.healthy = all(containers.outcome(task, one).healthy(age) for one in checked + balanced or task.containers)
    for group, target, one in getattr(task, "balanced", []):
        said = containers.outcome(task, one)
        registered = known[group].targets.get((target["Id"], target["Port"])) if group in known else None
        if registered is not None:
            registered["Health"] = "healthy" if said.healthy(age) else "initial" if said.kind == "run" else "unhealthy"


def advance(backend: EC2ContainerServiceBackend, task: Task, now: float) -> str | None:
    """Bring a task to where it is by now; answers in what way a health check has failed that its service has to act upon."""
    if task.last_status == "PENDING" and (task.group.startswith("service:") or now >= task.created + control.task_starts_after):
        reasons = {one.name: containers.why_not_started(backend, task, one) for one in task.containers}
        if any(reasons.values()):
            for one in task.containers:
                one.reason = reasons[one.name]
            stop(backend, task, next(filter(None, reasons.values())), "TaskFailedToStart")
        else:
            begin(backend, task, now if task.group.startswith("service:") else task.created + control.task_starts_after)
    if task.last_status != "RUNNING":
        return None
    age = now - task.began
    for one in task.containers:
        said = containers.outcome(task, one)
        if one.last_status == "RUNNING" and said.ended(age):
            one.last_status, one.exitCode, one.reason = "STOPPED", said.exit_code, said.reason
            containers.tell(backend, task, one, f"{one.name}: exited with {said.exit_code}")
    gone = [one for one in task.containers if one.last_status == "STOPPED"]
    if len(gone) == len(task.containers) or any(one.defined.get("essential", True) for one in gone):
        ends = min(containers.outcome(task, one).after for one in gone)
        stop(backend, task, "Essential container in task exited", "EssentialContainerExited", min(now, task.began + ends))
        return None
    look(backend, task, now)
    for group, _, one in getattr(task, "balanced", []):
        if containers.outcome(task, one).given_up(age):
            return f"Task failed ELB health checks in (target-group {group})"
    return "Task failed container health checks" if task.health_status == "UNHEALTHY" else None


def stop(backend: EC2ContainerServiceBackend, task: Task, reason: str, code: str = "ServiceSchedulerInitiated", when: float | None = None) -> None:
    """Take a task out of its target groups, stop it, and give back what it held."""
    for group, target in task.targets:
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
    ran, task.healthy = task.last_status == "RUNNING", False
    task.last_status = task.desired_status = "STOPPED"
    task.stopped_reason, task.stop_code = reason, code
    task.stopped_at = task.stopping_at = task.execution_stopped_at = instant(when or time.time())
    for one in task.containers:
        if one.last_status == "RUNNING" and ran:
            # A one-off task that somebody stops has not done its work: SIGTERM, 128 + 15. Services are taken to end well.
            one.exitCode = 143 if code == "UserInitiated" and not task.group.startswith("service:") else 0
        one.last_status = "STOPPED"
