"""Decodes requests of all protocols into the values that their service model describes.

What the model does not know, or what is not of the type it says, is a violation, and is left out of the value.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from .violations import Path, Undecodable, Violation

NUMBERS: dict[str, Callable[[str], Any]] = {"integer": int, "long": int, "short": int, "byte": int, "float": float, "double": float}
# Parameters of every request of the query protocols.
PROTOCOL_PARAMETERS = ("Action", "Version", "AWSAccessKeyId", "Timestamp")


class Decoder:
    """Decodes one request; `violations` are those found on the way."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []

    def unknown(self, path: Path, name: str) -> None:
        self.violations.append(Violation("unknown", (*path, name), f'The parameter {name} is not recognized'))

    def mistyped(self, shape: Shape, path: Path, value: Any) -> None:
        noun = {"structure": "an object", "map": "an object", "list": "a list", "string": "a string", "boolean": "true or false",
                "blob": "Base64", "timestamp": "a timestamp"}.get(shape.type_name, "a number")
        self.violations.append(Violation("type", path, f"Member must be {noun}", value, bool(shape.metadata.get("sensitive"))))

    # -- JSON

    def json_body(self, body: bytes, shape: Shape) -> dict[str, Any]:
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            raise Undecodable("the body is not JSON") from None
        return self.from_json(shape, given, ()) or {}

    def from_json(self, shape: Shape, given: Any, path: Path) -> Any:
        """The value of a shape, or None for what is not of its type."""
        if isinstance(shape, StructureShape) and shape.is_document_type:
            return given
        if isinstance(shape, StructureShape) and isinstance(given, dict):
            by_name = {member.serialization.get("name", name): name for name, member in shape.members.items() if "location" not in member.serialization}
            value = {}
            for name, item in given.items():
                if name not in by_name:
                    if name != "__type":
                        self.unknown(path, name)
                elif item is not None:
                    decoded = self.from_json(shape.members[by_name[name]], item, (*path, by_name[name]))
                    if decoded is not None:
                        value[by_name[name]] = decoded
            return value
        if isinstance(shape, ListShape) and isinstance(given, list):
            items = [self.from_json(shape.member, item, (*path, index)) for index, item in enumerate(given)]
            return [item for item in items if item is not None]
        if isinstance(shape, MapShape) and isinstance(given, dict):
            pairs = {key: self.from_json(shape.value, item, (*path, key)) for key, item in given.items()}
            return {key: item for key, item in pairs.items() if item is not None}
        if self.is_json_scalar(shape.type_name, given):
            return self.blob(shape, given, path) if shape.type_name == "blob" else given
        self.mistyped(shape, path, given)
        return None

    @staticmethod
    def is_json_scalar(kind: str, given: Any) -> bool:
        if kind == "boolean":
            return isinstance(given, bool)
        if kind in ("float", "double"):
            return isinstance(given, (int, float)) and not isinstance(given, bool) or given in ("NaN", "Infinity", "-Infinity")
        if kind in NUMBERS:
            return isinstance(given, (int, float)) and not isinstance(given, bool) and given == int(given)
        if kind == "timestamp":
            return isinstance(given, (int, float, str)) and not isinstance(given, bool)
        return kind in ("string", "blob") and isinstance(given, str)

    def blob(self, shape: Shape, given: str, path: Path) -> bytes | None:
        try:
            return base64.b64decode(given, validate=True)
        except (binascii.Error, ValueError):
            self.mistyped(shape, path, given)
            return None

    def from_text(self, shape: Shape, given: str, path: Path) -> Any:
        """A scalar that is written as text: in a form, a header, a query string or XML."""
        kind = shape.type_name
        if kind in NUMBERS:
            try:
                return NUMBERS[kind](given.strip())
            except ValueError:
                self.mistyped(shape, path, given)
                return None
        if kind == "boolean":
            if given.strip().lower() in ("true", "false", "1", "0"):
                return given.strip().lower() in ("true", "1")
            self.mistyped(shape, path, given)
            return None
        return self.blob(shape, given, path) if kind == "blob" else given

    # -- query and ec2

    def form(self, parameters: list[tuple[str, str]], shape: StructureShape, ec2: bool) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for name, value in parameters:
            if name in PROTOCOL_PARAMETERS or name.startswith(("X-Amz-", "Signature")):
                continue
            node = tree
            for part in name.split("."):
                node = node.setdefault(part, {})
            node[""] = value
        return self.from_form(shape, tree, (), ec2) or {}

    def from_form(self, shape: Shape, node: dict[str, Any], path: Path, ec2: bool) -> Any:
        if isinstance(shape, StructureShape):
            return self.form_structure(shape, node, path, ec2)
        if isinstance(shape, ListShape):
            if not ec2 and not shape.serialization.get("flattened"):
                # "member", or the name that the model gives; AWS takes both.
                node = next((node[name] for name in (shape.member.serialization.get("name", "member"), "member") if name in node), node)
            return self.form_list(shape, node, path, ec2)
        if isinstance(shape, MapShape):
            entries = node if shape.serialization.get("flattened") else node.get("entry", {})
            value = {}
            for index in numbered(entries):
                entry = entries[index]
                key = entry.get(shape.key.serialization.get("name", "key"), {}).get("")
                if key is not None:
                    value[key] = self.from_form(shape.value, entry.get(shape.value.serialization.get("name", "value"), {}), (*path, key), ec2)
            return value
        if "" not in node:
            self.mistyped(shape, path, None)
            return None
        for name in node:
            if name:
                self.unknown(path, name)
        return self.from_text(shape, node[""], path)

    def form_structure(self, shape: StructureShape, node: dict[str, Any], path: Path, ec2: bool) -> dict[str, Any]:
        value, known = {}, {""}
        for name, member in shape.members.items():
            wire = form_name(name, member, ec2)
            if wire not in node:
                continue
            known.add(wire)
            decoded = self.from_form(member, node[wire], (*path, name), ec2)
            if decoded is not None:
                value[name] = decoded
        for name in node:
            if name not in known:
                self.unknown(path, name)
        return value

    def form_list(self, shape: ListShape, node: dict[str, Any], path: Path, ec2: bool) -> list[Any]:
        for name in node:
            if name and not name.isdigit():
                self.unknown(path, name)
        items = [self.from_form(shape.member, node[number], (*path, index), ec2) for index, number in enumerate(numbered(node))]
        return [item for item in items if item is not None]

    # -- REST

    def rest(self, operation: OperationModel, uri: Mapping[str, str], query: list[tuple[str, str]], headers: Mapping[str, str], body: bytes,
             is_xml: bool) -> dict[str, Any]:
        shape = operation.input_shape
        value: dict[str, Any] = {}
        for name, member in shape.members.items():
            decoded = self.outside_body(name, member, uri, query, headers)
            if decoded is not None:
                value[name] = decoded
        payload = shape.serialization.get("payload")
        if payload is not None:
            member = shape.members[payload]
            if member.type_name in ("blob", "string"):
                value[payload] = body if member.type_name == "blob" else body.decode("utf-8", "replace")
            elif body.strip():
                value[payload] = self.body(member, body, (payload,), is_xml)
        elif body.strip() and any("location" not in member.serialization for member in shape.members.values()):
            value |= self.body(shape, body, (), is_xml)
        return value

    def body(self, shape: Shape, body: bytes, path: Path, is_xml: bool) -> Any:
        try:
            return self.from_xml(shape, [ElementTree.fromstring(body)], path) if is_xml else self.from_json(shape, json.loads(body), path)
        except (ValueError, ElementTree.ParseError):
            raise Undecodable(f"the body is not {'XML' if is_xml else 'JSON'}") from None

    def outside_body(self, name: str, member: Shape, uri: Mapping[str, str], query: list[tuple[str, str]], headers: Mapping[str, str]) -> Any:
        """The value of a member that is in the path, the query string or a header."""
        location, wire = member.serialization.get("location"), member.serialization.get("name", name)
        if location == "uri" and wire.replace("-", "_") in uri:
            return self.from_text(member, unquote_to_bytes(uri[wire.replace("-", "_")]).decode("utf-8", "replace"), (name,))
        if location == "header" and wire.lower() in headers:
            text = headers[wire.lower()]
            if isinstance(member, ListShape):
                return [self.from_text(member.member, item.strip(), (name, index)) for index, item in enumerate(text.split(","))]
            return self.from_text(member, text, (name,)) if member.type_name != "blob" else text
        if location == "querystring":
            values = [value for key, value in query if key == wire]
            if isinstance(member, ListShape):
                return [self.from_text(member.member, value, (name, index)) for index, value in enumerate(values)] if values else None
            if values and not isinstance(member, MapShape):
                return self.from_text(member, values[0], (name,))
        return None

    def from_xml(self, shape: Shape, nodes: list[ElementTree.Element], path: Path) -> Any:
        """The value of a shape from its element; a flattened list has several."""
        node = nodes[0]
        if isinstance(shape, StructureShape):
            return self.xml_structure(shape, node, path)
        if isinstance(shape, ListShape):
            items = nodes if shape.serialization.get("flattened") else list(node)
            return [self.from_xml(shape.member, [item], (*path, index)) for index, item in enumerate(items)]
        if isinstance(shape, MapShape):
            pairs = (nodes if shape.serialization.get("flattened") else list(node))
            return {(pair[0].text or ""): self.from_xml(shape.value, [pair[1]], (*path, pair[0].text or "")) for pair in pairs if len(pair) == 2}
        return self.from_text(shape, node.text or "", path)

    def xml_structure(self, shape: StructureShape, node: ElementTree.Element, path: Path) -> dict[str, Any]:
        children: dict[str, list[ElementTree.Element]] = {}
        for child in node:
            children.setdefault(local(child.tag), []).append(child)
        value: dict[str, Any] = {}
        for name, member in shape.members.items():
            if "location" in member.serialization:
                continue
            wire = member.serialization.get("name", name)
            if isinstance(member, ListShape) and member.serialization.get("flattened"):
                wire = member.member.serialization.get("name", wire) if wire not in children else wire
            if member.serialization.get("xmlAttribute"):
                found = [text for key, text in node.attrib.items() if local(key) == wire.rpartition(":")[2]]
                value |= {name: found[0]} if found else {}
            elif wire in children:
                decoded = self.from_xml(member, children.pop(wire), (*path, name))
                if decoded is not None:
                    value[name] = decoded
        for name in children:
            self.unknown(path, name)
        return value


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return re.sub(r"^\{.*\}", "", tag)


def numbered(node: dict[str, Any]) -> list[str]:
    """The numbers among the names of a form's node, in order."""
    return sorted((name for name in node if name.isdigit()), key=int)


def form_name(name: str, member: Shape, ec2: bool) -> str:
    """The name of a member in a form."""
    if ec2:
        wire = member.serialization.get("queryName") or member.serialization.get("name", name)
        return wire[0].upper() + wire[1:] if "queryName" not in member.serialization else wire
    if isinstance(member, ListShape) and member.serialization.get("flattened"):
        return member.member.serialization.get("name", member.serialization.get("name", name))
    return member.serialization.get("name", name)
