"""EC2: subnets' private_dns_hostname_type_on_launch.

moto 5.2.1 ignores PrivateDnsHostnameTypeOnLaunch in ModifySubnetAttribute, and the provider waits five minutes for a change that
never shows. AWS stores it.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.responses.subnets import Subnets

from .patching import wraps


@wraps(Subnets)
def modify_subnet_attribute(original: Any, self: Subnets) -> Any:
    """Store the host name type, ip-name or resource-name."""
    hostname_type = self._get_param("PrivateDnsHostnameTypeOnLaunch")
    if hostname_type is not None:
        subnet = self.ec2_backend.get_subnet(self._get_param("SubnetId"))
        subnet.private_dns_name_options_on_launch["HostnameType"] = hostname_type
    return original(self)
