"""CloudWatch Logs: a key for a log group that exists.

moto 5.2.1 takes a key when a group is made, and cannot give it one afterwards. On AWS it can be given, changed and taken away.
"""

from __future__ import annotations

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from .patching import adds


@adds(LogsResponse)
def associate_kms_key(self: LogsResponse) -> str:
    """Encrypt with the key what comes from now on."""
    group_of(self).kms_key_id = self._get_param("kmsKeyId")
    return ""


@adds(LogsResponse)
def disassociate_kms_key(self: LogsResponse) -> str:
    """Go back to the service's own key."""
    group_of(self).kms_key_id = None
    return ""


def group_of(response: LogsResponse) -> LogGroup:
    """The group that a request names, by its name or its ARN."""
    named = response._get_param("logGroupName") or response._get_param("resourceIdentifier").split(":log-group:")[-1].removesuffix(":*")
    group = response.logs_backend.groups.get(named)
    if group is None:
        raise ResourceNotFoundException()
    return group
