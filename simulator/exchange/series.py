"""A recurring calendar item: the folder holds its master, and its occurrences are made when somebody asks for them.

An occurrence is an item with the master's key and a day of its own, the one on which the pattern has it. What was
changed in one occurrence alone, and which days were deleted, the master keeps (MS-OXOCAL 2.2.1.44.2). Wall times stay
the same over changes of daylight saving: the pattern is one of the item's own time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from simulator.exchange.attachments import Attachment
from simulator.exchange.errors import ExchangeError
from simulator.exchange.global_object_id import occurrence_global_object_id
from simulator.exchange.item import Item
from simulator.exchange.property_path import GLOBAL_OBJECT_ID, PropertyPath
from simulator.exchange.recurrence import Recurrence
from simulator.exchange.recurrence_dates import dates, dates_between, next_date, occurs_on, previous_date
from simulator.exchange.zone_rules import ItemTimeZone, tzinfo_of

START, END = "calendar:Start", "calendar:End"
RECURRENCE = "calendar:Recurrence"
MODIFIED = "calendar:ModifiedOccurrences"
DELETED = "calendar:DeletedOccurrences"
ZONE_PATHS = ("calendar:StartTimeZone", "calendar:MeetingTimeZone")
PLANNED_END = "tagus:PlannedEnd"
"""Private to occurrences: when the pattern ends them. No client sees it."""
OF_DAY = frozenset(
    {GLOBAL_OBJECT_ID, "calendar:UID", "calendar:OriginalStart", "calendar:RecurrenceId", "calendar:CalendarItemType",
     "calendar:IsRecurring", PLANNED_END}
)  # fmt: skip
"""What an occurrence has of its day, whatever is written into it."""
OF_MASTER = frozenset({RECURRENCE, MODIFIED, DELETED})
"""What an occurrence doesn't have of its master."""


@dataclass(frozen=True, slots=True)
class ChangedOccurrence:
    """An exception: the day of the pattern, what differs from the master, and what the master has and it lacks."""

    day: date
    changes: tuple[tuple[PropertyPath, object], ...]
    dropped: tuple[PropertyPath, ...] = ()
    attachments: tuple[Attachment, ...] | None = None
    """None while it has the master's."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, in UTC."""

    start: datetime
    end: datetime

    def touches(self, start: datetime, end: datetime) -> bool:
        """Whether it overlaps a stretch of time; without length it counts at the moment it happens."""
        return self.start < end and (self.end > start or self.start == self.end == start)


def recurrence_of(item: Item) -> Recurrence | None:
    """The recurrence of a master; None of any other item."""
    return item.get(RECURRENCE, Recurrence) if item.kind == "CalendarItem" else None


def is_master(item: Item) -> bool:
    """Whether the item is the master of a series."""
    return recurrence_of(item) is not None


def zone_in(held: Mapping[PropertyPath, object]) -> tzinfo:
    """The zone of an item with these properties: the one it was given, else UTC."""
    for path in ZONE_PATHS:
        value = held.get(path)
        if isinstance(value, ItemTimeZone):
            return tzinfo_of(value)
    return UTC


def span_of(item: Item) -> Span | None:
    """When an item is."""
    start, end = item.get(START, datetime), item.get(END, datetime)
    return Span(start, end) if start is not None and end is not None else None


def changed(master: Item) -> tuple[ChangedOccurrence, ...]:
    """The exceptions, by day."""
    return master.get(MODIFIED, tuple) or ()


def deleted(master: Item) -> tuple[date, ...]:
    """The days that were deleted, in order."""
    return master.get(DELETED, tuple) or ()


def planned_span(master: Item, day: date) -> Span:
    """When the pattern has the occurrence of this day, whatever was changed in it."""
    zone = zone_in(master.properties)
    held = span_of(master)
    assert held is not None
    begin, until = held.start.astimezone(zone), held.end.astimezone(zone)
    last = day + (until.date() - begin.date())
    return Span(_moment(day, begin.time(), zone), _moment(last, until.time(), zone))


