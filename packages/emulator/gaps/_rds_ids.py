"""Identities of RDS."""

from __future__ import annotations

import random
import string


def resource_id() -> str:
    """`db-` and 26 capitals and digits."""
    return "db-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=26))
