"""The one table of item properties, and the value of any path of any item."""

from functools import cache

from simulator.ews.calendar_properties import CALENDAR, MEETING_CANCELLATION, MEETING_REQUEST, MEETING_RESPONSE
from simulator.ews.contact_properties import CONTACT, DISTRIBUTION_LIST
from simulator.ews.item_properties import (
    CALENDAR_ITEM_DEFAULTS,
    CONTACT_DEFAULTS,
    DISTRIBUTION_LIST_DEFAULTS,
    HEADER_PATH,
    ITEM,
    TASK_DEFAULTS,
)
from simulator.ews.mapi_aliases import ALIAS_OF
from simulator.ews.mapi_item_values import ITEM_VALUES
from simulator.ews.message_properties import MEETING_MESSAGE, MESSAGE, POST
from simulator.ews.property_row import Property, with_defaults
from simulator.ews.task_properties import TASK
from simulator.exchange.global_object_id import clean_global_object_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import (
    CLEAN_GLOBAL_OBJECT_ID,
    GLOBAL_OBJECT_ID,
    GUID_OF_SET,
    ExtendedPropertyPath,
    IndexedPath,
    PropertyPath,
)
from simulator.exchange.values import InternetHeader
from simulator.exchange_version import API_VERSIONS

TABLE: tuple[tuple[str, tuple[Property, ...]], ...] = (
    ("Item", ITEM),
    ("Message", ITEM + MESSAGE),
    ("CalendarItem", with_defaults(ITEM, CALENDAR_ITEM_DEFAULTS) + CALENDAR),
    ("Contact", with_defaults(ITEM, CONTACT_DEFAULTS) + CONTACT),
    ("DistributionList", with_defaults(ITEM, DISTRIBUTION_LIST_DEFAULTS) + DISTRIBUTION_LIST),
    ("MeetingRequest", ITEM + MESSAGE + MEETING_MESSAGE + MEETING_REQUEST),
    ("MeetingResponse", ITEM + MESSAGE + MEETING_MESSAGE + MEETING_RESPONSE),
    ("MeetingCancellation", ITEM + MESSAGE + MEETING_MESSAGE + MEETING_CANCELLATION),
    ("PostItem", ITEM + POST),
    ("Task", with_defaults(ITEM, TASK_DEFAULTS) + TASK),
)
"""Element and rows, in the order in which the schema wants them written."""

ROWS_OF_KIND = dict(TABLE)
ALL_PATHS = frozenset(row.path for _, rows in TABLE for row in rows)
FIRST_VERSION = {
    path: min((row.since for _, rows in TABLE for row in rows if row.path == path), key=API_VERSIONS.index)
    for path in ALL_PATHS
}
"""The first API version in whose schema each FieldURI is."""
_ROW_BY_PATH = {kind: {row.path: row for row in rows} for kind, rows in TABLE}
_ROW_BY_ELEMENT = {kind: {row.element: row for row in rows} for kind, rows in TABLE}


def row_of(kind: str, path: str) -> Property | None:
    """The row of a FieldURI for items written as ``kind``; None when such items don't have it."""
    return _ROW_BY_PATH[kind].get(path)


def row_of_element(kind: str, element: str) -> Property | None:
    """The row of an element name for items written as ``kind``."""
    return _ROW_BY_ELEMENT[kind].get(element)


@cache
def places_of(kind: str) -> dict[str, int]:
    """Where in the schema's order each element of items written as ``kind`` stands."""
    return {row.element: place for place, row in enumerate(ROWS_OF_KIND[kind])}


@cache
def elements_of(kind: str) -> frozenset[str]:
    """The element names that items written as ``kind`` can have."""
    return frozenset(_ROW_BY_ELEMENT[kind])


def value_of(mailbox: Mailbox, item: Item, path: PropertyPath) -> object:
    """The value of a path, by whichever of its names it is asked; None when the item has none."""
    if isinstance(path, ExtendedPropertyPath):
        return _extended_value(mailbox, item, path)
    if isinstance(path, IndexedPath):
        return _indexed_value(item, path)
    row = row_of(item.kind, path)
    return row.value(mailbox, item) if row is not None else None


def _extended_value(mailbox: Mailbox, item: Item, path: ExtendedPropertyPath) -> object:
    computed = ITEM_VALUES.get(path)
    if computed is not None:
        return computed(mailbox, item)
    if path in item.properties:
        return item.properties[path]
    if path == CLEAN_GLOBAL_OBJECT_ID:
        identifier = item.properties.get(GLOBAL_OBJECT_ID)
        return clean_global_object_id(identifier) if isinstance(identifier, bytes) else None
    alias = ALIAS_OF.get(path)
    if alias is not None:
        value = value_of(mailbox, item, alias.path)
        return None if value is None else alias.out(value)
    if path.set_id == GUID_OF_SET["InternetHeaders"] and path.name is not None and path.type == "String":
        return _indexed_value(item, IndexedPath(HEADER_PATH, path.name))
    return None


def _indexed_value(item: Item, path: IndexedPath) -> object:
    if path.uri != HEADER_PATH:
        return item.properties.get(path)
    lines = item.properties.get(IndexedPath(HEADER_PATH, path.key.lower()))
    if isinstance(lines, tuple) and lines and isinstance(lines[0], InternetHeader):
        return lines[0].value
    return None
