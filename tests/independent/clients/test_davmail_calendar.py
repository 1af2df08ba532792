"""The calendar through DavMail's CalDAV: what goes in is what exchangelib reads, and the other way round."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from exchangelib import CalendarItem, EWSDate, EWSDateTime

from tests.independent.clients.davmail import Dav, Davmail
from tests.independent.clients.exchange import Exchange, Person

NINE, TEN, ELEVEN = (datetime(2026, 7, 1, hour, tzinfo=UTC) for hour in (9, 10, 11))
LISBON = """BEGIN:VTIMEZONE
TZID:Europe/Lisbon
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""
EVENT = """UID:chosen-by-the-client
DTSTAMP:20261123T090000Z
DTSTART;TZID=Europe/Lisbon:20260701T100000
DTEND;TZID=Europe/Lisbon:20260701T110000
SUMMARY:Reunião\\, 日本
LOCATION:Sala 1
DESCRIPTION:x < y & z
CLASS:PRIVATE
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT30M
END:VALARM"""
ALL_DAY = """UID:all-day
DTSTAMP:20261123T090000Z
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261226
SUMMARY:Natal
TRANSP:TRANSPARENT"""


@pytest.fixture(autouse=True)
def every_answer_right(exchange: Exchange) -> Iterator[None]:
    with exchange.every_answer_right():
        yield


@pytest.fixture
def dav(davmail: Davmail, ana: Person) -> Iterator[Dav]:
    with davmail.dav(ana) as collections:
        yield collections


def put(dav: Dav, name: str, *events: str) -> None:
    """Write a resource with these VEVENTs."""
    inside = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x.test//EN\n{LISBON}\n{inside}\nEND:VCALENDAR"
    assert dav.put(f"/calendar/{name}.ics", text, "text/calendar") in (200, 201, 204)


def values(lines: list[str], *names: str) -> list[str]:
    """The values of these properties within the first VEVENT (DavMail writes commas without a backslash)."""
    event = lines[lines.index("BEGIN:VEVENT") :]
    return [
        next(line.partition(":")[2] for line in event if line.startswith((f"{name}:", f"{name};"))) for name in names
    ]


def test_an_event_is_created_changed_and_deleted(dav: Dav, ana: Person) -> None:
    calendar = ana.exchangelib.calendar
    put(dav, "event", EVENT)
    (item,) = calendar.all()
    assert (item.uid, item.subject, item.location) == ("chosen-by-the-client", "Reunião, 日本", "Sala 1")
    assert (item.start, item.end, item.is_all_day) == (NINE, TEN, False)
    assert item.text_body.strip() == "x < y & z"
    assert (item.sensitivity, item.legacy_free_busy_status) == ("Private", "Busy")
    assert (item.reminder_is_set, item.reminder_minutes_before_start) == (True, 30)
    lines = dav.get("/calendar/event.ics")
    assert values(lines, "UID", "SUMMARY", "LOCATION", "DTSTART", "DTEND", "CLASS", "TRANSP") == [
        "chosen-by-the-client", "Reunião, 日本", "Sala 1", "20260701T100000", "20260701T110000", "PRIVATE", "OPAQUE",
    ]  # fmt: skip

    put(dav, "event", EVENT.replace("Sala 1", "Sala 2").replace("T110000", "T120000"))
    (item,) = calendar.all()
    assert (item.subject, item.location, item.start, item.end) == ("Reunião, 日本", "Sala 2", NINE, ELEVEN)

    assert len(dav.members("/calendar/")) == 1
    dav.delete("/calendar/event.ics")
    assert list(calendar.all()) == []
    assert dav.members("/calendar/") == []


def test_an_all_day_event(dav: Dav, ana: Person) -> None:
    put(dav, "all-day", ALL_DAY)
    (item,) = ana.exchangelib.calendar.all()
    assert (item.subject, item.is_all_day, item.legacy_free_busy_status) == ("Natal", True, "Free")
    assert (item.start, item.end) == (EWSDate(2026, 12, 24), EWSDate(2026, 12, 25))
    assert values(dav.get("/calendar/all-day.ics"), "DTSTART", "DTEND") == ["20261224", "20261226"]


def test_an_item_of_somebody_else_is_an_event(dav: Dav, ana: Person) -> None:
    account = ana.exchangelib
    zone = account.default_timezone
    CalendarItem(
        account=account, folder=account.calendar, subject="Dentista, às 10", location="Lisboa", body="x < y",
        start=EWSDateTime(2026, 7, 1, 10, tzinfo=zone), end=EWSDateTime(2026, 7, 1, 11, tzinfo=zone),
    ).save()  # fmt: skip
    (path,) = dav.members("/calendar/")
    lines = dav.get(path)
    assert values(lines, "SUMMARY", "LOCATION", "DESCRIPTION") == ["Dentista, às 10", "Lisboa", "x < y"]
    assert values(lines, "DTSTART", "DTEND") == ["20260701T100000", "20260701T110000"]
