"""RDS: enhanced monitoring and Performance Insights.

moto 5.2.1 drops both at creation and at modification, so the provider turns them on again in every plan. AWS stores them.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import DBInstance
from moto.rds.responses import RDSResponse

from .patching import wraps

# The request's field to the field that describes it. moto serializes an attribute under the API's own name.
FIELDS = {
    "MonitoringInterval": "MonitoringInterval",
    "MonitoringRoleArn": "MonitoringRoleArn",
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
    "PerformanceInsightsKMSKeyId": "PerformanceInsightsKMSKeyId",
    "PerformanceInsightsRetentionPeriod": "PerformanceInsightsRetentionPeriod",
    "DatabaseInsightsMode": "DatabaseInsightsMode",
}
# Days that AWS keeps Performance Insights data where nobody says how long.
RETENTION = 7


def keep(self: RDSResponse, database: DBInstance) -> None:
    """Store what a request gives of these fields; what is turned off has no settings left."""
    for given, described in FIELDS.items():
        if self.params.get(given) is not None:
            setattr(database, described, self.params[given])
    if not getattr(database, "PerformanceInsightsEnabled", False):
        database.PerformanceInsightsEnabled = False
        database.PerformanceInsightsKMSKeyId = database.PerformanceInsightsRetentionPeriod = None
    elif getattr(database, "PerformanceInsightsRetentionPeriod", None) is None:
        database.PerformanceInsightsRetentionPeriod = RETENTION
    if not getattr(database, "MonitoringInterval", 0):
        database.MonitoringInterval, database.MonitoringRoleArn = 0, None


@wraps(RDSResponse)
def create_db_instance(original: Any, self: RDSResponse) -> ActionResult:
    """Keep them at creation."""
    answer = original(self)
    keep(self, answer.result["DBInstance"])
    return answer


@wraps(RDSResponse)
def create_db_instance_read_replica(original: Any, self: RDSResponse) -> ActionResult:
    """Keep them at the creation of a replica, which does not inherit them."""
    answer = original(self)
    replica = answer.result["DBInstance"]
    for described in FIELDS.values():
        setattr(replica, described, None)
    keep(self, replica)
    return answer


@wraps(RDSResponse)
def restore_db_instance_from_db_snapshot(original: Any, self: RDSResponse) -> ActionResult:
    """Turn them off in a restored instance, whose request cannot name them."""
    answer = original(self)
    keep(self, answer.result["DBInstance"])
    return answer


@wraps(RDSResponse)
def modify_db_instance(original: Any, self: RDSResponse) -> ActionResult:
    """Keep them at modification."""
    answer = original(self)
    keep(self, answer.result["DBInstance"])
    return answer
