"""The rule of a composite alarm: ALARM("x") AND (OK(y) OR NOT INSUFFICIENT_DATA("z")), TRUE, FALSE; names or ARNs, quoted or not.

Source of the grammar: AWS API reference, CloudWatch PutCompositeAlarm, AlarmRule. NOT binds closest, then AND, then OR.
"""

from __future__ import annotations

import re
from collections.abc import Callable

TERM = re.compile(r"""\s*(?:(?P<word>AND|OR|NOT|TRUE|FALSE)\b|(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^()"]+?))\s*\)|(?P<mark>[()]))""")


class RuleError(ValueError):
    """A rule that is none."""


def tokens(rule: str) -> list[re.Match[str]]:
    """Take a rule apart."""
    found, position = [], 0
    while rule[position:].strip():
        match = TERM.match(rule, position)
        if not match:
            raise RuleError(f"near {rule[position:].strip()[:40]!r}")
        found.append(match)
        position = match.end()
    return found


def name_of(token: re.Match[str]) -> str:
    """The alarm that a term is about."""
    name = re.sub(r"\\(.)", r"\1", token["quoted"]) if token["quoted"] is not None else token["bare"]
    return name.partition(":alarm:")[2] or name


def alarms(rule: str) -> list[str]:
    """The names of the alarms in a rule."""
    return [name_of(token) for token in tokens(rule) if token["state"]]


def holds(rule: str, state_of: Callable[[str], str | None]) -> bool:
    """Whether a rule is true, where alarms are in the states that `state_of` tells. RuleError where it is no rule."""
    left = tokens(rule)

    def takes(word: str) -> bool:
        if left and word in (left[0]["word"], left[0]["mark"]):
            left.pop(0)
            return True
        return False

    def either() -> bool:
        value = both()
        while takes("OR"):
            value = both() or value
        return value

    def both() -> bool:
        value = term()
        while takes("AND"):
            value = term() and value
        return value

    def term() -> bool:
        if takes("NOT"):
            return not term()
        if takes("("):
            value = either()
            if not takes(")"):
                raise RuleError("a parenthesis is not closed")
            return value
        if not left or not (left[0]["state"] or left[0]["word"] in ("TRUE", "FALSE")):
            raise RuleError(f"near {left[0][0].strip()!r}" if left else "it ends too early")
        token = left.pop(0)
        return state_of(name_of(token)) == token["state"] if token["state"] else token["word"] == "TRUE"

    value = either()
    if left:
        raise RuleError(f"near {left[0][0].strip()!r}")
    return value
