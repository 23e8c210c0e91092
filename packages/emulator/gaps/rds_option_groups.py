"""RDS: option groups of current major versions.

moto 5.2.1 knows the major versions of 2022 and refuses option groups of all later ones. AWS has them: MySQL 8.4, PostgreSQL 14 and later, MariaDB
10.11 and later.
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import OptionGroup, RDSBackend

from .patching import wraps

# The later versions, and one that moto knows.
LATER = {
    "mariadb": (("10.11", "11.4", "11.8"), "10.6"),
    "mysql": (("8.4",), "8.0"),
    "postgres": (("14", "15", "16", "17", "18"), "13"),
}


@wraps(RDSBackend)
def create_option_group(original: Any, self: RDSBackend, option_group_kwargs: dict[str, Any]) -> OptionGroup:
    """Make the group with a version that moto accepts, and give it the one that was asked for."""
    version = option_group_kwargs.get("major_engine_version")
    later, known = LATER.get(option_group_kwargs.get("engine_name", ""), ((), ""))
    if version not in later:
        return original(self, option_group_kwargs)
    option_group_kwargs["major_engine_version"] = known
    group = original(self, option_group_kwargs)
    group.major_engine_version = version
    return group
