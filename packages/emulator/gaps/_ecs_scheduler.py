"""The ECS service scheduler: brings a service's tasks to what its deployments want, one step at a time, until nothing more moves.

A step starts a task of the newest deployment or stops one too many, within minimumHealthyPercent and maximumPercent, on instances
that have room. A started task runs and is healthy at once, unless a rule of control.py says otherwise. What cannot move stays as it is,
IN_PROGRESS, with ECS's own event, and is tried again before every request: a rollout that hangs on AWS for want of room hangs here.
A capacity provider strategy decides on which provider each task belongs before there is room for it: it waits there, and only there.
A daemon has a task on each instance that its constraints allow, and gets its place on a new one before other services do.
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
    for service in sorted(services.values(), key=lambda one: not is_daemon(one)):
        settle(backend, service)
    count(backend)


def is_daemon(service: Service) -> bool:
    """Whether a service has a task on each instance, in place of a number of tasks."""
    return service.scheduling_strategy == "DAEMON"


def settle_daemons(backend: EC2ContainerServiceBackend, cluster: str) -> None:
    """Let a cluster's daemons take their place on an instance that has just joined."""
    for service in backend.services.values():
        if service.cluster_name == cluster and hasattr(service, "rollouts") and is_daemon(service):
            settle(backend, service)


def instance_of(backend: EC2ContainerServiceBackend, task: Task) -> ContainerInstance | None:
    """The container instance that a task runs on, or None where it is gone."""
    return backend.container_instances.get(task.cluster_name, {}).get((task.container_instance_arn or "").rpartition("/")[2])


def settle(backend: EC2ContainerServiceBackend, service: Service) -> None:
    """Take steps until none is possible, then write down where the service is."""
    deployments.watch_alarms(backend, service)
    move = step_of_task_sets if service.deployment_controller["type"] == "CODE_DEPLOY" else step_of_daemon if is_daemon(service) else step
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


def hosts_of(backend: EC2ContainerServiceBackend, service: Service) -> list[ContainerInstance]:
    """The instances on which a daemon belongs; none when it is being deleted."""
    if service.status != "ACTIVE":
        return []
    definition = backend.describe_task_definition(service.rollouts[0]["taskDefinition"])
    constraints = [*(service.placementConstraints or []), *definition.placement_constraints]
    members = backend.container_instances.get(service.cluster_name, {}).values()
    return [one for one in members if one.status == "ACTIVE" and placement.obeys(one, constraints, [])]


def step_of_daemon(backend: EC2ContainerServiceBackend, service: Service) -> bool:
    """Start or stop one task of a daemon: an instance's old task stops before its new one starts."""
    hosts, present, primary = hosts_of(backend, service), tasks.of_service(backend, service), service.rollouts[0]
    service.desired_count = len(hosts)
    known = {one.container_instance_arn for one in hosts}
    strays = [task for task in present if task.container_instance_arn not in known]
    if strays and end(backend, service, strays, primary):
        return True
    if primary["rolloutState"] == "FAILED":
        return False
    least = math.ceil(len(hosts) * service.deploymentConfiguration["minimumHealthyPercent"] / 100)
    healthy, blocked = sum(task.healthy for task in present), ""
    for host in hosts:
        here = [task for task in present if task.container_instance_arn == host.container_instance_arn]
        old = [task for task in here if task.started_by != primary["id"]]
        if old and (healthy > least or not old[0].healthy) and end(backend, service, old, primary):
            return True
        if here:
            continue
        definition = backend.describe_task_definition(primary["taskDefinition"])
        problem = placement.why_not(host, placement.needs(definition))
        if problem is None:
            begin(backend, service, primary, definition, host)
            return True
        blocked = blocked or f"no container instance met all of its requirements. The closest matching (container-instance {host.id}) {problem}."
    if blocked:
        tell_unplaced(service, blocked)
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
    provider = next_provider(deployment["capacityProviderStrategy"], [task for task in present if task.started_by == deployment["id"]])
    instance, reason = place(backend, service, definition, present, provider)
    if instance is None:
        if provider and scale_out(backend, service.cluster_name, provider):
            return True
        tell_unplaced(service, reason)
        return False
    begin(backend, service, deployment, definition, instance)
    return True


