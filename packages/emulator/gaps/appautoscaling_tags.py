"""Application Auto Scaling: tags of scalable targets.

moto 5.2.1 drops the tags of RegisterScalableTarget and has none of the three tag operations, one of which the provider calls on
every read. AWS tags scalable targets by their ARN.
"""

from __future__ import annotations

import json
from typing import Any

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from .patching import adds, wraps


def tags_of(backend: ApplicationAutoscalingBackend, arn: str) -> dict[str, str]:
    """The tags of one scalable target, to read or to change."""
    if not hasattr(backend, "tags"):
        backend.tags = {}
    return backend.tags.setdefault(arn, {})


@wraps(ApplicationAutoScalingResponse)
def register_scalable_target(original: Any, self: ApplicationAutoScalingResponse) -> str:
    """Keep the tags."""
    answer = original(self)
    tags_of(self.applicationautoscaling_backend, json.loads(answer)["ScalableTargetARN"]).update(self._get_param("Tags") or {})
    return answer


@adds(ApplicationAutoScalingResponse)
def list_tags_for_resource(self: ApplicationAutoScalingResponse) -> str:
    """List a scalable target's tags."""
    return json.dumps({"Tags": tags_of(self.applicationautoscaling_backend, self._get_param("ResourceARN"))})


@adds(ApplicationAutoScalingResponse)
def tag_resource(self: ApplicationAutoScalingResponse) -> str:
    """Tag a scalable target."""
    tags_of(self.applicationautoscaling_backend, self._get_param("ResourceARN")).update(self._get_param("Tags"))
    return "{}"


@adds(ApplicationAutoScalingResponse)
def untag_resource(self: ApplicationAutoScalingResponse) -> str:
    """Take tags off a scalable target."""
    tags = tags_of(self.applicationautoscaling_backend, self._get_param("ResourceARN"))
    for key in self._get_param("TagKeys"):
        tags.pop(key, None)
    return "{}"
