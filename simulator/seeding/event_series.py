"""The recurrence of an imported event: its RRULE, the days that EXDATE takes out, the exceptions of RECURRENCE-ID."""

from datetime import date, datetime

from simulator.clock import Clock
from simulator.exchange.calendar_times import settled
from simulator.exchange.icalendar_in import appointment_of
from simulator.exchange.icalendar_times import Zones
from simulator.exchange.item import Item
from simulator.exchange.property_path import GLOBAL_OBJECT_ID, PropertyPath
from simulator.exchange.recurrence import Recurrence
from simulator.exchange.recurrence_dates import occurs_on
from simulator.exchange.recurrence_rule import read_rule
from simulator.exchange.series import (
    DELETED,
    END,
    MODIFIED,
    RECURRENCE,
    START,
    ZONE_PATHS,
    ChangedOccurrence,
    planned_span,
    zone_in,
)
from simulator.exchange.text_components import Component, Line

_OF_SERIES = frozenset({GLOBAL_OBJECT_ID, "calendar:AppointmentSequenceNumber", "calendar:DateTimeStamp", *ZONE_PATHS})
"""What an exception says again, or anew, without changing anything that its series can keep."""


def make_series(
    item: Item, event: Component, exceptions: list[Component], zones: Zones, clock: Clock
) -> tuple[list[Component], list[str]]:
    """Give the item of an event its recurrence, if the event has one and Exchange can hold it.

    Returns the exceptions that belong to no day of the series, and what was left out. Raises ValueError.
    """
    left_out = [f"{name}: a series of Exchange has a pattern alone" for name in ("RDATE", "EXRULE") if event.line(name)]
    rules = list(event.all("RRULE"))
    if not rules:
        return exceptions, left_out
    if len(rules) > 1:
        left_out.append("RRULE: a series of Exchange has one pattern, the first is taken")
    zone, start = zone_in(item.properties), item.properties[START]
    assert isinstance(start, datetime)
    day = start.astimezone(zone).date()
    try:
        recurrence = read_rule(rules[0].value, day, zone)
    except ValueError as problem:
        return exceptions, [*left_out, f"RRULE:{rules[0].value}: {problem}; only the first event is taken"]
    item.properties[RECURRENCE] = recurrence
    item.properties |= settled(item.properties)
    first = item.get(START, datetime)
    if first is not None and first.astimezone(zone).date() != day:
        left_out.append(f"DTSTART: {day} is no day of the pattern, so the series begins on {first.astimezone(zone):%F}")
    _take_out(item, recurrence, list(event.all("EXDATE")), zones, left_out)
    return _change(item, exceptions, zones, clock, left_out), left_out


def _take_out(item: Item, recurrence: Recurrence, lines: list[Line], zones: Zones, left_out: list[str]) -> None:
    gone: set[date] = set()
    for line in lines:
        for value in line.value.split(","):
            day = _day_of(item, zones, Line(line.name, line.parameters, value))
            if occurs_on(recurrence, day):
                gone.add(day)
            else:
                left_out.append(f"EXDATE:{value}: the series has no such day")
    if gone:
        item.properties[DELETED] = tuple(sorted(gone))


def _day_of(item: Item, zones: Zones, line: Line) -> date:
    """The day of the series that a moment names."""
    moment = zones.moment(line)
    if moment.is_date:
        return date.fromisoformat(line.value.strip())
    return moment.at.astimezone(zone_in(item.properties)).date()


def _change(
    item: Item, exceptions: list[Component], zones: Zones, clock: Clock, left_out: list[str]
) -> list[Component]:
    """Keep the exceptions with their days; returns those whose day the series doesn't have."""
    recurrence = item.get(RECURRENCE, Recurrence)
    assert recurrence is not None
    alone: list[Component] = []
    changed: dict[date, ChangedOccurrence] = {}
    gone = set(item.get(DELETED, tuple) or ())
    for exception in exceptions:
        line = exception.line("RECURRENCE-ID")
        assert line is not None
        day = _day_of(item, zones, line)
        if line.parameter("RANGE"):
            left_out.append("RANGE: an exception of Exchange is one day")
        if not occurs_on(recurrence, day):
            alone.append(exception)
        elif exception.text("STATUS").upper() == "CANCELLED":
            gone.add(day)
        else:
            gone.discard(day)
            changed[day] = _exception(item, exception, day, zones, clock)
    item.properties |= {DELETED: tuple(sorted(gone))} if gone else {}
    item.properties |= {MODIFIED: tuple(changed[day] for day in sorted(changed))} if changed else {}
    return alone


def _exception(item: Item, event: Component, day: date, zones: Zones, clock: Clock) -> ChangedOccurrence:
    imported = appointment_of(event, zones, clock)
    planned = planned_span(item, day)
    usual: dict[PropertyPath, object] = {**item.properties, START: planned.start, END: planned.end}
    changes = tuple(
        (path, value)
        for path, value in imported.properties.items()
        if path not in _OF_SERIES and usual.get(path) != value
    )
    of_master = {RECURRENCE, MODIFIED, DELETED, "calendar:CalendarItemType", "calendar:IsRecurring"} | _OF_SERIES
    dropped = tuple(path for path in item.properties if path not in imported.properties and path not in of_master)
    return ChangedOccurrence(day, changes, dropped, tuple(imported.attachments) or None)
