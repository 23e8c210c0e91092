"""The ECS service scheduler: brings a service's tasks to what its deployments want, one step at a time, until nothing more moves.

A step starts a task of the newest deployment or stops one too many, within minimumHealthyPercent and maximumPercent, on instances
that have room. A started task runs and is healthy at once, unless a rule of control.py says otherwise. What cannot move stays as it is,
IN_PROGRESS, with ECS's own event, and is tried again before every request: a rollout that hangs on AWS for want of room hangs here.
A task that fails is replaced before the next request, so that a restart loop has one round a request.

Source: Amazon ECS developer guide, "Deploy Amazon ECS services by replacing tasks", and its service event messages.
"""

from __future__ import annotations

import math
import time
from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.ecs.models import ContainerInstance, EC2ContainerServiceBackend, Service, Task, TaskDefinition

from . import _ecs_deployments as deployments
from . import _ecs_placement as placement
from . import _ecs_tasks as tasks
from ._ecs_deployments import tell


def deploy(service: Service) -> dict[str, Any]:
    """Make the service's present task definition and configuration its PRIMARY deployment; the ones before become ACTIVE."""
    for older in service.rollouts:
        older["status"] = "ACTIVE"
    service.rollouts.insert(0, deployments.new(service))
    return service.rollouts[0]


def catch_up(backend: EC2ContainerServiceBackend) -> None:
    """Let every task and service of an account and region catch up with what has changed."""
    now = time.time()
    services = {(one.cluster_name, f"service:{one.name}"): one for one in backend.services.values() if hasattr(one, "rollouts")}
    for cluster, members in backend.tasks.items():
        for task in list(members.values()):
            if task.last_status == "STOPPED":
                continue
            service = services.get((cluster, task.group))
            if task.container_instance_arn and instance_of(backend, task) is None:
                tasks.stop(backend, task, "Host EC2 instance terminated.", "TerminationNotice")
                continue
            unhealthy = tasks.advance(backend, task, now)
            if unhealthy and service:
                deployments.tell_unhealthy(service, task, unhealthy)
                tasks.stop(backend, task, unhealthy)
            if service and task.last_status == "STOPPED":
                deployments.fail(service, task)
    for service in services.values():
        settle(backend, service)
    count(backend)


def instance_of(backend: EC2ContainerServiceBackend, task: Task) -> ContainerInstance | None:
    """The container instance that a task runs on, or None where it is gone."""
    return backend.container_instances.get(task.cluster_name, {}).get((task.container_instance_arn or "").rpartition("/")[2])


def settle(backend: EC2ContainerServiceBackend, service: Service) -> None:
    """Take steps until none is possible, then write down where the service is."""
    deployments.watch_alarms(backend, service)
    move = step_of_task_sets if service.deployment_controller["type"] == "CODE_DEPLOY" else step
    while move(backend, service):
        pass
    present = tasks.of_service(backend, service)
    running = [task for task in present if task.last_status == "RUNNING"]
    for rollout in service.rollouts:
        mine = [task for task in running if task.started_by == rollout["id"]]
        rollout["runningCount"] = len(mine)
        rollout["healthy"] = sum(task.healthy for task in mine)
        if rollout["healthy"]:
            rollout["succeeded"], rollout["failedTasks"] = True, 0
        wanted = desired_of(service, rollout)
        rollout["desiredCount"] = wanted if rollout["status"] == "PRIMARY" or service.deployment_controller["type"] == "CODE_DEPLOY" else 0
        rollout["pendingCount"] = max(0, rollout["desiredCount"] - rollout["runningCount"])
    primary = service.rollouts[0]
    service.running_count, service.pending_count = len(running), primary["pendingCount"]
    if service.status == "DRAINING" and not present:
        service.status = "INACTIVE"
    if service.deployment_controller["type"] == "ECS":
        deployments.conclude(service)
    elif all(one["healthy"] >= one["desiredCount"] for one in service.rollouts):
        tell(service, "has reached a steady state.")


def desired_of(service: Service, rollout: dict[str, Any]) -> int:
    """How many tasks a deployment, or a task set by its scale, should have."""
    return math.ceil(service.desired_count * rollout["scale"]["value"] / 100)


def step(backend: EC2ContainerServiceBackend, service: Service) -> bool:
    """Start or stop one task; False where nothing may move."""
    present = tasks.of_service(backend, service)
    primary = service.rollouts[0]
    new = [task for task in present if task.started_by == primary["id"]]
    old = [task for task in present if task.started_by != primary["id"]]
    desired, limits = service.desired_count, service.deploymentConfiguration
    most = max(math.floor(desired * limits["maximumPercent"] / 100), desired if not old else 0)
    least = math.ceil(desired * limits["minimumHealthyPercent"] / 100)
    healthy = sum(task.healthy for task in present)
    if len(new) > desired:
        return end(backend, service, new, primary)
    if len(new) < desired and len(present) < most and primary["rolloutState"] != "FAILED" and start(backend, service, primary, present):
        return True
    enough = sum(task.healthy for task in new) >= desired
    if old and primary["rolloutState"] != "FAILED" and (healthy > least or enough or not all(task.healthy for task in old)):
        return end(backend, service, old, primary)
    return False


