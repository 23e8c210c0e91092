"""What moto 5.2.1 lacks for this architecture, one gap a module.

Each module's docstring says what moto does and what AWS does; importing the module closes the gap, with `patching`'s decorators.
A module whose name starts with an underscore, and `patching`, are no gaps.
"""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules

# The name of one gap to leave open: how tests/prove.py shows that each test needs its gap closed.
LEAVE_OPEN = "EMULATOR_LEAVE_OPEN"


def names() -> list[str]:
    """List the gaps, in the order in which they are closed."""
    modules = (module.name for module in iter_modules(__path__))
    return [name for name in modules if name != "patching" and not name.startswith("_")]


def apply_all() -> None:
    """Close every gap but the one that $EMULATOR_LEAVE_OPEN names."""
    for name in names():
        if name != os.environ.get(LEAVE_OPEN):
            import_module(f"{__name__}.{name}")
