"""Application Auto Scaling: what it does, and that it tells.

moto 5.2.1 has no DescribeScalingActivities, and never scales: a service keeps its desired count whatever its alarms and limits say. AWS brings
the desired count of a service within the limits of its target, runs a step scaling policy when an alarm that names it as an action
goes into ALARM, and writes down each activity. Target tracking's alarms go into ALARM here by SetAlarmState only, and move the count by one.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from moto.applicationautoscaling.models import (
    ApplicationAutoscalingBackend,
    FakeApplicationAutoscalingPolicy,
    FakeScalableTarget,
    applicationautoscaling_backends,
)
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.cloudwatch.models import CloudWatchBackend
from moto.ecs import ecs_backends

from .patching import adds, wraps


def activities(backend: ApplicationAutoscalingBackend) -> list[dict[str, Any]]:
    """What has been done, newest first."""
    return backend.__dict__.setdefault("activities", [])


def set_desired(backend: ApplicationAutoscalingBackend, target: FakeScalableTarget, wanted: int, cause: str) -> None:
    """Set the desired count of a target's ECS service, within the target's limits, and write that down."""
    _, cluster, name = target.resource_id.split("/")
    service = ecs_backends[backend.account_id][backend.region_name].services.get(f"{cluster}:{name}")
    wanted = max(int(target.min_capacity or 0), min(int(target.max_capacity or wanted), wanted))
    if service is None or service.status != "ACTIVE" or wanted == service.desired_count:
        return
    service.desired_count = wanted
    activities(backend).insert(0, {
        "ActivityId": str(uuid.uuid4()), "ServiceNamespace": "ecs", "ResourceId": target.resource_id, "ScalableDimension": target.scalable_dimension,
        "Description": f"Setting desired count to {wanted}.", "Cause": cause, "StartTime": time.time(), "EndTime": time.time(), "StatusCode": "Successful",
        "StatusMessage": f"Successfully set desired count to {wanted}. Change successfully fulfilled by ecs."})


@wraps(ApplicationAutoscalingBackend, "register_scalable_target")
def within_limits(original: Any, self: ApplicationAutoscalingBackend, *arguments: Any, **options: Any) -> FakeScalableTarget:
    """Bring the service within the limits of its target at once."""
    target = original(self, *arguments, **options)
    if target.service_namespace == "ecs":
        _, cluster, name = target.resource_id.split("/")
        count = ecs_backends[self.account_id][self.region_name].services[f"{cluster}:{name}"].desired_count
        side, limit = ("minimum", target.min_capacity) if count < int(target.min_capacity or 0) else ("maximum", target.max_capacity)
        set_desired(self, target, count, f"{side} capacity was set to {limit}")
    return target


def change_of(policy: FakeApplicationAutoscalingPolicy, alarm: str) -> tuple[str, float]:
    """How a policy changes the count, and by how much: the step nearest to the threshold, whose bound is 0."""
    configuration = policy.step_scaling_policy_configuration
    if not configuration:
        return "ChangeInCapacity", -1 if "AlarmLow" in alarm else 1
    up = [one for one in configuration["StepAdjustments"] if float(one.get("MetricIntervalLowerBound", -1)) == 0]
    down = [one for one in configuration["StepAdjustments"] if float(one.get("MetricIntervalUpperBound", 1)) == 0]
    step = (up or down or configuration["StepAdjustments"])[0]
    return configuration["AdjustmentType"], step["ScalingAdjustment"]


def run(backend: ApplicationAutoscalingBackend, policy: FakeApplicationAutoscalingPolicy, alarm: str) -> None:
    """Scale by a policy."""
    target = backend.targets.get(policy.scalable_dimension, {}).get(policy.resource_id)
    if target is None or policy.service_namespace != "ecs":
        return
    _, cluster, name = policy.resource_id.split("/")
    service = ecs_backends[backend.account_id][backend.region_name].services.get(f"{cluster}:{name}")
    kind, amount = change_of(policy, alarm)
    present = service.desired_count if service else 0
    wanted = {"ExactCapacity": amount, "ChangeInCapacity": present + amount, "PercentChangeInCapacity": present + (present * amount / 100)}[kind]
    set_desired(backend, target, round(wanted), f"monitor alarm {alarm} in state ALARM triggered policy {policy.policy_name}")


@wraps(CloudWatchBackend)
def set_alarm_state(original: Any, self: CloudWatchBackend, alarm_name: str, reason: str, reason_data: str, state_value: str) -> None:
    """Run the scaling policies that are actions of an alarm which goes into ALARM."""
    original(self, alarm_name, reason, reason_data, state_value)
    backend, alarm = applicationautoscaling_backends[self.account_id][self.region_name], self.alarms[alarm_name]
    if state_value == "ALARM" and alarm.actions_enabled:
        for policy in list(backend.policies.values()):
            if any(action.startswith(policy.policy_arn) for action in alarm.alarm_actions):
                run(backend, policy, alarm_name)


@adds(ApplicationAutoScalingResponse)
def describe_scaling_activities(self: ApplicationAutoScalingResponse) -> str:
    """Tell what has been done in a namespace, or for one target."""
    wanted = {field: self._get_param(field) for field in ("ServiceNamespace", "ResourceId", "ScalableDimension") if self._get_param(field)}
    found = [one for one in activities(self.applicationautoscaling_backend) if all(one[field] == value for field, value in wanted.items())]
    return json.dumps({"ScalingActivities": found[:self._get_param("MaxResults") or 50]})
