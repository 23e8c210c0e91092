"""CloudWatch: composite alarms, and alarms nobody has evaluated yet.

moto 5.2.1 has no PutCompositeAlarm, though its alarms have room for a rule, and describes composite alarms to callers who asked
for metric alarms only (AlarmTypes). AWS has them, with an optional actions suppressor.
"""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.models import Alarm
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from .patching import adds, wraps

SUPPRESSOR_FIELDS = {
    "ActionsSuppressor": "actions_suppressor",
    "ActionsSuppressorWaitPeriod": "actions_suppressor_wait_period",
    "ActionsSuppressorExtensionPeriod": "actions_suppressor_extension_period",
}


@adds(CloudWatchResponse)
def put_composite_alarm(self: CloudWatchResponse) -> ActionResult:
    """Create or replace a composite alarm."""
    self.put_metric_alarm()
    alarm: Alarm = self.cloudwatch_backend.alarms[self._get_param("AlarmName")]
    for field, attribute in SUPPRESSOR_FIELDS.items():
        setattr(alarm, attribute, self._get_param(field))
    return EmptyResult()


@wraps(CloudWatchResponse)
def describe_alarms(original: Any, self: CloudWatchResponse) -> ActionResult:
    """Describe only the kinds that are asked for; AWS's default is metric alarms only."""
    kinds = self._get_param("AlarmTypes") or ["MetricAlarm"]
    answer = original(self)
    for kind in ("MetricAlarm", "CompositeAlarm"):
        if kind not in kinds:
            answer.result[f"{kind}s"] = []
    return answer
