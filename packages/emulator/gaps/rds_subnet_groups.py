"""RDS: a changed DB subnet group.

moto 5.2.1 forgets the group when it is changed: it takes it out of its list and does not put it back. On AWS it stays, changed.
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import RDSBackend

from .patching import wraps


@wraps(RDSBackend)
def modify_db_subnet_group(original: Any, self: RDSBackend, subnet_name: str, *arguments: Any, **options: Any) -> Any:
    """Keep what was changed under its name."""
    group = original(self, subnet_name, *arguments, **options)
    self.subnet_groups[subnet_name] = group
    return group
