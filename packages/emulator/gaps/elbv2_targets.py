"""ELB: one instance that serves on several ports, and one that an Auto Scaling group terminates.

moto 5.2.1 keeps a target group's targets by their id alone, so that the second task on an instance (ECS bridge mode, dynamic host
ports) replaces the first; and it takes terminated instances out only where TerminateInstances was called. AWS keeps targets by id and
port, where the id alone means every port of it, and takes every terminated instance out.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.instances import InstanceBackend
from moto.elbv2.exceptions import InvalidTargetError
from moto.elbv2.models import FakeHealthStatus, FakeTargetGroup, elbv2_backends

from .patching import wraps

Target = dict[str, Any]

# Why a target is in a state, as AWS says it: code and description.
REASONS = {
    "initial": ("Elb.InitialHealthChecking", "Initial health checks in progress"),
    "unhealthy": ("Target.FailedHealthChecks", "Health checks failed"),
}


def matching(targets: dict[Any, Target], wanted: Target) -> list[Any]:
    """The keys of the targets that an id, with or without a port, represents."""
    port = wanted.get("Port")
    return [key for key, target in targets.items()
            if target["Id"] == wanted["Id"] and (port is None or int(target["Port"]) == int(port))]


@wraps(FakeTargetGroup)
def register(original: Any, self: FakeTargetGroup, targets: list[Target]) -> None:
    """Register each id and port."""
    others = {key: target for key, target in self.targets.items() if isinstance(key, tuple)}
    original(self, targets)  # checks that the instances run
    self.targets.clear()
    self.targets.update(others)
    for target in targets:
        port = int(target.get("Port") or self.port)
        self.targets[target["Id"], port] = {**target, "Port": port}


@wraps(FakeTargetGroup)
def deregister(original: Any, self: FakeTargetGroup, targets: list[Target]) -> None:
    """Take the targets out; AWS refuses one that was never in."""
    for target in targets:
        keys = matching(self.targets, target)
        if not keys:
            raise InvalidTargetError()
        for key in keys:
            self.deregistered_targets[target["Id"]] = self.targets.pop(key)


@wraps(FakeTargetGroup)
def deregister_terminated_instances(original: Any, self: FakeTargetGroup, instance_ids: list[str]) -> None:
    """Take every port of a terminated instance out."""
    for key in [key for key, target in self.targets.items() if target["Id"] in instance_ids]:
        self.terminated_targets[key[0]] = self.targets.pop(key)


@wraps(FakeTargetGroup)
def health_for(original: Any, self: FakeTargetGroup, target: Target, ec2_backend: Any) -> FakeHealthStatus:
    """Tell the health of one id and port; moto looks ids up."""
    keys = matching(self.targets, target)
    if not keys:
        return original(self, target, ec2_backend)
    state = self.targets[keys[0]].get("Health", "healthy")  # written by the ECS scheduler, who knows how its containers behave
    if state != "healthy":
        found = self.targets[keys[0]]
        return FakeHealthStatus(found["Id"], found["Port"], self.health_check_port, state, *REASONS[state])
    registered, self.targets = self.targets, {target["Id"]: self.targets[keys[0]]}
    try:
        return original(self, target, ec2_backend)
    finally:
        self.targets = registered


@wraps(InstanceBackend)
def terminate_instances(original: Any, self: InstanceBackend, instance_ids: list[str]) -> Any:
    """Tell the load balancers of every termination."""
    terminated = original(self, instance_ids)
    elbv2_backends[self.account_id][self.region_name].notify_terminate_instances(instance_ids)
    return terminated
