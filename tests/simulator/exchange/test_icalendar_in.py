"""iCalendar as Exchange imports it (MS-OXCICAL 2.1.3), and its lines (RFC 5545 3.1)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clock import Clock
from simulator.exchange.errors import ExchangeError
from simulator.exchange.global_object_id import global_object_id_of_uid
from simulator.exchange.icalendar import calendar_text
from simulator.exchange.icalendar_in import read_calendar_item
from simulator.exchange.icalendar_times import read_duration
from simulator.exchange.item import Item
from simulator.exchange.mime_in import Imported
from simulator.exchange.property_path import GLOBAL_OBJECT_ID, PropertyPath
from simulator.exchange.text_components import read_components
from simulator.exchange.text_lines import escaped, folded
from simulator.exchange.values import Attendee, Body, EmailAddress
from simulator.exchange.zone_rules import ItemTimeZone

CLOCK = Clock()
LISBON = "GMT Standard Time"
KALININGRAD = "Kaliningrad Standard Time"
NINE = "DTSTART:20261201T090000Z\nDTEND:20261201T100000Z\n"
CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Two hours
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
"""
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=80).map(str.strip)


def imported(inside: str, around: str = "") -> Imported:
    """What one VEVENT with these lines becomes."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{around}BEGIN:VEVENT\nUID:1\n{inside}END:VEVENT\nEND:VCALENDAR\n"
    return read_calendar_item(text.replace("\n", "\r\n").encode(), LISBON, CLOCK)


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "path", "value"),
    [
        ("SUMMARY:a\\, b\\; c\\\\d\\ne\n", "item:Subject", "a, b; c\\d\ne"),
        ("SUMMARY;LANGUAGE=en:on two\n  lines\n", "item:Subject", "on two lines"),
        ("DESCRIPTION:x\\ny\n", "item:Body", Body("x\r\ny", "Text")),
        ("DESCRIPTION:x\nX-ALT-DESC;FMTTYPE=text/html:<b>x</b>\n", "item:Body", Body("<b>x</b>", "HTML")),
        ("LOCATION:Sala 1\n", "calendar:Location", "Sala 1"),
        ("CATEGORIES:A,B\\, C\nCATEGORIES:D\n", "item:Categories", ("A", "B, C", "D")),
        ("CLASS:PUBLIC\n", "item:Sensitivity", "Normal"),
        ("CLASS:PRIVATE\n", "item:Sensitivity", "Private"),
        ("CLASS:CONFIDENTIAL\n", "item:Sensitivity", "Confidential"),
        ("PRIORITY:1\n", "item:Importance", "High"),
        ("PRIORITY:5\n", "item:Importance", "Normal"),
        ("PRIORITY:9\n", "item:Importance", "Low"),
        ("PRIORITY:9\nX-MICROSOFT-CDO-IMPORTANCE:2\n", "item:Importance", "High"),
        ("", "item:Importance", "Normal"),
        ("", "calendar:LegacyFreeBusyStatus", "Busy"),
        ("TRANSP:TRANSPARENT\n", "calendar:LegacyFreeBusyStatus", "Free"),
        ("TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\n", "calendar:LegacyFreeBusyStatus", "OOF"),
        ("STATUS:TENTATIVE\n", "calendar:LegacyFreeBusyStatus", "Tentative"),
        ("SEQUENCE:3\n", "calendar:AppointmentSequenceNumber", 3),
        ("DTSTAMP:20261123T090000Z\n", "calendar:DateTimeStamp", at(23, 9, month=11)),
        ("", GLOBAL_OBJECT_ID, global_object_id_of_uid("1")),
        ("", "item:ReminderIsSet", False),
    ],
)
def test_a_line_becomes_a_property(lines: str, path: PropertyPath, value: object) -> None:
    assert imported(NINE + lines).properties[path] == value


@pytest.mark.parametrize(
    ("lines", "start", "end", "all_day", "zone"),
    [
        (NINE, at(1, 9), at(1, 10), False, "UTC"),
        ("DTSTART:20260701T090000\nDURATION:PT90M\n", at(1, 8, month=7), at(1, 9, 30, month=7), False, LISBON),
        ("DTSTART;TZID=Europe/Berlin:20261201T090000\n", at(1, 8), at(1, 8), False, "W. Europe Standard Time"),
        (
            'DTSTART;TZID="/prefix/20260101/America/New_York":20260701T090000\n',
            at(1, 13, month=7), at(1, 13, month=7), False, "Eastern Standard Time",
        ),
        ("DTSTART;TZID=Two hours:20261201T090000\nDTEND:20261201T100000Z\n", at(1, 7), at(1, 10), False, KALININGRAD),
        (
            "DTSTART;TZID=Tokyo Standard Time:20261201T090000Z\nDTEND:20261201T100000Z\n",
            at(1, 9), at(1, 10), False, "Tokyo Standard Time",
        ),
        ("DTSTART;VALUE=DATE:20261201\n", at(1, 0), at(2, 0), True, LISBON),
        (
            "DTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260703\n",
            at(30, 23, month=6), at(2, 23, month=7), True, LISBON,
        ),
        (NINE + "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n", at(1, 9), at(1, 10), True, "UTC"),
    ],
)  # fmt: skip
def test_times(lines: str, start: datetime, end: datetime, all_day: bool, zone: str) -> None:
    found = imported(lines, CUSTOM_ZONE).properties
    assert (found["calendar:Start"], found["calendar:End"]) == (start, end)
    assert (found["calendar:IsAllDayEvent"], found["calendar:StartTimeZone"]) == (all_day, ItemTimeZone(zone))


def test_floating_times_are_in_the_only_zone_that_the_calendar_defines() -> None:
    zone = CUSTOM_ZONE.replace("Two hours", "Tokyo Standard Time").replace("+0200", "+0900")
    found = imported("DTSTART;VALUE=DATE:20261201\n", zone).properties
    assert found["calendar:StartTimeZone"] == ItemTimeZone("Tokyo Standard Time")
    assert found["calendar:Start"] == at(1, 0) - timedelta(hours=9)


@pytest.mark.parametrize(
    ("trigger", "minutes"),
    [
        ("TRIGGER:-PT15M", 15), ("TRIGGER:-P1DT1H", 1500), ("TRIGGER;RELATED=START:PT0S", 0), ("TRIGGER:PT5M", 0),
        ("TRIGGER;VALUE=DATE-TIME:20261201T080000Z", 60),
    ],
)  # fmt: skip
def test_an_alarm_is_a_reminder(trigger: str, minutes: int) -> None:
    found = imported(f"{NINE}BEGIN:VALARM\nACTION:DISPLAY\n{trigger}\nEND:VALARM\n").properties
    assert (found["item:ReminderIsSet"], found["item:ReminderMinutesBeforeStart"]) == (True, minutes)


def test_attendees_by_their_role_without_the_organizer() -> None:
    found = imported(
        f"{NINE}ORGANIZER:mailto:me@x.test\nATTENDEE:MAILTO:Me@x.test\n"
        'ATTENDEE;CN="Reis, Rui";PARTSTAT=ACCEPTED:mailto:rui@x.test\n'
        "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:eva@x.test\nATTENDEE;CUTYPE=ROOM:mailto:sala@x.test\n"
    ).properties
    assert found["calendar:RequiredAttendees"] == (Attendee(EmailAddress("Reis, Rui", "rui@x.test"), "Unknown"),)
    assert found["calendar:OptionalAttendees"] == (Attendee(EmailAddress("eva@x.test", "eva@x.test"), "Unknown"),)
    assert found["calendar:Resources"] == (Attendee(EmailAddress("sala@x.test", "sala@x.test"), "Unknown"),)


def test_an_attachment_within() -> None:
    (attachment,) = imported(
        f"{NINE}ATTACH;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=text/plain;X-FILENAME=a.txt:YWJj\nATTACH:http://x.test/\n"
    ).attachments
    assert (attachment.name, attachment.content, attachment.content_type) == ("a.txt", b"abc", "text/plain")


def test_a_calendar_within_mime_and_mime_without_one() -> None:
    calendar = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:ção\r\n{NINE}END:VEVENT\r\nEND:VCALENDAR\r\n".encode()
    head = b"Subject: outer\r\nMIME-Version: 1.0\r\nContent-Type: text/%s; charset=utf-8\r\n\r\n"
    for content, subject in ((head % b"calendar" + calendar, "ção"), (head % b"plain" + b"x", "outer")):
        assert read_calendar_item(content, LISBON, CLOCK).properties["item:Subject"] == subject


@pytest.mark.parametrize(
    "lines",
    [
        "SUMMARY:no start\n", "DTSTART:yesterday\n", "DTSTART;TZID=Nowhere:20261201T090000\n", "no line\n",
        f"{NINE}BEGIN:VALARM\nTRIGGER:-PT15M\n", "DTSTART:20261201T090000Z\nDURATION:1 hour\n", ":\n",
        f"{NINE}ATTACH;ENCODING=BASE64:a\n",
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused(lines: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        imported(lines)
    assert refused.value.code == "ErrorMimeContentInvalid"


def test_durations() -> None:
    assert read_duration("-P1W") == -timedelta(weeks=1)
    assert read_duration("P1DT2H3M4S") == timedelta(days=1, hours=2, minutes=3, seconds=4)


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=5))
def test_what_is_folded_and_escaped_is_read_back(texts: list[str]) -> None:
    lines = [folded(f"X-{number}:{escaped(text)}") for number, text in enumerate(texts)]
    (component,) = read_components("\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD")))
    assert [line.text for line in component.lines] == texts


@given(
    subject=TEXTS, place=TEXTS.filter(bool), body=TEXTS.filter(bool),
    day=st.dates(date(2007, 1, 1), date(2037, 1, 1)), hour=st.integers(8, 13),
    length=st.integers(0, 600), zone=st.sampled_from(["UTC", LISBON, "Tokyo Standard Time", "Eastern Standard Time"]),
    busy=st.sampled_from(["Free", "Tentative", "Busy", "OOF", "WorkingElsewhere"]),
)  # fmt: skip
def test_what_is_exported_is_imported(
    subject: str, place: str, body: str, day: date, hour: int, length: int, zone: str, busy: str
) -> None:
    """At hours of the day (UTC) in which none of these zones changes its offset."""
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    properties: dict[PropertyPath, object] = {
        "item:Subject": subject,
        "item:Body": Body(body, "Text"),
        "calendar:Location": place,
        "calendar:Start": start,
        "calendar:StartTimeZone": ItemTimeZone(zone),
        "calendar:LegacyFreeBusyStatus": busy,
        GLOBAL_OBJECT_ID: global_object_id_of_uid("a"),
    }
    end = start + timedelta(minutes=length)
    text = calendar_text(Item("CalendarItem", "IPM.Appointment", {**properties, "calendar:End": end}))
    found = read_calendar_item(text.encode(), "UTC", CLOCK).properties
    assert {path: found[path] for path in properties} == properties
