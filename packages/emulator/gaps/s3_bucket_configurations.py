"""S3: sub-resources of a bucket that moto does not know.

moto 5.2.1 takes `PUT /bucket?intelligent-tiering` for the creation of the bucket, and `DELETE /bucket?metrics` for its deletion.
Here the configurations with an id (intelligent tiering, metrics, analytics) are kept as the XML they came in; any other unknown
sub-resource is refused instead of being taken for the bucket.
"""

from __future__ import annotations

from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

from .patching import wraps

WITH_ID = ("intelligent-tiering", "metrics", "analytics")
UNKNOWN = ("requestPayment", "metadataTable", "metadataConfiguration", "abac")
Query = dict[str, Any]


class NoSuchConfiguration(S3ClientError):
    """What AWS answers for an id that is not there."""

    code = 404

    def __init__(self) -> None:
        super().__init__("NoSuchConfiguration", "The specified configuration does not exist.")


def slot(self: S3Response, query: Query) -> tuple[dict[tuple[str, str], Any], tuple[str, str]] | None:
    """Where a request's configuration is kept: the bucket's store and the key in it; None where it asks for something else.

    Raises NotImplementedError for a sub-resource that moto and this module lack.
    """
    for name in UNKNOWN:
        if name in query:
            raise NotImplementedError(f"S3 sub-resource {name}")
    for kind in WITH_ID:
        if kind in query:
            bucket = self.backend.get_bucket(self.bucket_name)
            if not hasattr(bucket, "configurations"):
                bucket.configurations = {}
            return bucket.configurations, (kind, query.get("id", [""])[0])
    return None


@wraps(S3Response)
def _bucket_response_put(original: Any, self: S3Response, request: Any, bucket_name: str, querystring: Query) -> Any:
    """Keep a configuration."""
    found = slot(self, querystring)
    if not found:
        return original(self, request, bucket_name, querystring)
    found[0][found[1]] = self.body
    return 200, {}, ""


@wraps(S3Response)
def _bucket_response_get(original: Any, self: S3Response, bucket_name: str, querystring: Query) -> Any:
    """Tell a configuration; moto answers what it does not know with the list of objects, which SDKs read as nothing."""
    found = slot(self, querystring) if any(kind in querystring for kind in WITH_ID) else None
    if not found:
        return original(self, bucket_name, querystring)
    if found[1] not in found[0]:
        raise NoSuchConfiguration()
    return 200, {}, found[0][found[1]]


@wraps(S3Response)
def _bucket_response_delete(original: Any, self: S3Response, bucket_name: str, querystring: Query) -> Any:
    """Forget a configuration."""
    found = slot(self, querystring)
    if not found:
        return original(self, bucket_name, querystring)
    if found[0].pop(found[1], None) is None:
        raise NoSuchConfiguration()
    return 204, {}, ""
