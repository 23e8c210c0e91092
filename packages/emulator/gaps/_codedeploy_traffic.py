"""Where a load balancer's traffic goes during a blue/green deployment: the deployment's listeners, and how their weights move.

Source: AWS CodeDeploy user guide, "Working with deployment configurations". That the unused target group stays behind the listener with a
weight of 0, and forward actions no longer name one target group: AWS's answer to its customers of November 2022.
"""

from __future__ import annotations

from typing import Any

from moto.elbv2.models import FakeAction, elbv2_backends

# What each of AWS's own configurations does: percent of the first step, minutes between steps; None is all at once.
BUILT_IN: dict[str, dict[str, Any]] = {
    "CodeDeployDefault.ECSAllAtOnce": {"type": "AllAtOnce"},
    **{f"CodeDeployDefault.ECSLinear10PercentEvery{minutes}Minutes": {"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": 10, "linearInterval": minutes}}
       for minutes in (1, 3)},
    **{f"CodeDeployDefault.ECSCanary10Percent{minutes}Minutes": {"type": "TimeBasedCanary", "timeBasedCanary": {"canaryPercentage": 10, "canaryInterval": minutes}}
       for minutes in (5, 15)},
}


def steps(routing: dict[str, Any]) -> list[tuple[float, int]]:
    """Minutes since the shift began, and percent of the traffic that the new tasks have from then on."""
    if routing.get("type") == "TimeBasedCanary":
        canary = routing["timeBasedCanary"]
        return [(0, canary["canaryPercentage"]), (canary["canaryInterval"], 100)]
    if routing.get("type") == "TimeBasedLinear":
        linear = routing["timeBasedLinear"]
        percents = [*range(linear["linearPercentage"], 100, linear["linearPercentage"]), 100]
        return [(number * linear["linearInterval"], percent) for number, percent in enumerate(percents)]
    return [(0, 100)]


def pair(load_balancer_info: dict[str, Any]) -> dict[str, Any]:
    """The target group pair of a deployment group; KeyError where it has none."""
    return load_balancer_info["targetGroupPairInfoList"][0]


def listeners(info: dict[str, Any], route: str) -> list[str]:
    """The listeners of `prodTrafficRoute` or `testTrafficRoute`."""
    return (pair(info).get(route) or {}).get("listenerArns") or []


def group_arn(account: str, region: str, name: str) -> str:
    """The ARN of a target group by its name; KeyError where there is none."""
    groups = elbv2_backends[account][region].target_groups
    found = next((arn for arn, group in groups.items() if group.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def forwards_to(data: dict[str, Any], groups: set[str]) -> bool:
    """Whether an action sends traffic to one of these target groups."""
    named = {data.get("TargetGroupArn"), *(one["TargetGroupArn"] for one in (data.get("ForwardConfig") or {}).get("TargetGroups", []))}
    return data.get("Type") == "forward" and bool(named & groups)


def shift(account: str, region: str, listener_arns: list[str], old: str, new: str, percent: int) -> None:
    """Give the new target group so much of the traffic of every rule of the listeners that forwards to the pair."""
    backend = elbv2_backends[account][region]
    for balancer in backend.load_balancers.values():
        for listener in balancer.listeners.values():
            if listener.arn not in listener_arns:
                continue
            listener.default_actions = [weighted(action, old, new, percent) for action in listener.default_actions]
            for rule in listener.rules.values():
                rule.actions = [weighted(action, old, new, percent) for action in rule.actions]
    for arn in (old, new):
        group = backend.target_groups[arn]
        for balancer in backend.load_balancers.values():
            if any(listener.arn in listener_arns for listener in balancer.listeners.values()) and balancer.arn not in group.load_balancer_arns:
                group.load_balancer_arns.append(balancer.arn)


def weighted(action: FakeAction, old: str, new: str, percent: int) -> FakeAction:
    """An action with other weights, where it forwards to the pair."""
    if not forwards_to(action.data, {old, new}):
        return action
    groups = [{"TargetGroupArn": new, "Weight": percent}, {"TargetGroupArn": old, "Weight": 100 - percent}]
    kept = {key: value for key, value in action.data.items() if key not in ("TargetGroupArn", "ForwardConfig")}
    return FakeAction({**kept, "ForwardConfig": {"TargetGroups": groups, "TargetGroupStickinessConfig": {"Enabled": False}}})
