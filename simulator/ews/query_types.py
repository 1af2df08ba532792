"""Which type a property has in restrictions, sort orders and groups, and what it can't be used for.

Exchange decides by the property, not by the values found: a restriction that doesn't fit its property is an error in
an empty folder too. Sources: Learn, "ResponseCode" (ErrorUnsupportedPathForQuery, ErrorContainsFilterWrongType,
ErrorInvalidPropertyForExists …), types.xsd for the types, MS-OXWSXPROP 2.1.4 for extended properties.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from simulator.ews.property_table import ALL_PATHS, ROWS_OF_KIND
from simulator.ews.value_codecs import (
    ATTENDEES,
    BINARY,
    BODY,
    BOOLEAN,
    DOUBLE,
    IDENTIFIER,
    INTEGER,
    LONG,
    MOMENT,
    RECIPIENT,
    RECIPIENTS,
    REMINDER_MINUTES,
    STRINGS,
    TEXT,
    Codec,
)
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import ExtendedPropertyPath, IndexedPath, PropertyPath


class Kind(StrEnum):
    """What a property holds, as far as comparing goes."""

    TEXT = "text"
    WORD = "word"
    """One of the schema's words, such as Importance; the store keeps its number."""
    WHOLE = "whole"
    REAL = "real"
    BOOLEAN = "boolean"
    MOMENT = "moment"
    BINARY = "binary"
    GUID = "guid"
    IDENTIFIER = "identifier"


@dataclass(frozen=True)
class QueryType:
    """The type of one property in a query."""

    kind: Kind
    words: tuple[str, ...] = ()
    """Of a WORD: all of them, in the order of their numbers."""
    is_list: bool = False
    """A list of people or of attachments: only Contains can look into it."""
    is_flag: bool = False
    """One bit of the message flags, which are always there."""


TypeOf = Callable[[PropertyPath], QueryType]

_KIND_OF_CODEC: tuple[tuple[Codec, Kind], ...] = (
    (TEXT, Kind.TEXT),
    (BODY, Kind.TEXT),
    (STRINGS, Kind.TEXT),
    (RECIPIENT, Kind.TEXT),
    (RECIPIENTS, Kind.TEXT),
    (ATTENDEES, Kind.TEXT),
    (BOOLEAN, Kind.BOOLEAN),
    (INTEGER, Kind.WHOLE),
    (LONG, Kind.WHOLE),
    (REMINDER_MINUTES, Kind.WHOLE),
    (DOUBLE, Kind.REAL),
    (MOMENT, Kind.MOMENT),
    (BINARY, Kind.BINARY),
    (IDENTIFIER, Kind.IDENTIFIER),
)
_LISTS = (RECIPIENTS, ATTENDEES)

_KIND_OF_MAPI = {
    "ApplicationTime": Kind.REAL,
    "Binary": Kind.BINARY,
    "Boolean": Kind.BOOLEAN,
    "CLSID": Kind.GUID,
    "Currency": Kind.WHOLE,
    "Double": Kind.REAL,
    "Float": Kind.REAL,
    "Integer": Kind.WHOLE,
    "Long": Kind.WHOLE,
    "Short": Kind.WHOLE,
    "String": Kind.TEXT,
    "SystemTime": Kind.MOMENT,
}

_FLAGS = frozenset(
    {
        "item:IsDraft",
        "item:IsFromMe",
        "item:IsResend",
        "item:IsSubmitted",
        "item:IsUnmodified",
        "message:IsRead",
    }
)
"""The bits of PidTagMessageFlags (MS-OXCMSG 2.2.1.6)."""

CALCULATED = frozenset(
    {
        "calendar:AllowNewTimeProposal",
        "calendar:Duration",
        "calendar:EndWallClock",
        "calendar:IsMeeting",
        "calendar:IsOrganizer",
        "calendar:IsResponseRequested",
        "calendar:StartWallClock",
        "calendar:UID",
        "contacts:Companies",
        "item:Culture",
        "item:MimeContent",
        "item:NormalizedBody",
        "item:ReminderDueBy",
        "item:TextBody",
        "item:UniqueBody",
        "task:PercentComplete",
        "task:Status",
    }
)
"""Worked out from other properties, so that no search finds them: those that clients were refused (exchangelib,
`is_searchable`), and those that only a rendered item has (our choice).
"""


def _kind(codec: Codec) -> Kind | None:
    return next((kind for known, kind in _KIND_OF_CODEC if known is codec), None)


def _of_rows(path: str) -> QueryType | None:
    """The type by the property table; None for what no search finds."""
    if path in CALCULATED:
        return None
    codec = next(row.codec for rows in ROWS_OF_KIND.values() for row in rows if row.path == path)
    if codec.words:
        return QueryType(Kind.WORD, codec.words)
    kind = _kind(codec)
    if kind is None:
        return None
    return QueryType(kind, is_list=any(codec is one for one in _LISTS), is_flag=path in _FLAGS)


_ITEM_TYPES = {path: _of_rows(path) for path in ALL_PATHS} | {"item:Attachments": QueryType(Kind.TEXT, is_list=True)}

_FOLDER_TYPES = {
    "folder:ChildFolderCount": QueryType(Kind.WHOLE),
    "folder:DisplayName": QueryType(Kind.TEXT),
    "folder:FolderClass": QueryType(Kind.TEXT),
    "folder:FolderId": QueryType(Kind.IDENTIFIER),
    "folder:ParentFolderId": QueryType(Kind.IDENTIFIER),
    "folder:TotalCount": QueryType(Kind.WHOLE),
    "folder:UnreadCount": QueryType(Kind.WHOLE),
}


def _unsupported() -> ExchangeError:
    return ExchangeError("ErrorUnsupportedPathForQuery")


def _of_extended(path: ExtendedPropertyPath) -> QueryType:
    return QueryType(_KIND_OF_MAPI[path.type.removesuffix("Array")])


def item_type(path: PropertyPath) -> QueryType:
    """The type of a property of items. Raises ErrorUnsupportedPathForQuery for what no search finds."""
    if isinstance(path, ExtendedPropertyPath):
        return _of_extended(path)
    found = QueryType(Kind.TEXT) if isinstance(path, IndexedPath) else _ITEM_TYPES.get(path)
    if found is None:
        raise _unsupported()
    return found


def folder_type(path: PropertyPath) -> QueryType:
    """The type of a property of folders. Raises ErrorUnsupportedPathForQuery for what no search finds."""
    if isinstance(path, ExtendedPropertyPath):
        return _of_extended(path)
    found = _FOLDER_TYPES.get(path) if isinstance(path, str) else None
    if found is None:
        raise _unsupported()
    return found


def sort_type(path: PropertyPath) -> QueryType:
    """The type of a property of items by which they are sorted or grouped.

    Raises ErrorUnsupportedPathForSortGroup for what no search finds, for lists of people and for bodies.
    """
    try:
        found = item_type(path)
    except ExchangeError:
        raise ExchangeError("ErrorUnsupportedPathForSortGroup") from None
    if found.is_list or path == "item:Body":
        raise ExchangeError("ErrorUnsupportedPathForSortGroup")
    return found
