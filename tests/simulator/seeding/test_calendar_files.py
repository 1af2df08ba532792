"""Events and tasks from .ics files."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.exchange.calendar_window import items_between
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.values import Attendee, EmailAddress
from simulator.exchange.zone_rules import ItemTimeZone
from tests.simulator.exchange_flow.organization import new_organization
from tests.simulator.seeding.loading import items, load_file

OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Our harbour
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
_END, _LISBON = datetime(2050, 1, 1, tzinfo=UTC), ZoneInfo("Europe/Lisbon")
NINE = "DTSTART;TZID=Europe/Lisbon:20261207T090000\nDTEND;TZID=Europe/Lisbon:20261207T100000\n"


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


def calendar(*components: str, head: str = "", zone: str = "") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{zone}{''.join(components)}END:VCALENDAR\n"


def event(lines: str, uid: str = "one@example.test", times: str = NINE) -> str:
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T000000Z\nSUMMARY:Tide\n{times}{lines}END:VEVENT\n"


def test_an_event_has_its_people_its_alarm_and_its_zone(organization: ExchangeOrganization, tmp_path: Path) -> None:
    text = calendar(
        event(
            "LOCATION:Quay\nORGANIZER;CN=Rui:mailto:rui@example.test\n"
            "ATTENDEE;CN=Ana;PARTSTAT=TENTATIVE:mailto:ana.silva@contoso.test\n"
            "ATTENDEE;CN=Eva;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT:mailto:eva@example.test\n"
            "CATEGORIES:Sea,Work\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT20M\nEND:VALARM\n"
        ),
        head="METHOD:REQUEST\n",
    )
    report = load_file(organization, tmp_path, "a.ics", text)
    assert report == {"loaded": 1, "refused": [], "left_out": []}
    (item,) = items(organization, "calendar")
    assert item.properties["calendar:Start"] == datetime(2026, 12, 7, 9, tzinfo=UTC)
    assert item.properties["calendar:StartTimeZone"] == ItemTimeZone("GMT Standard Time")
    assert item.properties["calendar:Organizer"] == EmailAddress("Rui", "rui@example.test")
    assert item.text("calendar:MyResponseType") == "Tentative"
    assert item.properties["calendar:AppointmentState"] == 3
    assert item.properties["calendar:OptionalAttendees"] == (
        Attendee(EmailAddress("Eva", "eva@example.test"), "Decline"),
    )
    assert item.properties["item:ReminderMinutesBeforeStart"] == 20
    assert item.properties["item:Categories"] == ("Sea", "Work")
    assert not organization.transport.outbound


def test_an_event_of_the_owner(organization: ExchangeOrganization, tmp_path: Path) -> None:
    load_file(organization, tmp_path, "a.ics", calendar(event("ORGANIZER:mailto:ana.silva@contoso.test\n")))
    (item,) = items(organization, "calendar")
    assert (item.text("calendar:MyResponseType"), item.properties["calendar:AppointmentState"]) == ("Organizer", 0)


def test_a_series_with_deleted_and_changed_days(organization: ExchangeOrganization, tmp_path: Path) -> None:
    changed = event(
        "RECURRENCE-ID;TZID=Europe/Lisbon:20261214T090000\nLOCATION:Pier\n",
        times="DTSTART;TZID=Europe/Lisbon:20261215T113000\nDTEND;TZID=Europe/Lisbon:20261215T120000\n",
    )
    gone = event("RECURRENCE-ID;TZID=Europe/Lisbon:20261228T090000\nSTATUS:CANCELLED\n")
    series = event("RRULE:FREQ=WEEKLY;COUNT=5\nEXDATE;TZID=Europe/Lisbon:20261221T090000\nLOCATION:Quay\n")
    assert load_file(organization, tmp_path, "a.ics", calendar(changed, gone, series)) == {
        "loaded": 1, "refused": [], "left_out": [],
    }  # fmt: skip
    found = items_between(
        items(organization, "calendar"), datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
    )
    assert [(one.properties["calendar:Start"], one.text("calendar:Location")) for one in found] == [
        (datetime(2026, 12, 7, 9, tzinfo=UTC), "Quay"),
        (datetime(2026, 12, 15, 11, 30, tzinfo=UTC), "Pier"),
        (datetime(2027, 1, 4, 9, tzinfo=UTC), "Quay"),
    ]
    assert found[1].text("calendar:CalendarItemType") == "Exception"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("RRULE:FREQ=HOURLY\n", "RRULE:FREQ=HOURLY: no recurrence of Exchange has FREQ=HOURLY; only the first event"),
        ("RRULE:FREQ=WEEKLY\nRDATE:20261211T090000Z\n", "RDATE: a series of Exchange has a pattern alone"),
        ("RRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Lisbon:20261208T090000\n", "EXDATE:20261208T090000: the series has no"),
        ("RRULE:FREQ=WEEKLY\nRRULE:FREQ=DAILY\n", "RRULE: a series of Exchange has one pattern, the first is taken"),
        ("RRULE:FREQ=WEEKLY;BYDAY=WE\n", "DTSTART: 2026-12-07 is no day of the pattern, so the series begins on"),
        ("RECURRENCE-ID:20261207T090000Z\n", "RECURRENCE-ID: its series is not in the file"),
        ("ATTACH:https://example.test/a.pdf\n", "ATTACH: only attachments inside the file are taken"),
        ("GEO:1;2\nX-APPLE-X:1\n", "GEO, X-APPLE-X: an item has no place for it"),
    ],
)  # fmt: skip
def test_what_has_no_place_is_said(organization: ExchangeOrganization, tmp_path: Path, lines: str, said: str) -> None:
    report = load_file(organization, tmp_path, "a.ics", calendar(event(lines)))
    assert report["loaded"] == 1
    ((name, text),) = report["left_out"]
    assert name == "a.ics: VEVENT Tide" and text.startswith(said), text


def test_an_exception_of_no_day_stands_alone(organization: ExchangeOrganization, tmp_path: Path) -> None:
    series, lost = event("RRULE:FREQ=WEEKLY\n"), event("RECURRENCE-ID:20261209T090000Z\n")
    report = load_file(organization, tmp_path, "a.ics", calendar(series, lost))
    assert report["loaded"] == 2
    assert ["VEVENT Tide" in name and "event of its own" in text for name, text in report["left_out"]] == [True]


def test_a_zone_of_the_files_own_is_the_one_it_is_like(organization: ExchangeOrganization, tmp_path: Path) -> None:
    times = "DTSTART;TZID=Our harbour:20260323T090000\nDTEND;TZID=Our harbour:20260323T100000\n"
    text = calendar(event("RRULE:FREQ=WEEKLY;COUNT=2\n", times=times), zone=OWN_ZONE)
    load_file(organization, tmp_path, "a.ics", text)
    found = items_between(
        items(organization, "calendar"), datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert [one.properties["calendar:Start"] for one in found] == [
        datetime(2026, 3, 23, 8, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC),
    ]  # fmt: skip


def test_a_task(organization: ExchangeOrganization, tmp_path: Path) -> None:
    todo = (
        "BEGIN:VTODO\nUID:t\nSUMMARY:Paint\nDESCRIPTION:Red\nDTSTART;VALUE=DATE:20261201\nDUE;TZID=Europe/Lisbon:"
        "20261203T170000\nPERCENT-COMPLETE:40\nSTATUS:IN-PROCESS\nPRIORITY:1\nRRULE:FREQ=DAILY\n"
        "BEGIN:VALARM\nTRIGGER:-PT1H\nEND:VALARM\nEND:VTODO\n"
    )
    report = load_file(organization, tmp_path, "a.ics", calendar(todo))
    assert report["left_out"] == [["a.ics: VTODO Paint", "RRULE: an item has no place for it"]]
    (item,) = items(organization, "tasks")
    assert item.properties["task:StartDate"] == datetime(2026, 12, 1, tzinfo=UTC)
    assert item.properties["task:DueDate"] == datetime(2026, 12, 3, tzinfo=UTC)
    assert (item.text("task:Status"), item.properties["task:PercentComplete"]) == ("InProgress", 40.0)
    assert item.text("item:Importance") == "High"
    assert item.properties["item:ReminderMinutesBeforeStart"] == 60


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", [["a.ics", "it has no VCALENDAR"]]),
        ("no calendar", [["a.ics", "it can't be read: 'no calendar' is no content line"]]),
        (calendar(), [["a.ics", "it has no event and no task"]]),
        ("BEGIN:VCALENDAR\n", [["a.ics", "it can't be read: VCALENDAR has no end"]]),
        (calendar(head="METHOD:REPLY\n"), [["a.ics", "METHOD:REPLY is an answer to a meeting and not one"]]),
        (
            calendar("BEGIN:VJOURNAL\nSUMMARY:Log\nEND:VJOURNAL\n"),
            [["a.ics: VJOURNAL Log", "Exchange imports events and tasks only"]],
        ),
    ],
)
def test_what_is_no_calendar_is_refused(
    organization: ExchangeOrganization, tmp_path: Path, text: str, refused: list[list[str]]
) -> None:
    assert load_file(organization, tmp_path, "a.ics", text) == {"loaded": 0, "refused": refused, "left_out": []}


def test_a_broken_event_spoils_itself_alone(organization: ExchangeOrganization, tmp_path: Path) -> None:
    late = event("", "late", times="DTSTART:20261207T090000Z\nDTEND:20261206T090000Z\n")
    text = calendar(event("", "a"), event("", "no time", times=""), late, event("", "b"))
    report = load_file(organization, tmp_path, "a.ics", text)
    assert report["loaded"] == 2
    assert [reason for _, reason in report["refused"]] == [
        "it can't be read: the event has no DTSTART",
        "Exchange refuses it: ErrorCalendarEndDateIsEarlierThanStartDate",
    ]


RULES = st.sampled_from(
    ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO",
     "FREQ=MONTHLY;BYMONTHDAY=7", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=7"]
)  # fmt: skip


@given(RULES, st.integers(1, 12), st.sets(st.integers(0, 11), max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_series_is_where_dateutil_has_it(tmp_path: Path, rule: str, count: int, left_out: set[int]) -> None:
    organization = new_organization()
    start = datetime(2026, 12, 7, 9)
    planned = list(rrulestr(f"{rule};COUNT={count}", dtstart=start))
    gone = sorted({planned[one] for one in left_out if one < len(planned)})
    exdates = "".join(f"EXDATE;TZID=Europe/Lisbon:{one:%Y%m%dT%H%M%S}\n" for one in gone)
    load_file(organization, tmp_path, "a.ics", calendar(event(f"RRULE:{rule};COUNT={count}\n{exdates}")))
    found = items_between(items(organization, "calendar"), datetime(2026, 1, 1, tzinfo=UTC), _END)
    moments = [one.get("calendar:Start", datetime) for one in found]
    starts = [moment.astimezone(_LISBON).replace(tzinfo=None) for moment in moments if moment is not None]
    assert starts == [one for one in planned if one not in gone]