def tell_unplaced(service: Service, reason: str) -> None:
    """Say in an event why a task has no instance."""
    tell(service, f"was unable to place a task because {reason} For more information, see the Troubleshooting section of the "
                  "Amazon ECS Developer Guide.")


def begin(backend: EC2ContainerServiceBackend, service: Service, deployment: dict[str, Any], definition: TaskDefinition,
          instance: ContainerInstance) -> None:
    """Start one task on an instance, and say so in events."""
    task = tasks.start(backend, service, deployment, definition, instance)
    tell(service, f"has started 1 tasks: (task {task.id}).")
    for group, target in task.targets:
        tell(service, f"registered 1 targets in (target-group {group}): (port {target['Port']}, {target['Id']}).")


def place(backend: EC2ContainerServiceBackend, service: Service, definition: TaskDefinition,
          running: list[Task], provider: str | None) -> tuple[ContainerInstance | None, str]:
    """Find the instance for one more task, of a capacity provider or (None) of any, or why there is none."""
    members = [one for one in backend.container_instances.get(service.cluster_name, {}).values()
               if one.status == "ACTIVE" and provider in (None, one.capacity_provider_name)]
    if not members:
        return None, f"no container instance met all of its requirements. Reason: No Container Instances were found in your {'capacity provider' if provider else 'cluster'}."
    constraints = [*(service.placementConstraints or []), *definition.placement_constraints]
    wanted = placement.needs(definition)
    try:
        allowed = [one for one in members if placement.obeys(one, constraints, running)]
    except ValueError as error:
        return None, f"{error}."
    fitting = [one for one in allowed if placement.why_not(one, wanted) is None]
    if fitting:
        return placement.in_order(fitting, service, running)[0], ""
    closest = (allowed or members)[0]
    problem = placement.why_not(closest, wanted) if allowed else "doesn't satisfy the placement constraints"
    return None, f"no container instance met all of its requirements. The closest matching (container-instance {closest.id}) {problem}."


def next_provider(strategy: list[dict[str, Any]] | None, running: list[Task]) -> str | None:
    """The capacity provider for one more task: that whose base is not reached, else that furthest behind its weight; None without a strategy."""

    def used(item: dict[str, Any]) -> int:
        return sum(task.capacity_provider_name == item["capacityProvider"] for task in running)

    strategy = strategy or []
    based = next((one for one in strategy if used(one) < one.get("base", 0)), None)
    if based:
        return based["capacityProvider"]
    # The only provider of a strategy needs no weight; of several, one without takes no more than its base.
    weighted = strategy if len(strategy) == 1 else [one for one in strategy if one.get("weight")]
    behind = min(weighted, key=lambda one: (used(one) - one.get("base", 0)) / (one.get("weight") or 1), default=None)
    return behind["capacityProvider"] if behind else None


def scale_out(backend: EC2ContainerServiceBackend, cluster: str, provider: str) -> bool:
    """Managed scaling: add an instance to a capacity provider's group; False where it may not grow."""
    details = backend.capacity_providers[provider].auto_scaling_group_provider
    if details["managedScaling"]["status"] != "ENABLED":
        return False
    for group in autoscaling_backends[backend.account_id][backend.region_name].autoscaling_groups.values():
        if details["autoScalingGroupArn"] in (group.arn, group.name) and (group.desired_capacity or 0) < group.max_size:
            before = len(backend.container_instances.get(cluster, {}))
            group.set_desired_capacity((group.desired_capacity or 0) + 1)
            backend.register_running_instances()
            settle_daemons(backend, cluster)
            # Where the new instance joins another cluster, or none, more of them would not help.
            return len(backend.container_instances.get(cluster, {})) > before
    return False


def count(backend: EC2ContainerServiceBackend) -> None:
    """Write the clusters' and instances' counters."""
    for cluster in backend.clusters.values():
        members = backend.tasks.get(cluster.name, {}).values()
        cluster.running_tasks_count = sum(task.last_status == "RUNNING" for task in members)
        services = [one for one in backend.services.values() if one.cluster_name == cluster.name and one.status != "INACTIVE"]
        cluster.pending_tasks_count = sum(one.pending_count for one in services)
        cluster.active_services_count = sum(one.status == "ACTIVE" for one in services)
