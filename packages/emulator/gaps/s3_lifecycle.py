"""S3: how many noncurrent versions a lifecycle rule keeps.

moto 5.2.1 drops NewerNoncurrentVersions of NoncurrentVersionExpiration, and the provider waits three minutes for the rule to read
back as it was written. AWS keeps it.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from .patching import wraps


@wraps(FakeBucket)
def set_lifecycle(original: Any, self: FakeBucket, rules: list[dict[str, Any]]) -> None:
    """Remember the number with the rule."""
    original(self, rules)
    for stored, given in zip(self.rules, rules, strict=True):
        stored.newer_noncurrent_versions = (given.get("NoncurrentVersionExpiration") or {}).get("NewerNoncurrentVersions")


@wraps(S3Response)
def get_bucket_lifecycle(original: Any, self: S3Response) -> Any:
    """Tell the number with the rule: moto builds the answer inside the method, so it is caught where that is serialized."""
    numbers = {rule.id: rule.newer_noncurrent_versions for rule in self.backend.get_bucket_lifecycle(self.bucket_name) or []}
    serialize = self.serialized

    def with_numbers(answer: ActionResult) -> Any:
        for rule in answer.result["Rules"]:
            if numbers.get(rule["ID"]) is not None:
                rule["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = numbers[rule["ID"]]
        return serialize(answer)

    self.serialized = with_numbers
    try:
        return original(self)
    finally:
        del self.serialized
