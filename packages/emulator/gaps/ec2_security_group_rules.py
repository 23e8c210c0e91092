"""EC2: security group rules that name a group or a prefix list instead of an address range.

moto 5.2.1 forgets their description, takes two rules that differ only in their description for different ones, drops a changed
source, and refuses to change a rule for all traffic, which has no ports. AWS does all four the other way.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule

from .patching import wraps


@wraps(SecurityGroupRule, "__init__")
def with_description(original: Any, self: SecurityGroupRule, *arguments: Any, **options: Any) -> None:
    """Keep the description, whichever of the three kinds of source carries it."""
    original(self, *arguments, **options)
    # The places of ip_range, source_group and prefix_list_id in moto's signature.
    for source in (*arguments[5:8], *(options.get(name) for name in ("ip_range", "source_group", "prefix_list_id"))):
        if isinstance(source, dict) and source.get("Description"):
            self.ip_range.setdefault("Description", source["Description"])


@wraps(SecurityGroupRule, "__eq__")
def same_traffic(original: Any, self: SecurityGroupRule, other: SecurityGroupRule) -> bool:
    """Two rules are one if they allow the same traffic, however they are described."""

    def identity(rule: SecurityGroupRule) -> tuple[Any, ...]:
        source = (rule.cidr_ipv4, rule.cidr_ipv6, rule.source_group.get("GroupId"), rule.prefix_list_id)
        ports = (None, None) if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)
        return (rule.ip_protocol, *ports, *source)

    return identity(self) == identity(other)


@wraps(SecurityGroupBackend)
def modify_security_group_rules(original: Any, self: SecurityGroupBackend, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
    """Change the source too, and let a rule for all traffic go without ports."""
    for new in rules.values():
        if new.get("IpProtocol") == "-1":
            new.setdefault("FromPort", -1)
            new.setdefault("ToPort", -1)
    original(self, group_id, rules)
    group = self.get_security_group_by_name_or_id(group_id)
    for rule_id, new in rules.items():
        rule = group.get_rule(rule_id)
        if rule.ip_protocol == "-1":
            rule.from_port = rule.to_port = None
        described = {"Description": new["Description"]} if new.get("Description") else {}
        ranges = {name: new[key] for key, name in (("CidrIpv4", "CidrIp"), ("CidrIpv6", "CidrIpv6")) if new.get(key)}
        rule.ip_range = {**ranges, **described}
        rule.prefix_list_id = new.get("PrefixListId")
        referenced = new.get("ReferencedGroupId")
        rule.source_group = {"GroupId": referenced, "UserId": self.account_id, **described} if referenced else {}
