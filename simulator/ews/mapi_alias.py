"""One MAPI property that is the same thing as another path."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.exchange.property_path import ExtendedPropertyPath, PropertyPath

Convert = Callable[[object], object]


@dataclass(frozen=True)
class Alias:
    """One MAPI property, the FieldURI with its value, and the way from one form to the other."""

    mapi: ExtendedPropertyPath
    path: PropertyPath
    out: Convert = lambda value: value
    back: Convert | None = None
    """None when a client may not set it by this name."""


def same(value: object) -> object:
    """The value as it is."""
    return value
