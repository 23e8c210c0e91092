"""Auto Scaling: whom a lifecycle hook tells.

moto 5.2.1 gives every hook the same made-up queue and role. AWS has what was given, or nothing.
"""

from __future__ import annotations

from typing import Any

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult

from .patching import wraps

FIELDS = {"NotificationTargetARN": "notification_target_arn", "RoleARN": "role_arn", "NotificationMetadata": "notification_metadata"}


@wraps(AutoScalingResponse)
def put_lifecycle_hook(original: Any, self: AutoScalingResponse) -> ActionResult:
    """Keep the target, the role and the metadata."""
    answer = original(self)
    hooks = self.autoscaling_backend.describe_lifecycle_hooks(self._get_param("AutoScalingGroupName"), [self._get_param("LifecycleHookName")])
    for hook in hooks:
        for field, attribute in FIELDS.items():
            setattr(hook, attribute, self._get_param(field))
    return answer
