"""RDS: clusters that do not scale as Serverless v1.

moto 5.2.1 describes every cluster with a scaling configuration of Serverless v1, an empty one where it has none, and the provider removes it in
every plan. AWS describes one for engine mode `serverless` alone.
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBCluster

described = DBCluster.scaling_configuration_info.fget


def scaling_configuration_info(self: DBCluster) -> dict[str, Any] | None:
    """Describe the configuration, where there is one."""
    return described(self) if self.scaling_configuration else None


DBCluster.scaling_configuration_info = property(scaling_configuration_info)
