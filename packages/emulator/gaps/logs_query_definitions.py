"""CloudWatch Logs: saved Logs Insights queries.

moto 5.2.1 has none of PutQueryDefinition, DescribeQueryDefinitions and DeleteQueryDefinition.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogsBackend
from moto.logs.responses import LogsResponse

from .patching import adds


def definitions(backend: LogsBackend) -> dict[str, dict[str, Any]]:
    """The saved queries, by id."""
    if not hasattr(backend, "query_definitions"):
        backend.query_definitions = {}
    return backend.query_definitions


@adds(LogsResponse)
def put_query_definition(self: LogsResponse) -> str:
    """Create a saved query, or replace the one whose id is given."""
    saved = definitions(self.logs_backend)
    identifier = self._get_param("queryDefinitionId") or str(uuid.uuid4())
    if self._get_param("queryDefinitionId") and identifier not in saved:
        raise ResourceNotFoundException("The specified query definition does not exist.")
    saved[identifier] = {
        "queryDefinitionId": identifier,
        "queryLanguage": self._get_param("queryLanguage") or "CWLI",
        "name": self._get_param("name"),
        "queryString": self._get_param("queryString"),
        "logGroupNames": self._get_param("logGroupNames") or [],
        "lastModified": int(time.time() * 1000),
    }
    return json.dumps({"queryDefinitionId": identifier})


@adds(LogsResponse)
def describe_query_definitions(self: LogsResponse) -> str:
    """List the saved queries whose name starts with a prefix."""
    prefix = self._get_param("queryDefinitionNamePrefix") or ""
    found = [saved for saved in definitions(self.logs_backend).values() if saved["name"].startswith(prefix)]
    return json.dumps({"queryDefinitions": sorted(found, key=lambda saved: saved["name"])})


@adds(LogsResponse)
def delete_query_definition(self: LogsResponse) -> str:
    """Delete a saved query."""
    if definitions(self.logs_backend).pop(self._get_param("queryDefinitionId"), None) is None:
        raise ResourceNotFoundException("The specified query definition does not exist.")
    return json.dumps({"success": True})
