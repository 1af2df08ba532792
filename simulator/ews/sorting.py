"""SortOrder of FindItem: several keys, each ascending or descending (types.xsd `NonEmptyArrayOfFieldOrdersType`).

An entry without the property comes first when ascending, as a table of the store sorts it (our choice where no page
says so).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Generic, TypeVar

from lxml import etree

from simulator.ews.comparison import order, several
from simulator.exchange.errors import ExchangeError

PathT = TypeVar("PathT")
EntryT = TypeVar("EntryT")


@dataclass(frozen=True)
class SortKey(Generic[PathT]):
    """One FieldOrder."""

    path: PathT
    descending: bool


def read_sort_order(
    element: etree._Element | None, read_path: Callable[[etree._Element], PathT]
) -> tuple[SortKey[PathT], ...]:
    """The keys of a SortOrder element, or none.

    Raises ExchangeError ErrorUnsupportedPathForSortGroup for a key without a path.
    """
    keys = []
    for field in element if element is not None else ():
        paths = [child for child in field if isinstance(child.tag, str)]
        if len(paths) != 1:
            raise ExchangeError("ErrorUnsupportedPathForSortGroup", "A field order names exactly one property.")
        keys.append(SortKey(read_path(paths[0]), field.get("Order") == "Descending"))
    return tuple(keys)


def _compare(left: object, right: object) -> int:
    ones, others = several(left), several(right)
    if not ones or not others:
        return bool(ones) - bool(others)
    return order(ones[0], others[0])


_in_order = cmp_to_key(_compare)


def sort(
    entries: Iterable[EntryT], keys: Iterable[SortKey[PathT]], value_of: Callable[[EntryT, PathT], object]
) -> list[EntryT]:
    """The entries by the keys, the first key first; entries that are equal keep their order."""
    result = list(entries)
    for key in reversed(tuple(keys)):
        valued = [(value_of(entry, key.path), entry) for entry in result]
        valued.sort(key=lambda pair: _in_order(pair[0]), reverse=key.descending)
        result = [entry for _, entry in valued]
    return result
