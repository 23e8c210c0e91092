"""ACM: a certificate whose validation record is missing.

moto 5.2.1 issues every certificate a moment after it was requested. AWS issues it once the validation records of all its names exist. For
names of a public hosted zone here they have to be in that zone; those of other names are elsewhere, and count as created.
"""

from __future__ import annotations

from typing import Any

from moto.acm.models import CertBundle
from moto.route53.models import route53_backends

from .patching import wraps


@wraps(CertBundle)
def check(original: Any, self: CertBundle) -> None:
    """Leave a certificate pending while a record is missing from its zone."""
    if self.status != "PENDING_VALIDATION" or not missing(self):
        original(self)


def missing(certificate: CertBundle) -> bool:
    """Whether a hosted zone lacks the validation record of one of its names."""
    _, partition, _, _, account, _ = certificate.arn.split(":", 5)
    zones = [zone for zone in route53_backends[account][partition].zones.values() if not zone.private_zone]
    for option in certificate.describe()["Certificate"]["DomainValidationOptions"]:
        name = option["ResourceRecord"]["Name"]
        own = [zone for zone in zones if name.endswith(f".{zone.name.rstrip('.')}.")]
        if own and not any(record.name.rstrip(".") == name.rstrip(".") for zone in own for record in zone.rrsets):
            return True
    return False
