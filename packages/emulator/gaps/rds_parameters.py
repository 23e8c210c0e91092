"""RDS: whose value a database parameter has.

moto 5.2.1 describes the parameters that were set without their source, and forgets nothing when a parameter is reset. AWS says
source `user`, which is what the provider looks for, and a reset parameter is no longer the user's.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import DBParameterGroup, RDSBackend
from moto.rds.responses import RDSResponse

from .patching import adds, wraps


@wraps(DBParameterGroup)
def update_parameters(original: Any, self: DBParameterGroup, new_parameters: Any) -> None:
    """Mark what a user sets."""
    original(self, [{**given, "Source": "user", "IsModifiable": True} for given in new_parameters])


@wraps(RDSResponse)
def describe_db_parameters(original: Any, self: RDSResponse) -> ActionResult:
    """Describe only the parameters from one source where that is asked for."""
    answer = original(self)
    source = self.params.get("Source")
    answer.result["Parameters"] = [one for one in answer.result["Parameters"] if source in (None, one.get("Source"))]
    return answer


@adds(RDSResponse)
def reset_db_parameter_group(self: RDSResponse) -> ActionResult:
    """Give parameters back to the engine: those that are named, or all."""
    backend: RDSBackend = self.backend
    group = backend.modify_db_parameter_group(self.params["DBParameterGroupName"], [])
    if self.params.get("ResetAllParameters"):
        group.parameters.clear()
    for given in self.params.get("Parameters") or []:
        group.parameters.pop(given["ParameterName"], None)
    return ActionResult({"DBParameterGroupName": group.name})
