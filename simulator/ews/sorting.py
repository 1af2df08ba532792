"""SortOrder of FindItem: several keys, each ascending or descending (types.xsd `NonEmptyArrayOfFieldOrdersType`).

An entry without the property comes first when ascending, as a table of the store sorts it (MS-OXCTABL 2.2.2.3 leaves
it to the server: our choice). One with several values is sorted by the first of them (our choice).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lxml import etree

from simulator.ews.comparison import comparables
from simulator.ews.query_types import QueryType
from simulator.ews.request_reading import required_choice, schema_fault
from simulator.ews.xml_text import children

PathT = TypeVar("PathT")
EntryT = TypeVar("EntryT")
ReadPath = Callable[[etree._Element], PathT]
TypeOfPath = Callable[[PathT], QueryType]
ValueIn = Callable[[EntryT, PathT], object]


@dataclass(frozen=True)
class SortKey(Generic[PathT]):
    """One FieldOrder."""

    path: PathT
    type: QueryType
    descending: bool = False


def read_sort_key(element: etree._Element, read_path: ReadPath[PathT], type_of: TypeOfPath[PathT]) -> SortKey[PathT]:
    """A FieldOrder, or another element with an Order and a path.

    Raises ErrorUnsupportedPathForSortGroup; EwsFault for what the schema forbids.
    """
    descending = required_choice(element, "Order", ("Ascending", "Descending")) == "Descending"
    paths = children(element)
    if not paths:
        raise schema_fault("A field order names exactly one property.")
    path = read_path(paths[0])
    return SortKey(path, type_of(path), descending)


def read_sort_order(
    element: etree._Element | None, read_path: ReadPath[PathT], type_of: TypeOfPath[PathT]
) -> tuple[SortKey[PathT], ...]:
    """The keys of a SortOrder element, or none. Raises as :func:`read_sort_key`."""
    fields = children(element) if element is not None else []
    return tuple(read_sort_key(field, read_path, type_of) for field in fields)


def place(value: object, of: QueryType) -> tuple[Any, ...]:
    """Where a property's value stands among others of its type, as something that sorts."""
    found = comparables(value, of)
    return (1, found[0]) if found else (0,)


def sort(entries: Iterable[EntryT], keys: Iterable[SortKey[PathT]], value_of: ValueIn[EntryT, PathT]) -> list[EntryT]:
    """The entries by the keys, the first key first; entries that are equal keep their order."""
    result = list(entries)
    for key in reversed(tuple(keys)):
        result = _sorted_by(result, key, value_of)
    return result


def _sorted_by(entries: list[EntryT], key: SortKey[PathT], value_of: ValueIn[EntryT, PathT]) -> list[EntryT]:
    return sorted(entries, key=lambda entry: place(value_of(entry, key.path), key.type), reverse=key.descending)
