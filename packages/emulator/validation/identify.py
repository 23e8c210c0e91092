"""Which operation of which service model a request calls."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from botocore.exceptions import UnknownServiceError
from botocore.model import OperationModel, ServiceModel
from moto.core.utils import get_service_model

Environ = dict[str, Any]

# Name in a request's signature to botocore's name, where they differ.
SIGNED_AS = {"elasticloadbalancing": "elbv2", "monitoring": "cloudwatch", "elasticfilesystem": "efs", "tagging": "resourcegroupstaggingapi",
             "states": "stepfunctions", "email": "ses", "aps": "amp"}
JSON_TYPES = ("application/x-amz-json-1.0", "application/x-amz-json-1.1")


@dataclass(frozen=True)
class Call:
    """A request whose operation is known."""

    service: str
    operation: OperationModel
    # json, query, ec2, rest-json or rest-xml.
    protocol: str
    query: list[tuple[str, str]]
    uri: dict[str, str]


@functools.cache
def model(service: str) -> ServiceModel | None:
    """The model of a service, or None for one that botocore does not know."""
    try:
        return get_service_model(service)
    except UnknownServiceError:
        return None


def service_of(environ: Environ) -> str | None:
    """botocore's name of the service that a request is signed for; None for a request without a signature."""
    scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    return SIGNED_AS.get(scope[1], scope[1]) if scope else None


def identify(environ: Environ, body: bytes) -> Call | None:
    """The call of a request; None where no model describes it."""
    service = service_of(environ)
    described = model(service) if service else None
    if service is None or described is None:
        return None
    content_type = environ.get("CONTENT_TYPE", "").partition(";")[0]
    query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    name: str | None = None
    protocol: str = described.metadata["protocol"]
    uri: dict[str, str] = {}
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        name, protocol = target.rpartition(".")[2], "json"
    elif content_type == "application/x-www-form-urlencoded" and described.metadata["protocol"] not in ("rest-xml", "rest-json"):
        query = [*query, *parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)]
        name, protocol = dict(query).get("Action"), "ec2" if protocol == "ec2" else "query"
    elif protocol in ("rest-json", "rest-xml"):
        name, uri = route(described, environ, query)
    if name not in described.operation_names:
        return None
    return Call(service, described.operation_model(name), protocol, query, uri)


@dataclass(frozen=True)
class Route:
    """How a REST operation is called."""

    name: str
    method: str
    path: Any
    # Keys, with a value or None for any, that the query string has.
    query: tuple[tuple[str, str | None], ...]
    # Wire names of the members that must be in the query string or in a header.
    required_query: frozenset[str]
    required_headers: frozenset[str]
    fixed_characters: int
    deprecated: bool


@functools.cache
def routes(service: str) -> list[Route]:
    """The routes of a service, the most specific one first."""
    described = model(service)
    assert described is not None
    found = []
    for name in described.operation_names:
        operation = described.operation_model(name)
        template, _, constant = operation.http["requestUri"].partition("?")
        pattern = re.sub(r"\\\{([A-Za-z0-9_-]+)(\\\+)?\\\}", lambda part: f"(?P<{part[1].replace('-', '_')}>{'.+' if part[2] else '[^/]+'})",
                         re.escape(template).replace("\\-", "-"))
        members = operation.input_shape.members if operation.input_shape else {}
        required = [(members[one].serialization.get("location"), members[one].serialization.get("name", one))
                    for one in (operation.input_shape.required_members if operation.input_shape else [])]
        found.append(Route(name, operation.http["method"], re.compile(f"{pattern.rstrip('/')}/?"),
                           tuple((key, value or None) for key, value in parse_qsl(constant, keep_blank_values=True)),
                           frozenset(wire for location, wire in required if location == "querystring"),
                           frozenset(wire.lower() for location, wire in required if location == "header"),
                           len(re.sub(r"\{[^}]*\}", "", template)), operation.deprecated))
    return sorted(found, key=lambda one: (one.deprecated, -len(one.query), -len(one.required_query) - len(one.required_headers), -one.fixed_characters))


def route(described: ServiceModel, environ: Environ, query: list[tuple[str, str]]) -> tuple[str | None, dict[str, str]]:
    """The operation that a method, a path and a query string call, with what the path says."""
    raw = environ.get("RAW_URI", environ["PATH_INFO"]).partition("?")[0]
    given, headers = dict(query), headers_of(environ)
    fallback: tuple[str | None, dict[str, str]] = (None, {})
    for one in routes(described.service_name):
        if one.method != environ["REQUEST_METHOD"] or not all(key in given and value in (None, given[key]) for key, value in one.query):
            continue
        match = one.path.fullmatch(raw)
        if match is None:
            continue
        if one.required_query <= given.keys() and one.required_headers <= headers.keys():
            return one.name, match.groupdict()
        fallback = fallback if fallback[0] else (one.name, match.groupdict())
    return fallback


def headers_of(environ: Environ) -> dict[str, str]:
    """The headers of a request, by name in lower case."""
    named = {key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")}
    named |= {"content-type": environ.get("CONTENT_TYPE", ""), "content-length": str(environ.get("CONTENT_LENGTH", ""))}
    return {name: value for name, value in named.items() if value}
