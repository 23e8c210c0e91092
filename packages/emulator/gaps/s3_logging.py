"""S3: server access logging to a bucket that allows it by policy.

moto 5.2.1 wants the target's policy to name exactly the prefix (AWS takes any resource pattern that covers it), crashes on a
target bucket without an ACL, and drops TargetObjectKeyFormat.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from .patching import wraps


def as_list(value: Any) -> list[Any]:
    """What a policy may write as one value or as a list of them."""
    return value if isinstance(value, list) else [value]


@wraps(FakeBucket)
def _log_permissions_enabled_policy(original: Any, target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """Whether a statement lets S3's logging service put objects under the prefix."""
    if not target_bucket.policy:
        return False
    wanted = f"{target_bucket.arn}/{target_prefix or ''}log"
    return any(
        statement["Effect"] == "Allow"
        and isinstance(statement.get("Principal"), dict)
        and "logging.s3.amazonaws.com" in as_list(statement["Principal"].get("Service"))
        and any(fnmatchcase("s3:PutObject", action) for action in as_list(statement.get("Action", [])))
        and any(fnmatchcase(wanted, resource) for resource in as_list(statement.get("Resource", [])))
        for statement in as_list(json.loads(target_bucket.policy)["Statement"])
    )


@wraps(FakeBucket)
def _log_permissions_enabled_acl(original: Any, target_bucket: FakeBucket) -> bool:
    """A bucket without an ACL allows nothing by it."""
    return bool(target_bucket.acl) and original(target_bucket)


@wraps(S3Response)
def get_bucket_logging(original: Any, self: S3Response) -> Any:
    """Tell the key format; moto has kept it with the rest of what was put."""
    stored = self.backend.get_bucket_logging(self.bucket_name) or {}
    serialize = self.serialized

    def with_key_format(answer: ActionResult) -> Any:
        if stored.get("TargetObjectKeyFormat"):
            answer.result["LoggingEnabled"]["TargetObjectKeyFormat"] = {
                key: value or {} for key, value in stored["TargetObjectKeyFormat"].items()
            }
        return serialize(answer)

    self.serialized = with_key_format
    try:
        return original(self)
    finally:
        del self.serialized
