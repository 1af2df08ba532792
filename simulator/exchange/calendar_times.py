"""What holds of the times of a calendar item whatever a client wrote (MS-OXWSMTGS 2.2.4.6, MS-OXOCAL 2.2.1).

An all-day event covers whole days of its zone. A series begins with its first occurrence: the day comes from the
range's StartDate, the time of day from Start. A new pattern, time of day or zone takes the exceptions of a series
away; a new range keeps those that are in it. That the latter are kept is our choice.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice, pairwise

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.recurrence import Recurrence
from simulator.exchange.recurrence_check import check_recurrence
from simulator.exchange.recurrence_dates import dates, first_date, occurs_on, starting
from simulator.exchange.series import (
    DELETED,
    END,
    MODIFIED,
    RECURRENCE,
    START,
    ZONE_PATHS,
    changed,
    deleted,
    planned_span,
    zone_in,
)

MOST_YEARS = 5
"""A calendar item may not last longer (Learn, ErrorCalendarDurationIsTooLong)."""
_A_DAY = timedelta(days=1)
_PAIRS_LOOKED_AT = 60
"""How many occurrences are held against their neighbours: every pattern has its narrowest gap among so many."""
OF_TIMES = frozenset({START, END, RECURRENCE, "calendar:IsAllDayEvent", "calendar:EndTimeZone", *ZONE_PATHS})


def check_times(start: datetime, end: datetime) -> None:
    """Raise ErrorCalendarEndDateIsEarlierThanStartDate or ErrorCalendarDurationIsTooLong."""
    if end < start:
        raise ExchangeError("ErrorCalendarEndDateIsEarlierThanStartDate")
    if end - start > timedelta(days=366 * MOST_YEARS):
        raise ExchangeError("ErrorCalendarDurationIsTooLong")


def settled(held: Mapping[PropertyPath, object]) -> dict[PropertyPath, object]:
    """The times and the kind of an item with these properties. Raises ExchangeError for times that can't be."""
    start, end = held.get(START), held.get(END)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return {}
    check_times(start, end)
    zone = zone_in(held)
    if held.get("calendar:IsAllDayEvent") is True:
        start, end = _whole_days(start, end, zone)
    recurrence = held.get(RECURRENCE)
    if not isinstance(recurrence, Recurrence):
        return {START: start, END: end, "calendar:CalendarItemType": "Single", "calendar:IsRecurring": False}
    check_recurrence(recurrence)
    first = first_date(recurrence)
    assert first is not None
    trial = Item("CalendarItem", "IPM.Appointment", {**held, START: start, END: end})
    span = planned_span(trial, first)
    trial.properties |= {START: span.start, END: span.end}
    _check_gaps(trial, recurrence)
    return {
        START: span.start,
        END: span.end,
        RECURRENCE: starting(recurrence, first),
        "calendar:CalendarItemType": "RecurringMaster",
        "calendar:IsRecurring": True,
    }


def settled_update(
    item: Item, changes: Mapping[PropertyPath, object], gone: Iterable[PropertyPath]
) -> dict[PropertyPath, object]:
    """What an update of a single item or a master brings with it. Raises ExchangeError for times that can't be."""
    if not OF_TIMES & {*changes, *gone}:
        return {}
    held = {**item.properties, **changes}
    for path in gone:
        held.pop(path, None)
    recurrence, start = held.get(RECURRENCE), held.get(START)
    if isinstance(recurrence, Recurrence) and isinstance(start, datetime) and RECURRENCE not in changes:
        day = start.astimezone(zone_in(held)).date()
        if day != recurrence.range.start:
            held[RECURRENCE] = starting(recurrence, day)
    found = settled(held)
    if START in found and found[START] != item.properties.get(START):
        found.setdefault("item:ReminderDueBy", found[START])
    held |= found
    if item.get(RECURRENCE, Recurrence) is not None:
        found |= _exceptions_kept(item, held)
    return found


def _exceptions_kept(item: Item, held: Mapping[PropertyPath, object]) -> dict[PropertyPath, object]:
    now = held.get(RECURRENCE)
    if not isinstance(now, Recurrence) or _rhythm(item.properties) != _rhythm(held):
        return {MODIFIED: (), DELETED: ()}

    def stays(day: date) -> bool:
        return occurs_on(now, day)

    return {
        MODIFIED: tuple(one for one in changed(item) if stays(one.day)),
        DELETED: tuple(day for day in deleted(item) if stays(day)),
    }


def _rhythm(held: Mapping[PropertyPath, object]) -> tuple[object, ...]:
    """What takes exceptions away when it changes: the pattern, the zone, and the times of day."""
    zone, recurrence = zone_in(held), held.get(RECURRENCE)
    start, end = held.get(START), held.get(END)
    assert isinstance(start, datetime) and isinstance(end, datetime) and isinstance(recurrence, Recurrence)
    begin, until = start.astimezone(zone), end.astimezone(zone)
    return recurrence.pattern, zone, begin.time(), until.time(), until.date() - begin.date()


def _whole_days(start: datetime, end: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    first, until = start.astimezone(zone), end.astimezone(zone)
    last = until.date() if until.time() == time() else until.date() + _A_DAY
    last = max(last, first.date() + _A_DAY)
    return tuple(datetime.combine(day, time(), zone).astimezone(UTC) for day in (first.date(), last))  # type: ignore[return-value]


def _check_gaps(master: Item, recurrence: Recurrence) -> None:
    """Raise ErrorOccurrenceTimeSpanTooBig when an occurrence lasts until the next one begins, or longer."""
    for day, following in pairwise(islice(dates(recurrence), _PAIRS_LOOKED_AT)):
        if planned_span(master, day).end > planned_span(master, following).start:
            raise ExchangeError("ErrorOccurrenceTimeSpanTooBig")
