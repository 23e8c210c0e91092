"""Tags, which all services have, in the shapes of their models: characters, prefix, length, how many, and keys that are the same.

Sources: AWS General Reference, Tag naming limits and requirements (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html);
IAM User Guide, Tagging IAM resources (keys are not case-sensitive); EC2 User Guide, Tag restrictions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex
from botocore.model import ListShape, MapShape, Shape, StructureShape

from .identify import Call
from .violations import Path, Violation

MOST = 50
LONGEST_KEY, LONGEST_VALUE = 128, 256
CHARACTERS = regex.compile(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*")
# Services that take any character; EC2 says so, and Auto Scaling passes its tags on to EC2.
ANY_CHARACTER = ("ec2", "autoscaling")
# Error codes for a wrong tag, where the service has one of its own.
CODES = {"iam": "InvalidInput", "ecr": "InvalidTagParameterException", "kms": "TagException", "s3": "InvalidTag", "codedeploy": "InvalidTagsToAddException",
         "rds": "InvalidParameterValue", "elasticache": "InvalidParameterValue", "sns": "InvalidParameter", "sqs": "InvalidParameterValue",
         "acm": "InvalidTagException", "cloudwatch": "ValidationError", "ssm": "ValidationException", "wafv2": "WAFTagOperationException"}


def pairs(shape: Shape, value: Any, path: Path) -> Iterator[tuple[Path, list[tuple[str, str]]]]:
    """The sets of tags in a value, each with its path: lists of keys and values, and maps that are called tags."""
    if isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
        names = {name.lower(): name for name in shape.member.members}
        if "tag" in shape.member.name.lower() and {"key", "value"} <= names.keys() and names.keys() <= {"key", "value", "resourceid", "resourcetype", "propagateatlaunch"}:
            yield path, [(item.get(names["key"], ""), item.get(names["value"], "")) for item in value]
            return
        for index, item in enumerate(value):
            yield from pairs(shape.member, item, (*path, index))
    elif isinstance(shape, MapShape) and path and str(path[-1]).lower() == "tags":
        yield path, list(value.items())
    elif isinstance(shape, StructureShape) and isinstance(value, dict) and not shape.is_document_type:
        for name, item in value.items():
            yield from pairs(shape.members[name], item, (*path, name))


def broken_tags(call: Call, value: dict[str, Any]) -> Iterator[Violation]:
    """What AWS would reject in the tags of a call that creates or tags something."""
    if call.operation.name.startswith(("Describe", "List", "Get", "Untag", "Remove", "Delete")):
        return
    code = CODES.get(call.service)
    for path, tags in pairs(call.operation.input_shape, value, ()):
        if len(tags) > MOST:
            yield Violation("limit", path, f"Member must have length less than or equal to {MOST}", f"{len(tags)} tags", code=code)
        seen: dict[str, str] = {}
        for key, text in tags:
            yield from broken_tag(call.service, path, code, key, text)
            same = key.lower() if call.service == "iam" else key
            if same in seen:
                message = "Duplicate tag keys found. Please note that Tag keys are case insensitive." if call.service == "iam" else f"Duplicate tag key: {key}"
                yield Violation("limit", (*path, key), "Member must not have the same key twice", key, code=code, message=message)
            seen[same] = key


def broken_tag(service: str, path: Path, code: str | None, key: str, text: str) -> Iterator[Violation]:
    if not 1 <= len(key) <= LONGEST_KEY:
        yield Violation("limit", (*path, "key"), f"Member must have length between 1 and {LONGEST_KEY}", key, code=code)
    if len(text) > LONGEST_VALUE:
        yield Violation("limit", (*path, "value"), f"Member must have length less than or equal to {LONGEST_VALUE}", text, code=code)
    if key.lower().startswith("aws:"):
        yield Violation("limit", (*path, "key"), "Member must not begin with aws:, which is reserved", key, code=code)
    if service not in ANY_CHARACTER:
        for name, given in (("key", key), ("value", text)):
            if not CHARACTERS.fullmatch(given):
                yield Violation("limit", (*path, name), "Member must consist of letters, spaces, digits and the characters _ . : / = + - @", given, code=code)
