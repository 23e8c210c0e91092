"""ELB: the actions of listeners and rules, as they are written.

moto 5.2.1 tells an action as it was given. AWS adds the order, 1 where none was given, and tells a forward to one target group twice: as
TargetGroupArn and as ForwardConfig, and a redirect with the parts of the URL that it keeps. That is what an import into Terraform reads.
"""

from __future__ import annotations

from typing import Any

from moto.elbv2.models import FakeAction

from .patching import wraps


@wraps(FakeAction, "__init__")
def as_aws_tells_it(original: Any, self: FakeAction, data: dict[str, Any]) -> None:
    """Fill in what AWS fills in; several target groups have no TargetGroupArn."""
    data.setdefault("Order", 1)
    if data.get("Type") == "forward":
        groups = (data.get("ForwardConfig") or {}).get("TargetGroups") or []
        if data.get("TargetGroupArn") and not groups:
            data["ForwardConfig"] = {"TargetGroups": [{"TargetGroupArn": data["TargetGroupArn"], "Weight": 1}], "TargetGroupStickinessConfig": {"Enabled": False}}
        elif len(groups) == 1:
            data.setdefault("TargetGroupArn", groups[0]["TargetGroupArn"])
    if data.get("Type") == "redirect":
        data["RedirectConfig"] = {"Protocol": "#{protocol}", "Port": "#{port}", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}", **data["RedirectConfig"]}
    original(self, data)
