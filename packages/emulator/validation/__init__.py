"""Rejects what AWS rejects: each request is decoded and checked against botocore's service model and the limits of limits.py.

    identify.py     which operation a request calls
    wire.py         its body, query string, headers and path as the values that the model describes
    constraints.py  required, type, enum, range, length, pattern
    tags.py         the tags of all services
    limits.py       what only the prose of AWS's documentation says, a row each
    errors.py       how each service words it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .constraints import check
from .errors import MALFORMED, render, said_of
from .identify import Call, headers_of, identify, service_of
from .limits import broken_limits
from .tags import broken_tags
from .violations import Undecodable, Violation
from .wire import Decoder

__all__ = ["Answer", "Call", "Rejection", "Understood", "Violation", "rejected", "render", "service_of", "understand"]

# Status, headers, body.
Answer = tuple[str, list[tuple[str, str]], bytes]


def decode(call: Call, environ: dict[str, Any], body: bytes) -> tuple[dict[str, Any], list[Violation]]:
    """The parameters of a call, and what is wrong with how they are written. Raises Undecodable."""
    decoder = Decoder()
    shape = call.operation.input_shape
    if shape is None:
        return {}, []
    if call.protocol == "json":
        value = decoder.json_body(body, shape)
    elif call.protocol in ("query", "ec2"):
        value = decoder.form(call.query, shape, ec2=call.protocol == "ec2")
    else:
        value = decoder.rest(call.operation, call.uri, call.query, headers_of(environ), body, is_xml=call.protocol == "rest-xml")
    return value, decoder.violations


def wrong(call: Call, environ: dict[str, Any], body: bytes) -> tuple[dict[str, Any], list[Violation]]:
    """The parameters of a call, and everything that AWS would reject. Raises Undecodable."""
    value, found = decode(call, environ, body)
    shape = call.operation.input_shape
    if shape is not None:
        found += check(shape, value)
    return value, found or [*broken_tags(call, value), *broken_limits(call, value)]


@dataclass(frozen=True)
class Rejection:
    """AWS's answer to a request that it rejects, and what to log of it."""

    answer: Answer
    note: str


@dataclass(frozen=True)
class Understood:
    """A request that is in order."""

    call: Call
    value: dict[str, Any]


def understand(environ: dict[str, Any], body: bytes) -> Rejection | Understood | None:
    """What a request asks for, or why AWS rejects it; None for one that no model describes."""
    call = identify(environ, body)
    if call is None:
        return None
    try:
        value, violations = wrong(call, environ, body)
    except Undecodable as error:
        return Rejection(render(call.service, call.protocol, MALFORMED[call.protocol], str(error)), MALFORMED[call.protocol])
    return rejected(call, violations) if violations else Understood(call, value)


def rejected(call: Call, violations: list[Violation]) -> Rejection:
    """The answer to at least one violation."""
    code, message = said_of(call.service, call.protocol, violations)
    places = ", ".join(f"{one.kind} {one.place()}" for one in violations if one.kind != "unknown") or "unknown parameter"
    return Rejection(render(call.service, call.protocol, code, message), f"{code} ({places})")
