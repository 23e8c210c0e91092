"""EC2: flow logs to a folder of a bucket.

moto 5.2.1 takes everything after `arn:aws:s3:::` for the bucket's name, and refuses arn:aws:s3:::bucket/folder. AWS writes
below the folder.
"""

from __future__ import annotations

from typing import Any

from moto.s3.models import S3Backend

from .patching import wraps


@wraps(S3Backend, "get_bucket")
def get_bucket(original: Any, self: S3Backend, bucket_name: str) -> Any:
    """Look only at what stands before the folder; no bucket's name has a slash."""
    return original(self, bucket_name.split("/", 1)[0])
