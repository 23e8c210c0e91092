"""SQS: attributes of a queue that are set one after the other.

moto 5.2.1 forgets the policy of a queue when another attribute is set, reports no redrive allow policy, writes spaces into the redrive policy, and
says of a queue with a KMS key that SQS encrypts it with its own key as well. On AWS attributes that are not in the request stay, JSON has no
spaces, and a queue has one kind of encryption.
"""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.models import Queue

from .patching import wraps

Queue.BASE_ATTRIBUTES.append("RedriveAllowPolicy")
Queue.redrive_allow_policy = None


@wraps(Queue)
def _set_attributes(original: Any, self: Queue, attributes: dict[str, Any], *arguments: Any) -> None:
    """Keep the policy where none is given."""
    policy = getattr(self, "policy", None)
    original(self, attributes, *arguments)
    if "Policy" not in attributes:
        self.policy = policy
    if attributes.get("KmsMasterKeyId"):
        self.sqs_managed_sse_enabled = "false"


described: Any = Queue.attributes.fget


def attributes(self: Queue) -> dict[str, Any]:
    """Describe redrive policies as AWS writes them; one that was emptied is none."""
    found: dict[str, Any] = described(self)
    if not found["RedriveAllowPolicy"]:
        del found["RedriveAllowPolicy"]
    if "RedrivePolicy" in found:
        found["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"), sort_keys=True)
    return found


Queue.attributes = property(attributes)
