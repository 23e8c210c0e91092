"""What is wrong with a request: one Violation for each value that breaks a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Union

# Member names, list indexes (from 0) and, for the value of a map's entry, its key.
Path = tuple[Union[str, int], ...]


class Missing:
    """The value of a required member that a request does not have."""


@dataclass(frozen=True)
class Violation:
    """One broken rule."""

    # required, unknown, type, enum, range, length, pattern, or limit: one of limits.py.
    kind: str
    path: Path
    # As AWS phrases it: "Member must have length less than or equal to 255".
    constraint: str
    value: Any = Missing
    # AWS shows *** instead of a value whose shape is sensitive.
    sensitive: bool = False
    # Error code that this rule has. Without: the service's own for this kind.
    code: str | None = None
    # The whole message, where AWS has one for this rule. Without: in the service's form.
    message: str | None = None

    def place(self) -> str:
        """The path in the notation of the service models: containerDefinitions[0].name."""
        return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).removeprefix(".")


class Undecodable(ValueError):
    """A body that is not even JSON, XML or UTF-8."""
