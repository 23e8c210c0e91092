"""EC2: flow logs to a folder of a bucket.

moto 5.2.1 takes everything after `arn:<partition>:s3:::` for the bucket's name, refuses a folder after it, and drops the
destination options (file format and partitions). AWS writes below the folder and keeps the options.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.flow_logs import FlowLogs
from moto.s3.models import S3Backend

from .patching import wraps


@wraps(S3Backend)
def get_bucket(original: Any, self: S3Backend, bucket_name: str) -> Any:
    """Look only at what comes before the folder; no bucket's name has a slash."""
    return original(self, bucket_name.split("/", 1)[0])


@wraps(FlowLogs)
def create_flow_logs(original: Any, self: FlowLogs) -> ActionResult:
    """Keep the destination options."""
    answer = original(self)
    for flow_log in self.ec2_backend.describe_flow_logs(answer.result["FlowLogIds"]) if answer.result["FlowLogIds"] else []:
        flow_log.destination_options = self._get_param("DestinationOptions")
    return answer
