"""SSM: the JSON documents among the public parameters, such as /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended.

moto 5.2.1 answers with the document as a JSON object; AWS with a string that holds it, which is what SDKs can read.
"""

from __future__ import annotations

import json
from typing import Any

from moto.ssm.models import Parameter

from .patching import wraps


@wraps(Parameter, "__init__")
def with_string_value(original: Any, self: Parameter, *arguments: Any, **options: Any) -> None:
    """Write a document as the JSON text that it represents."""
    if not isinstance(options.get("value", ""), str):
        options["value"] = json.dumps(options["value"], separators=(",", ":"))
    original(self, *arguments, **options)
