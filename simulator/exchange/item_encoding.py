"""An item as JSON text and back, with every value that its properties may hold and without loss.

JSON's own null, true, numbers and strings stand for themselves. Everything else is an object whose key "@" says what
it is: ``{"@": "tuple", "of": [...]}``, ``{"@": "Body", "text": ...}``; fields that have their default are left out.
Reading makes nothing but the classes of `RECORDS`, so that a text cannot run code.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from simulator.exchange.attachments import Attachment, Reference
from simulator.exchange.item import Item
from simulator.exchange.meeting_copies import Invited
from simulator.exchange.property_path import ExtendedPropertyPath, IndexedPath
from simulator.exchange.recurrence import (
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    EndDate,
    NoEnd,
    Numbered,
    Recurrence,
    Regeneration,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
)
from simulator.exchange.series import ChangedOccurrence
from simulator.exchange.time_zones import DayRule, Definition, Group, Period
from simulator.exchange.values import Attendee, Body, EmailAddress, Flag, InternetHeader, Member, PhysicalAddress
from simulator.exchange.zone_rules import ItemTimeZone

RECORDS: tuple[type, ...] = (
    AbsoluteMonthly,
    AbsoluteYearly,
    Attachment,
    Attendee,
    Body,
    ChangedOccurrence,
    Daily,
    DayRule,
    Definition,
    EmailAddress,
    EndDate,
    ExtendedPropertyPath,
    Flag,
    Group,
    InternetHeader,
    Invited,
    Item,
    ItemTimeZone,
    Member,
    NoEnd,
    Numbered,
    Period,
    PhysicalAddress,
    Recurrence,
    Reference,
    Regeneration,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
)
"""The dataclasses that an item consists of. A new one is one line here; a test misses it otherwise."""

_PLAIN = (type(None), bool, int, float, str)


class UnreadableItem(ValueError):
    """Text that no simulator wrote."""


def encode(value: object) -> str:
    """The text of an item, or of any value in one. Raises TypeError for a class that is not in `RECORDS`."""
    return json.dumps(_to_json(value), separators=(",", ":"))


def decode(text: str) -> object:
    """The value of a text. Raises UnreadableItem."""
    try:
        return json.loads(text, object_hook=_from_json)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise UnreadableItem(f"cannot be read: {problem!r}") from problem


def _to_json(value: object) -> object:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind in _FIELDS_OF:
        return {"@": kind.__name__} | {name: _to_json(held) for name, held in _held(value)}
    write = _WRITERS.get(kind)
    if write is None:
        raise TypeError(f"{kind.__qualname__} is not in simulator/exchange/item_encoding.py")
    return {"@": kind.__name__, "of": write(value)}


def _held(value: object) -> Iterator[tuple[str, object]]:
    for name, default in _FIELDS_OF[type(value)]:
        held = getattr(value, name)
        if not (type(held) is type(default) and held == default):
            yield name, held


def _default(field: "Field[Any]") -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _from_json(found: dict[str, Any]) -> object:
    name = found.pop("@")
    record = _RECORD_OF.get(name)
    return record(**found) if record is not None else _READERS[name](found["of"])


def _list(values: Iterable[object]) -> list[object]:
    return [_to_json(value) for value in values]


_FIELDS_OF = {kind: tuple((field.name, _default(field)) for field in fields(kind)) for kind in RECORDS}
_RECORD_OF: dict[str, Callable[..., object]] = {kind.__name__: kind for kind in RECORDS}
_CODECS: tuple[tuple[type, Callable[[Any], object], Callable[[Any], object]], ...] = (
    (IndexedPath, _list, lambda of: IndexedPath(*of)),
    (UUID, str, UUID),
    (bytes, lambda value: base64.b64encode(value).decode(), lambda of: base64.b64decode(of, validate=True)),
    (date, date.isoformat, date.fromisoformat),
    (datetime, datetime.isoformat, lambda of: _moment(datetime.fromisoformat(of))),
    (dict, lambda value: [_list(pair) for pair in value.items()], dict),
    (frozenset, lambda value: sorted(_list(value), key=json.dumps), frozenset),
    (list, _list, list),
    (time, time.isoformat, time.fromisoformat),
    (timedelta, lambda value: [value.days, value.seconds, value.microseconds], lambda of: timedelta(*of)),
    (tuple, _list, tuple),
)
"""What is no dataclass: class, writer and reader. Moments are kept with their offset; in UTC they are aware of UTC."""
_WRITERS = {kind: write for kind, write, _ in _CODECS}
_READERS = {kind.__name__: read for kind, _, read in _CODECS}


def _moment(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.utcoffset() == timedelta(0) else moment
