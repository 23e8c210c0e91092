"""RDS: what a restored database is created without.

moto 5.2.1 gives an instance or cluster that is restored from a snapshot what the request turns on, and ignores what it turns off: automatic minor
versions, a standby, deletion protection. AWS follows the request.
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBCluster, DBInstance, RDSBackend

from .patching import wraps


@wraps(RDSBackend)
def restore_db_instance_from_db_snapshot(original: Any, self: RDSBackend, from_snapshot_id: str, overrides: dict[str, Any]) -> DBInstance:
    """Turn off what the request turns off."""
    return turned_off(original(self, from_snapshot_id, overrides), overrides)


@wraps(RDSBackend)
def restore_db_cluster_from_snapshot(original: Any, self: RDSBackend, from_snapshot_id: str, overrides: dict[str, Any]) -> DBCluster:
    """Turn off what the request turns off."""
    return turned_off(original(self, from_snapshot_id, overrides), overrides)


def turned_off(database: Any, overrides: dict[str, Any]) -> Any:
    """Set to false what a request sets to false, of what the database has."""
    for name, value in overrides.items():
        if value is False and hasattr(database, name):
            setattr(database, name, value)
    return database
