"""ACM: the key algorithm of a requested certificate.

moto 5.2.1 makes every certificate RSA_2048. AWS makes what KeyAlgorithm says; a difference replaces the certificate in every plan.
"""

from __future__ import annotations

import json
from typing import Any

from moto.acm.models import CertBundle
from moto.acm.responses import AWSCertificateManagerResponse

from .patching import wraps


@wraps(AWSCertificateManagerResponse)
def request_certificate(original: Any, self: AWSCertificateManagerResponse) -> Any:
    """Keep the algorithm."""
    answer = original(self)
    if isinstance(answer, str):
        certificate = self.acm_backend.get_certificate(json.loads(answer)["CertificateArn"])
        certificate.requested_key_algorithm = self._get_param("KeyAlgorithm")
    return answer


@wraps(CertBundle)
def describe(original: Any, self: CertBundle) -> dict[str, Any]:
    """Tell the algorithm that was asked for; the key behind it stays moto's."""
    described = original(self)
    requested = getattr(self, "requested_key_algorithm", None)
    if requested:
        described["Certificate"]["KeyAlgorithm"] = requested
    return described
