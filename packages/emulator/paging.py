"""Pages of list calls, as AWS serves them: so many entries by default, so many at most, and a token for the next ones.

moto answers most of these calls with everything. The token and the page size are taken out of the request before moto sees it, and what
moto answers is cut into pages. A token is the place of the next entry; AWS's are opaque, too.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree

from moto.core.utils import get_pagination_model

from validation import Call, Violation


@dataclass(frozen=True)
class Size:
    """Entries of a page: without a page size in the request, and at most."""

    default: int
    most: int


# Source: the API reference of each operation.
SIZES = {
    ("ecs", "ListTasks"): Size(100, 100),
    ("ecs", "ListContainerInstances"): Size(100, 100),
    ("ecs", "ListServices"): Size(10, 100),
    ("ecs", "ListClusters"): Size(100, 100),
    ("ecs", "ListTaskDefinitions"): Size(100, 100),
    ("ecs", "ListTaskDefinitionFamilies"): Size(100, 100),
    ("rds", "DescribeDBInstances"): Size(100, 100),
    ("rds", "DescribeDBSnapshots"): Size(100, 100),
    ("rds", "DescribeDBParameters"): Size(100, 100),
    ("elbv2", "DescribeLoadBalancers"): Size(400, 400),
    ("elbv2", "DescribeTargetGroups"): Size(400, 400),
    ("elbv2", "DescribeListeners"): Size(400, 400),
    ("elbv2", "DescribeRules"): Size(400, 400),
    ("ecr", "DescribeImages"): Size(100, 1000),
    ("ecr", "ListImages"): Size(100, 1000),
    ("ecr", "DescribeRepositories"): Size(100, 1000),
    ("cloudwatch", "DescribeAlarms"): Size(50, 100),
    ("autoscaling", "DescribeAutoScalingGroups"): Size(50, 100),
    ("codedeploy", "ListDeployments"): Size(100, 100),
    ("application-autoscaling", "DescribeScalingActivities"): Size(50, 50),
}
WRONG_TOKEN = {"ecs": "InvalidParameterException", "codedeploy": "InvalidNextTokenException", "ecr": "InvalidParameterException",
               "application-autoscaling": "InvalidNextTokenException", "cloudwatch": "InvalidNextToken", "autoscaling": "InvalidNextToken",
               "rds": "InvalidParameterValue", "elbv2": "ValidationError"}


@dataclass(frozen=True)
class Page:
    """One page of one call."""

    call: Call
    start: int
    size: int
    token_name: str
    # Names of the lists that share the page, in its order.
    lists: tuple[str, ...]

    def token(self, end: int) -> str:
        return base64.urlsafe_b64encode(f"{self.call.operation.name}:{end}".encode()).decode()


def page_of(call: Call, value: dict[str, Any], body: bytes) -> tuple[Page, bytes] | Violation | None:
    """The page that a request asks for, with its body as moto gets it; a violation for a wrong token or size; None for other calls."""
    size = SIZES.get((call.service, call.operation.name))
    if size is None or call.protocol not in ("json", "query"):
        return None
    names = get_pagination_model(call.service)[call.operation.name]
    token_in, limit = names["input_token"], names.get("limit_key", "MaxResults")
    wanted = value.get(limit, size.default)
    if not 1 <= wanted <= size.most:
        return Violation("limit", (limit,), f"Member must have value between 1 and {size.most}", wanted)
    start = 0
    if token_in in value:
        try:
            name, _, place = base64.urlsafe_b64decode(value[token_in]).decode().partition(":")
            start = int(place)
        except ValueError:
            name = ""
        if name != call.operation.name:
            return Violation("limit", (token_in,), "Member must be a token of this operation", value[token_in], code=WRONG_TOKEN[call.service],
                             message="Invalid token")
    results = names["result_key"]
    lists = (results,) if isinstance(results, str) else tuple(results)
    return Page(call, start, wanted, names["output_token"], lists), without(call, body, {token_in, limit})


def without(call: Call, body: bytes, members: set[str]) -> bytes:
    """A body without these parameters."""
    if call.protocol == "json":
        return json.dumps({name: value for name, value in json.loads(body or b"{}").items() if name not in members}).encode()
    return urlencode([(name, value) for name, value in parse_qsl(body.decode(), keep_blank_values=True) if name not in members]).encode()


def cut(page: Page, body: bytes) -> bytes:
    """The page of what moto answered."""
    return cut_json(page, body) if page.call.protocol == "json" else cut_xml(page, body)


def cut_json(page: Page, body: bytes) -> bytes:
    answer = json.loads(body)
    passed, left = page.start, page.size
    total = sum(len(answer.get(name, [])) for name in page.lists)
    for name in page.lists:
        entries = answer.get(name, [])
        answer[name] = entries[passed:passed + left] if left else []
        passed, left = max(0, passed - len(entries)), left - len(answer[name])
    answer.pop(page.token_name, None)
    end = page.start + page.size
    if end < total:
        answer[page.token_name] = page.token(end)
    return json.dumps(answer).encode()


def cut_xml(page: Page, body: bytes) -> bytes:
    root = ElementTree.fromstring(body)
    namespace = (re.match(r"\{.*\}", root.tag) or [""])[0]
    result = next((child for child in root if child.tag.endswith("Result")), None)
    if result is None:
        return body
    found = [element for name in page.lists if (element := result.find(namespace + wire_name(page.call, name))) is not None]
    place, end = 0, page.start + page.size
    for element in found:
        for entry in list(element):
            if not page.start <= place < end:
                element.remove(entry)
            place += 1
    for old in result.findall(namespace + page.token_name):
        result.remove(old)
    if end < place:
        ElementTree.SubElement(result, namespace + page.token_name).text = page.token(end)
    if namespace:
        ElementTree.register_namespace("", namespace[1:-1])
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def wire_name(call: Call, name: str) -> str:
    """The name of a list's element in XML."""
    member = call.operation.output_shape.members[name]
    return member.serialization.get("name", name)
