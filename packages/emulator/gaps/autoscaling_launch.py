"""Auto Scaling: which instances a group launches, and how it ends.

moto 5.2.1 rounds On-Demand and Spot capacity down one after the other, so that a group with a base of 1 and half Spot launches one
instance for a desired capacity of 2 (the provider then waits ten minutes for the other); it launches all in the first subnet; and a
deleted group leaves the instances that were protected from scale-in running. AWS launches the desired capacity, spreads it over the
subnets, and terminates everything where the deletion is forced, while it refuses to delete a group with instances where it is not.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError
from moto.autoscaling.models import FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse

from .patching import wraps


class ResourceInUseFault(AutoscalingClientError):
    """What AWS answers to the deletion of a group that has instances."""

    def __init__(self) -> None:
        super().__init__("ResourceInUse", "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance "
                                          "request(s) still in the group.")


@wraps(FakeAutoScalingGroup)
def set_desired_capacity(original: Any, self: FakeAutoScalingGroup, new_capacity: int | None) -> None:
    """Count all capacity as On-Demand while moto counts, which is the one case that it rounds up."""
    distribution = (self.mixed_instances_policy or {}).get("InstancesDistribution", {})
    share = distribution.get("OnDemandPercentageAboveBaseCapacity")
    if share is None:
        return original(self, new_capacity)
    distribution["OnDemandPercentageAboveBaseCapacity"] = 100
    try:
        return original(self, new_capacity)
    finally:
        distribution["OnDemandPercentageAboveBaseCapacity"] = share


@wraps(FakeAutoScalingGroup)
def replace_autoscaling_group_instances(original: Any, self: FakeAutoScalingGroup, count_needed: int, propagated_tags: dict[str, str]) -> None:
    """Launch one at a time, each in the subnet that has fewest of the group's instances."""
    if not self.vpc_zone_identifier:
        return original(self, count_needed, propagated_tags)
    every, zones = self.vpc_zone_identifier, self.availability_zones
    try:
        for _ in range(count_needed):
            used = Counter(state.instance.subnet_id for state in self.instance_states)
            subnet = min(every.split(","), key=lambda one: used[one])
            self.vpc_zone_identifier = subnet
            self.availability_zones = [self.ec2_backend.get_subnet(subnet).availability_zone]
            original(self, 1, dict(propagated_tags))
    finally:
        self.vpc_zone_identifier, self.availability_zones = every, zones


@wraps(AutoScalingResponse)
def delete_auto_scaling_group(original: Any, self: AutoScalingResponse) -> Any:
    """Refuse, or with ForceDelete end the protection first."""
    group = self.autoscaling_backend.autoscaling_groups.get(self._get_param("AutoScalingGroupName"))
    if group and group.instance_states:
        if not self._get_bool_param("ForceDelete", False):
            raise ResourceInUseFault()
        for state in group.instance_states:
            state.protected_from_scale_in = False
    return original(self)
