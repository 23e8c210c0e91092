"""Auto Scaling: what a group has done.

moto 5.2.1 tells of no activity. AWS tells of each instance that a group launched or terminated, and why, newest first.
"""

from __future__ import annotations

import uuid
from typing import Any

from moto.autoscaling.models import FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

from .patching import wraps


def note(group: FakeAutoScalingGroup, what: str, before: int, after: int) -> None:
    """Write an activity down."""
    now = utcnow()
    verb, change = ("started", "increasing") if after > before else ("taken out of service", "shrinking")
    group.__dict__.setdefault("activities", []).insert(0, {
        "ActivityId": str(uuid.uuid4()), "AutoScalingGroupName": group.name, "AutoScalingGroupARN": group.arn, "Description": what, "StartTime": now, "EndTime": now,
        "StatusCode": "Successful", "Progress": 100, "Details": "{}",
        "Cause": f"At {now:%Y-%m-%dT%H:%M:%SZ} an instance was {verb} in response to a difference between desired and actual capacity, {change} the capacity from "
                 f"{before} to {after}."})


def instances(group: FakeAutoScalingGroup) -> list[str]:
    """The ids of a group's instances."""
    return [state.instance.id for state in group.instance_states]


@wraps(FakeAutoScalingGroup)
def set_desired_capacity(original: Any, self: FakeAutoScalingGroup, new_capacity: int | None) -> None:
    """Note which instances came and went."""
    before = instances(self)
    original(self, new_capacity)
    after = instances(self)
    for count, one in enumerate((one for one in before if one not in after), 1):
        note(self, f"Terminating EC2 instance: {one}", len(before) - count + 1, len(before) - count)
    kept = sum(one in after for one in before)
    for count, one in enumerate((one for one in after if one not in before), 1):
        note(self, f"Launching a new EC2 instance: {one}", kept + count - 1, kept + count)


@wraps(AutoScalingResponse)
def describe_scaling_activities(original: Any, self: AutoScalingResponse) -> ActionResult:
    """Tell the activities of one group, or of all."""
    wanted = self._get_param("AutoScalingGroupName")
    found = [one for group in self.autoscaling_backend.autoscaling_groups.values() if wanted in (None, group.name) for one in group.__dict__.get("activities", [])]
    return ActionResult({"Activities": sorted(found, key=lambda one: one["StartTime"], reverse=True)[:self._get_int_param("MaxRecords") or 100]})
