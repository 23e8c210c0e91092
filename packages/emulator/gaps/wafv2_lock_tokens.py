"""WAFV2: lock tokens of IP sets.

moto 5.2.1 gives an IP set a token of six characters, which is not one: WAFV2's tokens are UUIDs, and a request with another is refused.
"""

from __future__ import annotations

import uuid
from typing import Any

from moto.wafv2.models import FakeIPSet

from .patching import wraps


@wraps(FakeIPSet, "__init__")
def with_token(original: Any, self: FakeIPSet, *arguments: Any, **options: Any) -> None:
    """Begin with a token."""
    original(self, *arguments, **options)
    self.lock_token = str(uuid.uuid4())


@wraps(FakeIPSet)
def update(original: Any, self: FakeIPSet, *arguments: Any, **options: Any) -> None:
    """Another token after each change."""
    original(self, *arguments, **options)
    self.lock_token = str(uuid.uuid4())
