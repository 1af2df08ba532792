"""GroupBy and DistinguishedGroupBy of FindItem (MS-OXWSSRCH 2.2.4; Learn, "Perform grouped searches").

Items with the same value make a group. Groups are in the order of the smallest or the largest value of another
property in them; inside a group the items keep the order they had.
"""

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from lxml import etree

from simulator.ews.comparison import several
from simulator.ews.property_paths import read_path
from simulator.ews.query_types import Kind, QueryType, sort_type
from simulator.ews.request_reading import required_choice, schema_fault
from simulator.ews.sorting import SortKey, place, read_sort_key
from simulator.ews.value_codecs import moment_text
from simulator.ews.xml_text import children, content, local_name, types_child
from simulator.exchange.property_path import PropertyPath

EntryT = TypeVar("EntryT")


@dataclass(frozen=True)
class Grouping:
    """What a request wants: groups by `by`, ordered by the smallest or largest `on` in each."""

    by: PropertyPath
    by_type: QueryType
    on: PropertyPath
    on_type: QueryType
    largest: bool
    descending: bool


@dataclass(frozen=True)
class Group(Generic[EntryT]):
    """The entries with one value; `value` is that value as text."""

    value: str
    entries: tuple[EntryT, ...]


def read_grouping(element: etree._Element) -> Grouping:
    """The grouping of a GroupBy or DistinguishedGroupBy element.

    Raises ErrorUnsupportedPathForSortGroup; EwsFault for what the schema forbids.
    """
    if local_name(element) == "DistinguishedGroupBy":
        return _distinguished(element)
    key: SortKey[PropertyPath] = read_sort_key(element, read_path, sort_type)
    aggregate = types_child(element, "AggregateOn")
    paths = children(aggregate) if aggregate is not None else []
    if aggregate is None or not paths:
        raise schema_fault("The element 'GroupBy' has incomplete content: AggregateOn.")
    largest = required_choice(aggregate, "Aggregate", ("Minimum", "Maximum")) == "Maximum"
    on = read_path(paths[0])
    return Grouping(key.path, key.type, on, sort_type(on), largest, key.descending)


def _distinguished(element: etree._Element) -> Grouping:
    """ConversationTopic, the only standard grouping: the conversation with the newest message decides."""
    descending = required_choice(element, "Order", ("Ascending", "Descending")) == "Descending"
    standard = types_child(element, "StandardGroupBy")
    if standard is None or content(standard).strip() != "ConversationTopic":
        raise schema_fault("The element 'StandardGroupBy' is invalid or missing.")
    text, moment = QueryType(Kind.TEXT), QueryType(Kind.MOMENT)
    return Grouping("message:ConversationTopic", text, "item:DateTimeReceived", moment, True, descending)


def grouped(
    entries: Iterable[EntryT], grouping: Grouping, value_of: Callable[[EntryT, PropertyPath], object]
) -> list[Group[EntryT]]:
    """The groups in their order; groups with equal places keep the order of their first entries."""
    found: dict[object, list[EntryT]] = {}
    for entry in entries:
        found.setdefault(place(value_of(entry, grouping.by), grouping.by_type), []).append(entry)
    pick = max if grouping.largest else min
    placed = [
        (pick(place(value_of(entry, grouping.on), grouping.on_type) for entry in members), members)
        for members in found.values()
    ]
    placed.sort(key=lambda pair: pair[0], reverse=grouping.descending)
    return [Group(_text(value_of(members[0], grouping.by)), tuple(members)) for _, members in placed]


def _text(value: object) -> str:
    """A value as a GroupIndex shows it: the first of several, nothing for an absent one."""
    first = next(iter(several(value)), "")
    if isinstance(first, datetime):
        return moment_text(first)
    if isinstance(first, bytes):
        return base64.b64encode(first).decode()
    return str(first).lower() if isinstance(first, bool) else str(first)


def on_page(groups: Sequence[Group[EntryT]], start: int, end: int) -> list[Group[EntryT]]:
    """The part of the groups whose entries, counted over all groups, lie between `start` and `end`."""
    found, at = [], 0
    for group in groups:
        inside = group.entries[max(start - at, 0) : max(end - at, 0)]
        at += len(group.entries)
        if inside:
            found.append(Group(group.value, inside))
    return found


def rows_of(groups: Sequence[Group[EntryT]], entries: int) -> int:
    """How many rows the first `entries` entries take when each group has a row of its own above them."""
    headers, at = 0, 0
    for group in groups:
        if at >= entries:
            break
        headers, at = headers + 1, at + len(group.entries)
    return entries + headers


def entries_in(groups: Sequence[Group[EntryT]], rows: int) -> int:
    """How many entries are in the first `rows` rows: the way back from :func:`rows_of`."""
    entries = 0
    for group in groups:
        if rows <= 0:
            break
        inside = min(rows - 1, len(group.entries))
        entries, rows = entries + inside, rows - 1 - len(group.entries)
    return entries
