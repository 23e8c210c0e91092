"""CloudWatch: composite alarms, and the state of alarms.

moto 5.2.1 has no PutCompositeAlarm, though its alarms have room for a rule, describes composite alarms to callers who asked
for metric alarms only (AlarmTypes), and forgets the state of an alarm that is put again. AWS has composite alarms, with an optional actions
suppressor; their state follows that of the alarms in their rule. Metrics are not evaluated here: an alarm is OK until SetAlarmState.
"""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from . import _cloudwatch_rules as rules
from .patching import adds, wraps

SUPPRESSOR_FIELDS = {
    "ActionsSuppressor": "actions_suppressor",
    "ActionsSuppressorWaitPeriod": "actions_suppressor_wait_period",
    "ActionsSuppressorExtensionPeriod": "actions_suppressor_extension_period",
}


@adds(CloudWatchResponse)
def put_composite_alarm(self: CloudWatchResponse) -> ActionResult:
    """Create or replace a composite alarm, of a rule about alarms that exist."""
    known, rule = self.cloudwatch_backend.alarms, self._get_param("AlarmRule")
    try:
        rules.holds(rule, lambda name: None)
        missing = [name for name in rules.alarms(rule) if name not in known]
    except rules.RuleError as error:
        raise ValidationError(f"Invalid AlarmRule: {error}") from None
    if missing:
        raise ValidationError(f"Could not save the composite alarm as alarms [{', '.join(missing)}] in the alarm rule do not exist")
    self.put_metric_alarm()
    alarm: Alarm = known[self._get_param("AlarmName")]
    for field, attribute in SUPPRESSOR_FIELDS.items():
        setattr(alarm, attribute, self._get_param(field))
    follow(self.cloudwatch_backend)
    return EmptyResult()


def follow(backend: CloudWatchBackend) -> None:
    """Bring composite alarms into the state that their rules say; composites of composites follow in turn."""

    def state_of(name: str) -> str | None:
        return backend.alarms[name].state_value if name in backend.alarms else None

    composites = [alarm for alarm in backend.alarms.values() if alarm.rule]
    for _ in composites:
        for alarm in composites:
            state = "ALARM" if rules.holds(alarm.rule, state_of) else "OK"
            if alarm.state_value != state:
                alarm.update_state(f"{alarm.name} transitioned to {state} by its rule", "{}", state)


@wraps(CloudWatchBackend)
def set_alarm_state(original: Any, self: CloudWatchBackend, *arguments: Any, **options: Any) -> None:
    """Let composite alarms follow."""
    original(self, *arguments, **options)
    follow(self)


@wraps(CloudWatchBackend)
def put_metric_alarm(original: Any, self: CloudWatchBackend, **options: Any) -> Alarm:
    """Keep the state of an alarm that exists."""
    before = self.alarms.get(options["name"])
    alarm = original(self, **options)
    if before:
        for field in ("state_reason", "state_reason_data", "state_value", "state_updated_timestamp", "history"):
            setattr(alarm, field, getattr(before, field))
    return alarm


@wraps(CloudWatchResponse)
def describe_alarms(original: Any, self: CloudWatchResponse) -> ActionResult:
    """Describe only the kinds that are asked for; AWS's default is metric alarms only."""
    kinds = self._get_param("AlarmTypes") or ["MetricAlarm"]
    answer = original(self)
    for kind in ("MetricAlarm", "CompositeAlarm"):
        if kind not in kinds:
            answer.result[f"{kind}s"] = []
    return answer
