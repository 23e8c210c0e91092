"""Auto Scaling: the instance type of a group with overrides.

moto 5.2.1 takes the type from the launch template, which names none where the group's mixed instances policy does, and launches an
instance of no type. AWS launches one of the overrides; here it is the first, the preferred one.
"""

from __future__ import annotations

from typing import Any

from moto.autoscaling.models import FakeAutoScalingGroup

from_template: Any = FakeAutoScalingGroup.instance_type.fget


def instance_type(self: FakeAutoScalingGroup) -> str:
    """The first override, or what the launch template says."""
    overrides = (self.mixed_instances_policy or {}).get("LaunchTemplate", {}).get("Overrides", [])
    types = [override["InstanceType"] for override in overrides if "InstanceType" in override]
    return types[0] if types else from_template(self)


FakeAutoScalingGroup.instance_type = property(instance_type)
