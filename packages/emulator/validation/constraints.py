"""The constraints that botocore's service models state: required, type, enum, range, length, pattern.

A value is a decoded request (see wire.py): dicts by member name, lists, and scalars of the shape's type.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import regex
from botocore.model import ListShape, MapShape, Shape, StructureShape

from .violations import Missing, Path, Violation

# Java writes all characters beyond U+FFFF like this; nothing else has a range of surrogates.
BEYOND_BMP = r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF"


@functools.cache
def compiled(pattern: str) -> Any:
    """A pattern of a model, which is a Java regular expression; None where Python does not understand it."""
    try:
        return regex.compile(pattern.replace(*BEYOND_BMP))
    except regex.error:
        return None


def check(shape: Shape, value: Any, path: Path = ()) -> Iterator[Violation]:
    """All violations in a value, in the order of the model's members."""
    if isinstance(shape, StructureShape):
        yield from structure(shape, value, path)
    elif isinstance(shape, ListShape):
        yield from bounds(shape, len(value), "length", value, path)
        for index, item in enumerate(value):
            yield from check(shape.member, item, (*path, index))
    elif isinstance(shape, MapShape):
        yield from bounds(shape, len(value), "length", value, path)
        for key, item in value.items():
            yield from check(shape.key, key, (*path, key))
            yield from check(shape.value, item, (*path, key))
    else:
        yield from scalar(shape, value, path)


def structure(shape: StructureShape, value: dict[str, Any], path: Path) -> Iterator[Violation]:
    if shape.is_document_type:
        return
    for name, member in shape.members.items():
        if name in value:
            yield from check(member, value[name], (*path, name))
        elif name in shape.required_members and not member.metadata.get("idempotencyToken"):
            yield Violation("required", (*path, name), "Member must not be null")
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield Violation("type", path, f"Member must have exactly one of {', '.join(shape.members)}", value)


def scalar(shape: Shape, value: Any, path: Path) -> Iterator[Violation]:
    rules = shape.metadata
    sensitive = bool(rules.get("sensitive"))
    if shape.type_name == "string" and isinstance(value, str):
        yield from bounds(shape, len(value), "length", value, path)
        allowed = rules.get("enum")
        if allowed and value not in allowed:
            yield Violation("enum", path, f"Member must satisfy enum value set: [{', '.join(allowed)}]", value, sensitive)
        pattern = rules.get("pattern")
        if pattern and (expression := compiled(pattern)) and not expression.fullmatch(value):
            yield Violation("pattern", path, f"Member must satisfy regular expression pattern: {pattern}", value, sensitive)
    elif shape.type_name == "blob":
        yield from bounds(shape, len(value), "length", value, path)
    elif shape.type_name in ("integer", "long", "float", "double", "short", "byte"):
        yield from bounds(shape, value, "range", value, path)


def bounds(shape: Shape, size: float, kind: str, value: Any, path: Path) -> Iterator[Violation]:
    noun = "length" if kind == "length" else "value"
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    sensitive = bool(shape.metadata.get("sensitive"))
    if least is not None and size < least:
        yield Violation(kind, path, f"Member must have {noun} greater than or equal to {least}", value, sensitive)
    if most is not None and size > most:
        yield Violation(kind, path, f"Member must have {noun} less than or equal to {most}", value, sensitive)


__all__ = ["Missing", "check", "compiled"]
