"""CloudFormation: values from Secrets Manager in a template, `{{resolve:secretsmanager:<id>:SecretString:<key>:<stage>:<version>}}`.

moto 5.2.1 hands the text of the reference to the resource. CloudFormation reads the secret while it creates or changes the resource, and keeps the
reference alone in the template.
"""

from __future__ import annotations

import json
import re
from typing import Any

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.secretsmanager.exceptions import SecretsManagerClientError
from moto.secretsmanager.models import secretsmanager_backends

from .patching import wraps

REFERENCE = re.compile(r"\{\{resolve:secretsmanager:(.+?):SecretString(?::([^:}]*))?(?::([^:}]*))?(?::([^:}]*))?\}\}")


@wraps(parsing)
def clean_json(original: Any, resource_json: Any, resources_map: Any) -> Any:
    """Put values in the place of references."""
    if not isinstance(resource_json, str) or "{{resolve:" not in resource_json:
        return original(resource_json, resources_map)
    backend = secretsmanager_backends[resources_map._account_id][resources_map._region_name]

    def value(reference: re.Match[str]) -> str:
        secret, key, stage, version = reference.groups()
        try:
            text = backend.get_secret_value(secret, version or None, stage or None)["SecretString"]
        except SecretsManagerClientError as error:
            raise ValidationError(message=f"Secrets Manager can't find the specified secret: {error}") from None
        return json.loads(text)[key] if key else text

    return REFERENCE.sub(value, resource_json)
