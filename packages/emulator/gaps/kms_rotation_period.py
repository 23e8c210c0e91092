"""KMS: how often a key rotates.

moto 5.2.1 knows only whether it does. AWS keeps the period in days, 365 where none is given, and tells the next date.
"""

from __future__ import annotations

import json
import time
from typing import Any

from moto.kms.responses import KmsResponse

from .patching import wraps

DEFAULT_DAYS = 365
SECONDS_A_DAY = 86_400


@wraps(KmsResponse)
def enable_key_rotation(original: Any, self: KmsResponse) -> str:
    """Keep the period, and when it began."""
    answer = original(self)
    key = self.kms_backend.keys[self.kms_backend.get_key_id(self._get_param("KeyId"))]
    key.rotation_period_in_days = self._get_param("RotationPeriodInDays") or DEFAULT_DAYS
    key.rotates_since = time.time()
    return answer


@wraps(KmsResponse)
def get_key_rotation_status(original: Any, self: KmsResponse) -> str:
    """Tell the period of a key that rotates."""
    status = json.loads(original(self))
    identifier = self.kms_backend.get_key_id(self._get_param("KeyId"))
    key = self.kms_backend.keys[identifier]
    if status["KeyRotationEnabled"]:
        days = getattr(key, "rotation_period_in_days", DEFAULT_DAYS)
        since = getattr(key, "rotates_since", time.time())
        status.update(KeyId=identifier, RotationPeriodInDays=days, NextRotationDate=since + days * SECONDS_A_DAY)
    return json.dumps(status)
