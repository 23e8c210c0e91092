"""How each service words what is wrong, and how each protocol carries it.

Most services stand on the same framework, whose form is "1 validation error detected: Value '...' at '...' failed to satisfy constraint:
Member must ...", with the code of the table below. EC2, ECR, RDS, ElastiCache and S3 have forms of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from .violations import Missing, Path, Violation


@dataclass(frozen=True)
class Codes:
    """Error codes of a service."""

    invalid: str
    # Of a required member that is missing; that of `invalid` where nothing is given.
    missing: str | None = None
    # What it is known from.
    source: str = ""


QUERY = Codes("ValidationError", source="Common Errors of each Query API: ValidationError")
JSON = Codes("ValidationException", source="Common Errors of each JSON API: ValidationException")

# Services whose codes are not those of their protocol.
CODES = {
    "budgets": Codes("InvalidParameterException", source="AWSBudgets API: InvalidParameterException"),
    "chatbot": Codes("InvalidParameterException", source="AWS Chatbot API: InvalidParameterException"),
    "cloudwatch": Codes("ValidationError", "MissingParameter", "CloudWatch API, Common Errors: ValidationError, MissingParameter"),
    "ec2": Codes("InvalidParameterValue", "MissingParameter", "EC2 API, Error codes: InvalidParameterValue, MissingParameter"),
    "ecr": Codes("InvalidParameterException", source="ECR API: InvalidParameterException"),
    "ecs": Codes("InvalidParameterException", source="ECS API: InvalidParameterException"),
    "elasticache": Codes("InvalidParameterValue", "MissingParameter", "ElastiCache API: InvalidParameterValue, MissingParameter"),
    "logs": Codes("InvalidParameterException", source="CloudWatch Logs API: InvalidParameterException"),
    "rds": Codes("InvalidParameterValue", "MissingParameter", "RDS API, Common Errors: InvalidParameterValue, MissingParameter"),
    "route53": Codes("InvalidInput", source="Route 53 API: InvalidInput"),
    "s3": Codes("InvalidArgument", "InvalidRequest", "S3 API, Error responses: InvalidArgument, InvalidRequest, MalformedXML"),
    "sns": Codes("InvalidParameter", source="SNS API: InvalidParameter"),
    "wafv2": Codes("WAFInvalidParameterException", source="WAFV2 API: WAFInvalidParameterException"),
}
# What a body that cannot be read, or a value of the wrong type, is answered with.
MALFORMED = {"json": "SerializationException", "rest-json": "SerializationException", "query": "MalformedInput", "ec2": "InvalidParameterValue",
             "rest-xml": "MalformedXML"}


def framework_path(path: Path) -> str:
    """A path as the framework writes it: containerDefinitions.1.member.name."""
    return ".".join(f"{part + 1}.member" if isinstance(part, int) else part[:1].lower() + part[1:] for part in path)


def parameter_path(path: Path) -> str:
    """A path as EC2 and RDS name parameters: TagSpecifications.1.Tags.1.Key."""
    return ".".join(f"{part + 1}" if isinstance(part, int) else part for part in path)


def shown(violation: Violation) -> str:
    """The value, as far as AWS shows it."""
    if violation.value is Missing:
        return "null"
    text = "***" if violation.sensitive else violation.value if isinstance(violation.value, str) else json.dumps(violation.value, default=str)
    return f"'{text}'"


def framework(violations: list[Violation]) -> str:
    """All violations, in the form of the framework."""
    parts = [f"Value {shown(one)} at '{framework_path(one.path)}' failed to satisfy constraint: {one.constraint}" for one in violations]
    return f"{len(parts)} validation error{'' if len(parts) == 1 else 's'} detected: {'; '.join(parts)}"


def of_ec2(violations: list[Violation]) -> str:
    first = violations[0]
    name = parameter_path(first.path)
    if first.kind == "required":
        return f"The request must contain the parameter {name}"
    if first.kind == "unknown":
        return f"The parameter {name} is not recognized"
    return f"Value ({shown(first)[1:-1]}) for parameter {name} is invalid. {first.constraint}"


def of_ecr(violations: list[Violation]) -> str:
    first = violations[0]
    return f"Invalid parameter at '{framework_path(first.path)}' failed to satisfy constraint: '{first.constraint[0].lower()}{first.constraint[1:]}'"


def of_rds(violations: list[Violation]) -> str:
    first = violations[0]
    name = parameter_path(first.path)
    if first.kind == "required":
        return f"The parameter {name} must be provided and must not be blank."
    return f"The parameter {name} is not valid. {first.constraint}"


def of_s3(violations: list[Violation]) -> str:
    first = violations[0]
    if code_of("s3", "rest-xml", first) == "MalformedXML":
        return "The XML you provided was not well-formed or did not validate against our published schema"
    return f"{parameter_path(first.path)}: {first.constraint}"


FORMS: dict[str, Callable[[list[Violation]], str]] = {"ec2": of_ec2, "ecr": of_ecr, "rds": of_rds, "elasticache": of_rds, "s3": of_s3}


def code_of(service: str, protocol: str, violation: Violation) -> str:
    """The code that a service answers a violation with."""
    if violation.code:
        return violation.code
    if violation.kind == "type":
        return MALFORMED[protocol]
    if service == "s3" and len(violation.path) > 1:
        return "MalformedXML"
    if service == "ec2" and violation.kind == "unknown":
        return "UnknownParameter"
    codes = CODES.get(service, QUERY if protocol == "query" else JSON)
    return codes.missing if violation.kind == "required" and codes.missing else codes.invalid


def said_of(service: str, protocol: str, violations: list[Violation]) -> tuple[str, str]:
    """Code and message for what is wrong, at least one violation; the code is the first one's."""
    first = violations[0]
    code = code_of(service, protocol, first)
    if first.message:
        return code, first.message
    same = [one for one in violations if code_of(service, protocol, one) == code and not one.message]
    return code, FORMS.get(service, framework)(same)


def render(service: str, protocol: str, code: str, message: str, status: int = 400) -> tuple[str, list[tuple[str, str]], bytes]:
    """An error as a protocol carries it: status, headers, body."""
    inner = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    content_type, body = "text/xml", ""
    if protocol in ("json", "rest-json"):
        content_type, body = "application/x-amz-json-1.1", json.dumps({"__type": code, "message": message})
    elif protocol == "ec2":
        body = f"<Response><Errors><Error>{inner}</Error></Errors><RequestID>emulator</RequestID></Response>"
    elif service == "s3":
        content_type, body = "application/xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'
    else:
        body = f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error><RequestId>emulator</RequestId></ErrorResponse>"
    encoded = body.encode()
    return str(status), [("Content-Type", content_type), ("Content-Length", str(len(encoded))), ("x-amzn-ErrorType", code)], encoded


__all__: list[Any] = ["CODES", "render", "said_of"]
