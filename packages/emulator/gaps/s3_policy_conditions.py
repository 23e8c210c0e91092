"""S3: conditions of a bucket policy that denies.

moto 5.2.1 evaluates a bucket policy without the request's condition keys, knows no operator but StringEquals, and takes a Deny whose
condition does not hold for a refusal: a bucket that denies plain HTTP cannot be read at all. On AWS such a statement does not apply. Requests to the emulator
count as TLS, since its loopback address represents AWS's endpoints, which production reaches by HTTPS only.
"""

from __future__ import annotations

from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from moto.iam.policy_conditions import CONDITION_OPERATIONS, string_equals_operation

from .patching import wraps

CONDITION_OPERATIONS["Bool"] = string_equals_operation

SECURE_TRANSPORT = {"aws:SecureTransport": "true"}


@wraps(IAMPolicyStatement)
def is_action_permitted(
    original: Any,
    self: IAMPolicyStatement,
    action: str,
    resource: str = "*",
    principal: str | None = None,
    incoming_condition_values: dict[str, str] | None = None,
) -> PermissionResult:
    """Leave out a Deny whose condition does not hold."""
    values = {**SECURE_TRANSPORT, **(incoming_condition_values or {})}
    if self._statement["Effect"] == "Deny" and not self._check_conditions(values):
        return PermissionResult.NEUTRAL
    return original(self, action, resource, principal, values)
