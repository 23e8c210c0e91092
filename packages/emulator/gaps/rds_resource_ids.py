"""RDS: the resource id of an instance.

moto 5.2.1 gives every instance the same id, by which the provider looks instances up: with two databases it finds neither. On AWS each
has its own.
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBInstance

from ._rds_ids import resource_id
from .patching import wraps


@wraps(DBInstance, "__init__")
def with_an_id_of_its_own(original: Any, self: DBInstance, *arguments: Any, **options: Any) -> None:
    """Give each instance another id."""
    original(self, *arguments, **options)
    self.dbi_resource_id = resource_id()
