"""CloudWatch Logs: the class of a log group.

moto 5.2.1 drops logGroupClass. AWS always tells it, STANDARD where none was given.
"""

from __future__ import annotations

from typing import Any

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from .patching import wraps


@wraps(LogsResponse)
def create_log_group(original: Any, self: LogsResponse) -> str:
    """Keep the class."""
    answer = original(self)
    self.logs_backend.groups[self._get_param("logGroupName")].log_group_class = self._get_param("logGroupClass")
    return answer


@wraps(LogGroup)
def to_describe_dict(original: Any, self: LogGroup) -> dict[str, Any]:
    """Tell the class."""
    return {**original(self), "logGroupClass": getattr(self, "log_group_class", None) or "STANDARD"}
