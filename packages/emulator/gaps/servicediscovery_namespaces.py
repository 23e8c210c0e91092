"""Cloud Map: what a namespace refuses.

moto 5.2.1 deletes a namespace with its services in it. AWS refuses, which is what a destroy in the wrong order runs into.
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.servicediscovery.models import ServiceDiscoveryBackend

from .patching import wraps


@wraps(ServiceDiscoveryBackend)
def delete_namespace(original: Any, self: ServiceDiscoveryBackend, namespace_id: str) -> str:
    """Refuse while a service is in the namespace."""
    inside = sum(service.namespace_id == namespace_id for service in self.services.values())
    if inside:
        raise JsonRESTError("ResourceInUse", f"Namespace has associated services {inside}: {namespace_id}")
    return original(self, namespace_id)
