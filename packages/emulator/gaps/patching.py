"""The two ways to close a gap: add an operation that moto lacks, or wrap one that it has."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

Function = Callable[..., Any]


def adds(owner: type | Any) -> Callable[[Function], Function]:
    """Add the decorated function to a moto class under its own name.

    Raises TypeError where moto has it already: a newer moto may have closed the gap itself.
    """

    def decorate(function: Function) -> Function:
        if hasattr(owner, function.__name__):
            raise TypeError(f"{owner.__name__}.{function.__name__} exists in this moto; wrap it, or remove the gap")
        setattr(owner, function.__name__, function)
        return function

    return decorate


def wraps(owner: type | Any, name: str | None = None) -> Callable[[Function], Function]:
    """Replace a method or function of moto's by the decorated one, which gets moto's as its first argument.

    `name` is for methods whose name is not the function's, such as __init__. Raises AttributeError where moto has no such method.
    """

    def decorate(function: Function) -> Function:
        attribute = name or function.__name__
        original = getattr(owner, attribute)
        is_static = isinstance(inspect.getattr_static(owner, attribute), staticmethod)

        @functools.wraps(original)
        def patched(*arguments: Any, **options: Any) -> Any:
            return function(original, *arguments, **options)

        setattr(owner, attribute, staticmethod(patched) if is_static else patched)
        return function

    return decorate
