"""Auto Scaling: the fields of a group that moto 5.2.1 drops at creation, at update, or both.

The provider reads them back after every apply; a dropped one is a difference in every plan. moto also forgets the mixed instances
policy at every update that does not repeat it.
"""

from __future__ import annotations

from typing import Any

from moto.autoscaling.models import FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult

from .patching import wraps

# As moto serializes an attribute under the API's own name, they are kept under it. The second of a pair is moto's attribute.
DROPPED_ALWAYS = ("DefaultInstanceWarmup", "MaxInstanceLifetime", "InstanceMaintenancePolicy", "Context", "DesiredCapacityType",
                  "AvailabilityZoneDistribution", "AvailabilityZoneImpairmentPolicy", "CapacityReservationSpecification")
DROPPED_AT_UPDATE = {"DefaultCooldown": "default_cooldown", "TerminationPolicies": "termination_policies",
                     "CapacityRebalance": "capacity_rebalance", "PlacementGroup": "placement_group"}

# What AWS tells where nothing was given.
DEFAULTS = {"AvailabilityZoneDistribution": {"CapacityDistributionStrategy": "balanced-best-effort"},
            "CapacityReservationSpecification": {"CapacityReservationPreference": "default"}}


def keep(self: AutoScalingResponse, group: FakeAutoScalingGroup) -> None:
    """Store what a request gives of these fields; a lifetime or warm-up of 0 or -1 takes the setting away."""
    for field in DROPPED_ALWAYS:
        value = self._get_param(field)
        if value is not None:
            setattr(group, field, None if (field, value) in (("MaxInstanceLifetime", 0), ("DefaultInstanceWarmup", -1)) else value)
    for field, default in DEFAULTS.items():
        setattr(group, field, getattr(group, field, None) or default)
    if self._get_param("ServiceLinkedRoleARN"):
        group.service_linked_role_arn = self._get_param("ServiceLinkedRoleARN")


@wraps(AutoScalingResponse)
def create_auto_scaling_group(original: Any, self: AutoScalingResponse) -> ActionResult:
    """Keep what moto drops at creation."""
    answer = original(self)
    keep(self, self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")])
    return answer


@wraps(AutoScalingResponse)
def update_auto_scaling_group(original: Any, self: AutoScalingResponse) -> ActionResult:
    """Keep what moto drops at update."""
    answer = original(self)
    group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
    keep(self, group)
    for field, attribute in DROPPED_AT_UPDATE.items():
        value = self._get_param(field)
        if value is not None:
            setattr(group, attribute, value)
    return answer


@wraps(FakeAutoScalingGroup)
def update(original: Any, self: FakeAutoScalingGroup, *arguments: Any, **options: Any) -> None:
    """Leave the mixed instances policy as it is where an update does not name one or another way to launch."""
    named = any(options.get(name) for name in ("mixed_instances_policy", "launch_template", "launch_config_name"))
    if not named and self.mixed_instances_policy:
        options["mixed_instances_policy"] = self.mixed_instances_policy
        # moto has written the template's name beside its id, and takes only one of them.
        self.mixed_instances_policy["LaunchTemplate"]["LaunchTemplateSpecification"].pop("LaunchTemplateName", None)
    original(self, *arguments, **options)