def occurrence(master: Item, day: date) -> Item:
    """The occurrence of this day.

    Raises ErrorCalendarOccurrenceIsDeletedFromRecurrence, or ErrorItemNotFound when the pattern doesn't have the day.
    """
    recurrence = recurrence_of(master)
    if recurrence is None or not occurs_on(recurrence, day):
        raise ExchangeError("ErrorItemNotFound")
    if day in deleted(master):
        raise ExchangeError("ErrorCalendarOccurrenceIsDeletedFromRecurrence")
    return _made(master, day, next((one for one in changed(master) if one.day == day), None))


def occurrences_between(master: Item, start: datetime, end: datetime) -> list[Item]:
    """The occurrences that touch a stretch of time, in the order of the pattern."""
    recurrence, held = recurrence_of(master), span_of(master)
    if recurrence is None or held is None:
        return []
    zone = zone_in(master.properties)
    first = (max(start - (held.end - held.start), _EARLIEST) - _A_DAY).astimezone(zone).date()
    last = (min(end, _LATEST) + _A_DAY).astimezone(zone).date()
    exceptions = {one.day: one for one in changed(master)}
    gone = set(deleted(master))
    found = []
    for day in sorted({*dates_between(recurrence, first, last), *exceptions} - gone):
        exception = exceptions.get(day)
        span = planned_span(master, day) if exception is None else _span_of_changed(master, exception)
        if span.touches(start, end):
            found.append(_made(master, day, exception))
    return found


def first_day(master: Item) -> date | None:
    """The first day that wasn't deleted."""
    recurrence, gone = recurrence_of(master), set(deleted(master))
    return next((day for day in dates(recurrence) if day not in gone), None) if recurrence is not None else None


def day_after(master: Item, day: date) -> date | None:
    """The next day that wasn't deleted."""
    recurrence, gone = recurrence_of(master), set(deleted(master))
    following = next_date(recurrence, day) if recurrence is not None else None
    while recurrence is not None and following is not None and following in gone:
        following = next_date(recurrence, following)
    return following


def day_before(master: Item, day: date) -> date | None:
    """The day before that wasn't deleted."""
    recurrence, gone = recurrence_of(master), set(deleted(master))
    previous = previous_date(recurrence, day) if recurrence is not None else None
    while recurrence is not None and previous is not None and previous in gone:
        previous = previous_date(recurrence, previous)
    return previous


def _made(master: Item, day: date, exception: ChangedOccurrence | None) -> Item:
    planned = planned_span(master, day)
    properties = {path: value for path, value in master.properties.items() if path not in OF_MASTER}
    identifier = master.get(GLOBAL_OBJECT_ID, bytes)
    if identifier is not None:
        properties[GLOBAL_OBJECT_ID] = occurrence_global_object_id(identifier, day)
    properties |= {
        START: planned.start,
        END: planned.end,
        "calendar:OriginalStart": planned.start,
        "calendar:RecurrenceId": planned.start,
        "calendar:CalendarItemType": "Occurrence",
        "calendar:IsRecurring": True,
        "item:ReminderDueBy": planned.start,
        PLANNED_END: planned.end,
    }
    attachments = list(master.attachments)
    if exception is not None:
        for path in exception.dropped:
            properties.pop(path, None)
        properties.update(exception.changes)
        properties["calendar:CalendarItemType"] = "Exception"
        if exception.attachments is not None:
            attachments = list(exception.attachments)
    return Item(
        kind=master.kind,
        item_class=master.item_class,
        properties=properties,
        attachments=attachments,
        key=master.key,
        folder=master.folder,
        change=master.change,
        created=master.created,
        modified=master.modified,
        modified_by=master.modified_by,
        arrived=master.arrived,
        occurrence=day,
    )


def _span_of_changed(master: Item, exception: ChangedOccurrence) -> Span:
    planned, held = planned_span(master, exception.day), dict(exception.changes)
    start, end = held.get(START, planned.start), held.get(END, planned.end)
    assert isinstance(start, datetime) and isinstance(end, datetime)
    return Span(start, end)


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


_A_DAY = timedelta(days=1)
_EARLIEST, _LATEST = datetime(1601, 1, 10, tzinfo=UTC), datetime(9999, 12, 20, tzinfo=UTC)
