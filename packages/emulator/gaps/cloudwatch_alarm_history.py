"""CloudWatch: the history of alarms.

moto 5.2.1 keeps the states that an alarm had, and has no DescribeAlarmHistory. AWS tells each change of state, newest first.
"""

from __future__ import annotations

import json
from typing import Any

from moto.cloudwatch.models import Alarm
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from .patching import adds, wraps


@wraps(Alarm)
def update_state(original: Any, self: Alarm, reason: str, reason_data: str, state_value: str) -> None:
    """Write a change of state down as AWS does."""
    before, old_reason = self.state_value, self.state_reason
    original(self, reason, reason_data, state_value)
    if before == state_value:
        return
    data = {"version": "1.0", "oldState": {"stateValue": before, "stateReason": old_reason}, "newState": {"stateValue": state_value, "stateReason": reason}}
    self.history.append({
        "AlarmName": self.name, "AlarmType": "CompositeAlarm" if self.rule else "MetricAlarm", "Timestamp": self.state_updated_timestamp,
        "HistoryItemType": "StateUpdate", "HistorySummary": f"Alarm updated from {before} to {state_value}", "HistoryData": json.dumps(data)})


@adds(CloudWatchResponse)
def describe_alarm_history(self: CloudWatchResponse) -> ActionResult:
    """Tell the history of one alarm, or of all of the kinds that are asked for; AWS's default is metric alarms only."""
    name, kinds = self._get_param("AlarmName"), self._get_param("AlarmTypes") or ["MetricAlarm"]
    found = [one for alarm in self.cloudwatch_backend.alarms.values() for one in alarm.history if isinstance(one, dict)]
    wanted = [one for one in found if name in (None, one["AlarmName"]) and one["AlarmType"] in kinds
              and self._get_param("HistoryItemType") in (None, one["HistoryItemType"])]
    wanted.sort(key=lambda one: one["Timestamp"], reverse=self._get_param("ScanBy") != "TimestampAscending")
    return ActionResult({"AlarmHistoryItems": wanted[:self._get_param("MaxRecords") or 50]})
