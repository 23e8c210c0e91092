"""RDS: a read replica is an instance of its own.

moto 5.2.1 copies the source for it, so that both have one resource id, by which the provider finds the source in place of a replica that is gone,
one list of tags and logs, and the source's backups. On AWS a replica has its own id and what the request names, and no backups until they are asked for.
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBInstance, RDSBackend

from ._rds_ids import resource_id
from .patching import wraps


@wraps(RDSBackend)
def create_db_instance_read_replica(original: Any, self: RDSBackend, db_kwargs: dict[str, Any]) -> DBInstance:
    """Separate the replica from its source."""
    replica = original(self, db_kwargs)
    replica.dbi_resource_id = resource_id()
    replica.tags = list(db_kwargs.get("tags") or [])
    replica.enabled_cloudwatch_logs_exports = list(db_kwargs.get("enable_cloudwatch_logs_exports") or [])
    replica.backup_retention_period = 0
    replica.deletion_protection = bool(db_kwargs.get("deletion_protection"))
    replica.multi_az = bool(db_kwargs.get("multi_az"))
    return replica
