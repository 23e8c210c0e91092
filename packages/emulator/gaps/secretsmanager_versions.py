"""Secrets Manager: the versions of a secret that is not there.

moto 5.2.1 crashes in ListSecretVersionIds. AWS answers ResourceNotFoundException.
"""

from __future__ import annotations

from typing import Any

from moto.secretsmanager.exceptions import SecretNotFoundException
from moto.secretsmanager.models import SecretsManagerBackend

from .patching import wraps


@wraps(SecretsManagerBackend)
def list_secret_version_ids(original: Any, self: SecretsManagerBackend, secret_id: str) -> str:
    """Refuse to tell of a secret that is not there."""
    if secret_id not in self.secrets:
        raise SecretNotFoundException()
    return original(self, secret_id)
