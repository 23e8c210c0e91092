"""RDS: the certificate authority of a new instance.

moto 5.2.1 answers rds-ca-default, which is no authority, and the provider then modifies the instance and waits for it once more. AWS
answers the account's default, rds-ca-rsa2048-g1 unless somebody changed it.
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBInstance

from .patching import wraps

DEFAULT = "rds-ca-rsa2048-g1"


@wraps(DBInstance, "__init__")
def with_certificate_authority(original: Any, self: DBInstance, *arguments: Any, **options: Any) -> None:
    """Name the default where the request names none."""
    original(self, *arguments, **options)
    if self.ca_certificate_identifier == "rds-ca-default":
        self.ca_certificate_identifier = DEFAULT