def step_of_task_sets(backend: EC2ContainerServiceBackend, service: Service) -> bool:
    """Start or stop one task of any task set; CodeDeploy decides which there are, without regard to percentages."""
    present = tasks.of_service(backend, service)
    known = {rollout["id"] for rollout in service.rollouts}
    gone = [task for task in present if task.started_by not in known]
    if gone and end(backend, service, gone, service.rollouts[0]):
        return True
    for rollout in service.rollouts:
        mine = [task for task in present if task.started_by == rollout["id"]]
        wanted = desired_of(service, rollout)
        if len(mine) > wanted and end(backend, service, mine, rollout):
            return True
        if len(mine) < wanted and start(backend, service, rollout, present):
            return True
    return False


def end(backend: EC2ContainerServiceBackend, service: Service, candidates: list[Task], deployment: dict[str, Any]) -> bool:
    """Stop one task: an unhealthy one before the others, and none that is protected; False where all are."""
    free = [task for task in candidates if service.status == "DRAINING" or not deployments.protected(task)]
    if not free:
        tell(service, "was unable to scale in due to tasks being protected from scale-in or deployment.")
        return False
    task = next((one for one in free if not one.healthy), free[0] if candidates[0].started_by != deployment["id"] else free[-1])
    tasks.stop(backend, task, f"Scaling activity initiated by (deployment {deployment['id']})")
    tell(service, f"has stopped 1 running tasks: (task {task.id}).")
    return True


def start(backend: EC2ContainerServiceBackend, service: Service, deployment: dict[str, Any], present: list[Task]) -> bool:
    """Start one task where there is room, or let managed scaling make room for it; False where there is none."""
    definition = backend.describe_task_definition(deployment["taskDefinition"])
    instance, reason = place(backend, service, definition, present)
    if instance is None:
        if scale_out(backend, service):
            return True
        tell(service, f"was unable to place a task because {reason} For more information, see the Troubleshooting section of the "
                      "Amazon ECS Developer Guide.")
        return False
    task = tasks.start(backend, service, deployment, definition, instance)
    tell(service, f"has started 1 tasks: (task {task.id}).")
    for group, target in task.targets:
        tell(service, f"registered 1 targets in (target-group {group}): (port {target['Port']}, {target['Id']}).")
    return True


def place(backend: EC2ContainerServiceBackend, service: Service, definition: TaskDefinition,
          running: list[Task]) -> tuple[ContainerInstance | None, str]:
    """Find the instance for one more task, or why there is none."""
    providers = [one["capacityProvider"] for one in service.capacityProviderStrategy or []]
    members = [one for one in backend.container_instances.get(service.cluster_name, {}).values()
               if one.status == "ACTIVE" and (not providers or one.capacity_provider_name in providers)]
    if not members:
        return None, f"no container instance met all of its requirements. Reason: No Container Instances were found in your {'capacity provider' if providers else 'cluster'}."
    constraints = [*(service.placementConstraints or []), *definition.placement_constraints]
    wanted = placement.needs(definition)
    try:
        allowed = [one for one in members if placement.obeys(one, constraints, running)]
    except ValueError as error:
        return None, f"{error}."
    fitting = [one for one in allowed if placement.why_not(one, wanted) is None]
    if fitting:
        return placement.in_order(preferred(service, fitting, running), service, running)[0], ""
    closest = (allowed or members)[0]
    problem = placement.why_not(closest, wanted) if allowed else "doesn't satisfy the placement constraints"
    return None, f"no container instance met all of its requirements. The closest matching (container-instance {closest.id}) {problem}."


def preferred(service: Service, instances: list[ContainerInstance], running: list[Task]) -> list[ContainerInstance]:
    """Keep the instances of the capacity provider that is furthest behind its base and weight."""

    def share(item: dict[str, Any]) -> tuple[bool, float]:
        used = sum(task.capacity_provider_name == item["capacityProvider"] for task in running)
        beyond = used - item.get("base", 0)
        return (beyond >= 0, beyond / item["weight"] if item.get("weight") else math.inf)

    for item in sorted(service.capacityProviderStrategy or [], key=share):
        found = [one for one in instances if one.capacity_provider_name == item["capacityProvider"]]
        if found:
            return found
    return instances


def scale_out(backend: EC2ContainerServiceBackend, service: Service) -> bool:
    """Managed scaling: add an instance to the first of the service's groups that may grow; False where none may."""
    groups = autoscaling_backends[backend.account_id][backend.region_name].autoscaling_groups.values()
    for item in service.capacityProviderStrategy or []:
        details = backend.capacity_providers[item["capacityProvider"]].auto_scaling_group_provider
        if details["managedScaling"]["status"] != "ENABLED":
            continue
        for group in groups:
            if details["autoScalingGroupArn"] in (group.arn, group.name) and (group.desired_capacity or 0) < group.max_size:
                before = len(backend.container_instances.get(service.cluster_name, {}))
                group.set_desired_capacity((group.desired_capacity or 0) + 1)
                backend.register_running_instances()
                # Where the new instance joins another cluster, or none, more of them would not help.
                return len(backend.container_instances.get(service.cluster_name, {})) > before
    return False


def count(backend: EC2ContainerServiceBackend) -> None:
    """Write the clusters' and instances' counters."""
    for cluster in backend.clusters.values():
        members = backend.tasks.get(cluster.name, {}).values()
        cluster.running_tasks_count = sum(task.last_status == "RUNNING" for task in members)
        services = [one for one in backend.services.values() if one.cluster_name == cluster.name and one.status != "INACTIVE"]
        cluster.pending_tasks_count = sum(one.pending_count for one in services)
        cluster.active_services_count = sum(one.status == "ACTIVE" for one in services)
