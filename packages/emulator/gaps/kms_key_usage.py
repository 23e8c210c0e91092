"""KMS: what a key is for.

moto 5.2.1 says nothing of the usage of a key that was created without one; the provider then wants to replace an imported key. AWS's default is
ENCRYPT_DECRYPT.
"""

from __future__ import annotations

from typing import Any

from moto.kms.models import Key

from .patching import wraps


@wraps(Key, "__init__")
def with_usage(original: Any, self: Key, *arguments: Any, **options: Any) -> None:
    """Encrypt and decrypt where nothing else was asked for."""
    original(self, *arguments, **options)
    self.key_usage = self.key_usage or "ENCRYPT_DECRYPT"
