"""Occurrences as a master tells of them (OccurrenceInfoType, DeletedOccurrenceInfoType: MS-OXWSMTGS 2.2.4.20 to 22)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from simulator.ews.value_codecs import moment_text
from simulator.ews.xml_text import identifier
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.meeting_copies import associated
from simulator.exchange.recurrence import NoEnd
from simulator.exchange.recurrence_dates import last_date
from simulator.exchange.series import (
    changed,
    day_before,
    deleted,
    first_day,
    is_master,
    occurrence,
    planned_span,
    recurrence_of,
    span_of,
)


@dataclass(frozen=True, slots=True)
class OccurrenceInfo:
    """One occurrence: its ids and its times."""

    item_id: str
    change_key: str
    start: datetime
    end: datetime
    original_start: datetime


def first_occurrence(mailbox: Mailbox, item: Item) -> object:
    """The first occurrence that is there; None of an item that is no master."""
    item = _series(mailbox, item)
    day = first_day(item) if is_master(item) else None
    return None if day is None else _info(mailbox, item, day)


def last_occurrence(mailbox: Mailbox, item: Item) -> object:
    """The last occurrence that is there; None of a series without end."""
    item = _series(mailbox, item)
    recurrence = recurrence_of(item)
    if recurrence is None or isinstance(recurrence.range, NoEnd):
        return None
    last = last_date(recurrence)
    day = None if last is None else day_before(item, last + timedelta(days=1))
    return None if day is None else _info(mailbox, item, day)


def modified_occurrences(mailbox: Mailbox, item: Item) -> object:
    """The exceptions."""
    item = _series(mailbox, item)
    if not is_master(item):
        return None
    return tuple(_info(mailbox, item, one.day) for one in changed(item)) or None


def deleted_occurrences(mailbox: Mailbox, item: Item) -> object:
    """When the deleted ones would have begun."""
    item = _series(mailbox, item)
    if not is_master(item):
        return None
    return tuple(planned_span(item, day).start for day in deleted(item)) or None


def _series(mailbox: Mailbox, item: Item) -> Item:
    """The series an item tells of: a meeting request tells of the one in the calendar (MS-OXWSMTGS 2.2.4.17)."""
    return item if item.kind == "CalendarItem" else associated(mailbox, item) or item


def _info(mailbox: Mailbox, master: Item, day: date) -> OccurrenceInfo:
    one = occurrence(master, day)
    held = span_of(one)
    assert held is not None
    original = planned_span(master, day).start
    return OccurrenceInfo(mailbox.item_id(one), mailbox.change_key(one), held.start, held.end, original)


def write_occurrence(name: str, value: object) -> str:
    """One occurrence."""
    assert isinstance(value, OccurrenceInfo)
    moments = (("Start", value.start), ("End", value.end), ("OriginalStart", value.original_start))
    times = "".join(f"<t:{part}>{moment_text(moment)}</t:{part}>" for part, moment in moments)
    return f"<{name}>{identifier('t:ItemId', value.item_id, value.change_key)}{times}</{name}>"


def write_occurrences(name: str, value: object) -> str:
    """A list of occurrences."""
    assert isinstance(value, tuple)
    return f"<{name}>{''.join(write_occurrence('t:Occurrence', one) for one in value)}</{name}>"


def write_deleted(name: str, value: object) -> str:
    """A list of deleted occurrences."""
    assert isinstance(value, tuple)
    inner = "".join(
        f"<t:DeletedOccurrence><t:Start>{moment_text(one)}</t:Start></t:DeletedOccurrence>" for one in value
    )
    return f"<{name}>{inner}</{name}>"
