"""A series expands as dateutil and as recurring-ical-events expand the same rule, in any zone, over daylight saving."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exchange import time_zones
from simulator.exchange.item import Item
from simulator.exchange.recurrence import NoEnd, Recurrence, Weekly
from simulator.exchange.recurrence_dates import first_date, last_date, starting
from simulator.exchange.recurrence_rule import rule_text
from simulator.exchange.series import occurrences_between, planned_span, span_of
from simulator.exchange.zone_rules import ItemTimeZone
from tests.simulator.calendar.recurrences import ZONES, recurrences

WALL = "%Y%m%dT%H%M%S"
times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))


def master(recurrence: Recurrence, zone: str, at: time, minutes: int) -> Item:
    """A series as the store keeps it: it begins with its first occurrence."""
    where, day = time_zones.zone(zone), first_date(recurrence)
    assert where is not None and day is not None
    start = datetime.combine(day, at, where).astimezone(UTC)
    return Item(
        "CalendarItem",
        "IPM.Appointment",
        {
            "calendar:Start": start,
            "calendar:End": start + timedelta(minutes=minutes),
            "calendar:Recurrence": starting(recurrence, day),
            "calendar:StartTimeZone": ItemTimeZone(zone),
        },
    )


def starts(items: list[Item]) -> list[datetime]:
    return [span.start for item in items if (span := span_of(item)) is not None]


@settings(max_examples=120, deadline=None)
@given(recurrences, st.sampled_from(ZONES), times, st.integers(0, 1500))
def test_wall_times_are_those_of_dateutil(recurrence: Recurrence, zone: str, at: time, after: int) -> None:
    item, where = master(recurrence, zone, at, 30), time_zones.zone(zone)
    assert where is not None
    begin = datetime.combine(recurrence.range.start, time(), UTC) + timedelta(days=after)
    end = begin + timedelta(days=400)
    rule = rrulestr(rule_text(recurrence), dtstart=datetime.combine(recurrence.range.start, at))
    expected = []
    for wall in rule:
        moment = wall.replace(tzinfo=where).astimezone(UTC)
        if moment >= end + timedelta(days=2):
            break
        if begin < moment + timedelta(minutes=30) and moment < end:
            expected.append(moment)
    assert starts(occurrences_between(item, begin, end)) == expected


@settings(max_examples=60, deadline=None)
@given(recurrences, st.sampled_from(ZONES), times, st.integers(0, 900))
def test_a_calendar_program_sees_the_same(recurrence: Recurrence, zone: str, at: time, after: int) -> None:
    item, where = master(recurrence, zone, at, 30), time_zones.zone(zone)
    held, last = item.get("calendar:Recurrence", Recurrence), last_date(recurrence)
    assert held is not None and where is not None
    until = planned_span(item, last).start if last is not None else None
    begins = datetime.combine(held.range.start, at)
    name = f";TZID={where.key}" if zone != "UTC" else ""
    mark = "" if name else "Z"
    calendar: Any = icalendar.Calendar.from_ical(
        "\r\n".join(
            ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:u", "DTSTAMP:20260101T000000Z",
             f"DTSTART{name}:{begins.strftime(WALL)}{mark}", "DURATION:PT30M", f"RRULE:{rule_text(held, until)}",
             "END:VEVENT", "END:VCALENDAR", "")
        )
    )  # fmt: skip
    begin = datetime.combine(held.range.start, time(), UTC) + timedelta(days=after)
    end = begin + timedelta(days=370)
    events = recurring_ical_events.of(calendar).between(begin, end)
    expected = sorted(event["DTSTART"].dt.astimezone(UTC) for event in events)
    assert starts(occurrences_between(item, begin, end)) == expected


def test_the_wall_time_stays_over_the_change_of_daylight_saving() -> None:
    weekly = Recurrence(Weekly(1, ("Monday",)), NoEnd(date(2026, 1, 5)))
    item = master(weekly, "Romance Standard Time", time(9), 60)
    found = occurrences_between(item, datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    assert starts(found) == [datetime(2026, 3, 23, 8, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)]
