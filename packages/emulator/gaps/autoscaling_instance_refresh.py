"""Auto Scaling: instance refresh, scaling activities and notifications.

moto 5.2.1 has none of StartInstanceRefresh, DescribeInstanceRefreshes, CancelInstanceRefresh, RollbackInstanceRefresh, the three
notification configuration operations and DisableMetricsCollection. Here a refresh replaces every instance at once and is
Successful when it is first described.
"""

from __future__ import annotations

import uuid
from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

from .patching import adds


def group_named(backend: AutoScalingBackend, name: str) -> FakeAutoScalingGroup:
    """The group, or AWS's error."""
    if name not in backend.autoscaling_groups:
        raise AutoscalingClientError("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return backend.autoscaling_groups[name]


def refreshes(group: FakeAutoScalingGroup) -> list[dict[str, Any]]:
    """The group's refreshes, newest first."""
    if not hasattr(group, "refreshes"):
        group.refreshes = []
    return group.refreshes


@adds(AutoScalingResponse)
def start_instance_refresh(self: AutoScalingResponse) -> ActionResult:
    """Replace the group's instances."""
    group = group_named(self.autoscaling_backend, self._get_param("AutoScalingGroupName"))
    old = list(group.instance_states)
    started = {
        "InstanceRefreshId": str(uuid.uuid4()),
        "AutoScalingGroupName": group.name,
        "Strategy": self._get_param("Strategy", "Rolling"),
        "Status": "Successful",
        "PercentageComplete": 100,
        "InstancesToUpdate": 0,
        "StartTime": utcnow(),
        "EndTime": utcnow(),
        "Preferences": self._get_param("Preferences"),
        "DesiredConfiguration": self._get_param("DesiredConfiguration"),
    }
    refreshes(group).insert(0, started)
    group.replace_autoscaling_group_instances(len(old), group.get_propagated_tags())
    group.instance_states = [state for state in group.instance_states if state not in old]
    if old:
        self.autoscaling_backend.ec2_backend.terminate_instances([state.instance.id for state in old])
    return ActionResult({"InstanceRefreshId": started["InstanceRefreshId"]})


@adds(AutoScalingResponse)
def describe_instance_refreshes(self: AutoScalingResponse) -> ActionResult:
    """Describe all of a group's refreshes, or those whose ids are given."""
    group = group_named(self.autoscaling_backend, self._get_param("AutoScalingGroupName"))
    wanted = self._get_param("InstanceRefreshIds")
    return ActionResult({"InstanceRefreshes": [one for one in refreshes(group) if not wanted or one["InstanceRefreshId"] in wanted]})


def nothing_in_progress(self: AutoScalingResponse) -> ActionResult:
    """Answer what AWS answers when no refresh is in progress, which here is always."""
    group = group_named(self.autoscaling_backend, self._get_param("AutoScalingGroupName"))
    raise AutoscalingClientError("ActiveInstanceRefreshNotFound", f"No in progress or pending Instance Refresh found for Auto Scaling group {group.name}")


AutoScalingResponse.cancel_instance_refresh = nothing_in_progress
AutoScalingResponse.rollback_instance_refresh = nothing_in_progress


def notifications(backend: AutoScalingBackend) -> dict[tuple[str, str], list[str]]:
    """Notification types by group name and topic ARN."""
    if not hasattr(backend, "notifications"):
        backend.notifications = {}
    return backend.notifications


@adds(AutoScalingResponse)
def put_notification_configuration(self: AutoScalingResponse) -> ActionResult:
    """Replace what one topic receives about one group."""
    group = group_named(self.autoscaling_backend, self._get_param("AutoScalingGroupName"))
    notifications(self.autoscaling_backend)[group.name, self._get_param("TopicARN")] = self._get_param("NotificationTypes")
    return EmptyResult()


@adds(AutoScalingResponse)
def describe_notification_configurations(self: AutoScalingResponse) -> ActionResult:
    """One entry a group, topic and type."""
    wanted = self._get_param("AutoScalingGroupNames")
    return ActionResult({"NotificationConfigurations": [
        {"AutoScalingGroupName": group, "TopicARN": topic, "NotificationType": kind}
        for (group, topic), kinds in notifications(self.autoscaling_backend).items() if not wanted or group in wanted
        for kind in kinds
    ]})


@adds(AutoScalingResponse)
def delete_notification_configuration(self: AutoScalingResponse) -> ActionResult:
    """Tell a topic nothing more about a group."""
    notifications(self.autoscaling_backend).pop((self._get_param("AutoScalingGroupName"), self._get_param("TopicARN")), None)
    return EmptyResult()


@adds(AutoScalingResponse)
def disable_metrics_collection(self: AutoScalingResponse) -> ActionResult:
    """Stop collecting the metrics that are named, or all."""
    group = group_named(self.autoscaling_backend, self._get_param("AutoScalingGroupName"))
    stopped = self._get_param("Metrics")
    group.metrics = [metric for metric in group.metrics if stopped and metric not in stopped]
    return EmptyResult()
