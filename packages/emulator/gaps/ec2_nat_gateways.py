"""EC2: what a NAT gateway is without a connectivity type, and its network interface.

moto 5.2.1 tells no type, and gives the interface the VPC's default security group. On AWS it is public, so that Terraform does not replace
one that was made without saying so, and the interface has no group, so that the default one is not in use.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.nat_gateways import NatGateway

from .patching import wraps


@wraps(NatGateway, "__init__")
def public_by_default(original: Any, self: NatGateway, *arguments: Any, **options: Any) -> None:
    """Public, unless it was made private, with an interface of no group."""
    original(self, *arguments, **options)
    self.connectivity_type = self.connectivity_type or "public"
    self._eni._group_set = []
