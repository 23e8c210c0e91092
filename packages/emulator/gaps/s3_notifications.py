"""S3: notifications to EventBridge.

moto 5.2.1 stores that a bucket sends its events to EventBridge, and does not tell. AWS does.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.s3.responses import S3Response

from .patching import wraps


@wraps(S3Response)
def get_bucket_notification(original: Any, self: S3Response) -> Any:
    """Add the EventBridge configuration, which is an empty element."""
    stored = self.backend.get_bucket_notification_configuration(self.bucket_name)
    serialize = self.serialized

    def with_event_bridge(answer: ActionResult) -> Any:
        if stored and stored.event_bridge is not None:
            answer.result["EventBridgeConfiguration"] = {}
        return serialize(answer)

    self.serialized = with_event_bridge
    try:
        return original(self)
    finally:
        del self.serialized
