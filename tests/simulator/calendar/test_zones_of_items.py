"""The zone of a calendar item: how its times are read, what is shown, and days that are whole in it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from simulator.ews.operations import create_item
from simulator.ews.request_context import RequestContext
from simulator.soap.namespaces import MESSAGES, TYPES
from tests.simulator.calendar.asking import (
    FIVE,
    NO_MAIL,
    NS,
    WEEKLY,
    Conversation,
    asked,
    change,
    codes,
    conversation,
    event,
    item_id,
    one,
    series,
    update,
)
from tests.simulator.ews.conversation import only, text_at

SHOWN = asked(
    "calendar:StartWallClock", "calendar:EndWallClock", "calendar:StartTimeZoneId", "calendar:EndTimeZoneId"
)  # fmt: skip


def test_a_zone_is_kept_and_shown_whole() -> None:
    """MS-OXWSMTGS_R223, R225, R524, R526."""
    talk = conversation()
    item = talk.create(event(zone='<t:StartTimeZone Id="Tokyo Standard Time"/><t:EndTimeZone Id="UTC"/>'), NO_MAIL)
    shown = one(talk, item_id(str(item.get("Id"))), SHOWN)
    assert text_at(shown, "t:Start") == "2026-03-16T00:00:00Z"
    zone = only(shown, "t:StartTimeZone")
    assert (zone.get("Id"), zone.get("Name")) == ("Tokyo Standard Time", "(UTC+09:00) Tokyo")
    assert [one.get("Bias") for one in zone.iterfind("t:Periods/t:Period", NS)] == ["-PT9H"]
    assert text_at(shown, "t:StartWallClock") == "2026-03-16T09:00:00+09:00"
    assert text_at(shown, "t:EndWallClock") == "2026-03-16T01:00:00+00:00"
    assert (text_at(shown, "t:StartTimeZoneId"), text_at(shown, "t:EndTimeZoneId")) == ("Tokyo Standard Time", "UTC")


def test_an_item_without_zone_is_in_utc() -> None:
    talk = conversation()
    shown = talk.get(str(talk.create(event(zone=""), NO_MAIL).get("Id")))
    assert only(shown, "t:StartTimeZone").get("Id") == "UTC"
    assert text_at(shown, "t:Start") == "2026-03-16T09:00:00Z"
    assert text_at(shown, "t:TimeZone") == "(UTC) UTC"


def test_times_with_an_offset_are_those_moments() -> None:
    talk = conversation()
    shown = talk.get(
        str(talk.create(event(start="2026-03-16T09:00:00-05:00", end="2026-03-16T15:00:00Z"), NO_MAIL).get("Id"))
    )
    assert (text_at(shown, "t:Start"), text_at(shown, "t:End")) == ("2026-03-16T14:00:00Z", "2026-03-16T15:00:00Z")


def test_the_meeting_time_zone_is_a_masters() -> None:
    """MS-OXWSMTGS_R221, R1053."""
    talk = conversation()
    zone = '<t:MeetingTimeZone TimeZoneName="Romance Standard Time"/>'
    master = talk.get(series(talk, zone=zone))
    assert text_at(master, "t:Start") == "2026-03-16T08:00:00Z"
    shown = only(master, "t:MeetingTimeZone")
    assert (shown.get("TimeZoneName"), text_at(shown, "t:BaseOffset")) == ("Romance Standard Time", "-PT1H")
    assert text_at(shown, "t:Daylight/t:Offset") == "-PT1H"
    single = talk.get(str(talk.create(event(zone=zone), NO_MAIL).get("Id")))
    assert single.find("t:MeetingTimeZone", NS) is None
    assert only(single, "t:StartTimeZone").get("Id") == "Romance Standard Time"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2026-03-16T09:00:00", "2026-03-16T10:00:00", ("2026-03-15T23:00:00Z", "2026-03-16T23:00:00Z")),
        ("2026-03-28T00:00:00", "2026-03-30T00:00:00", ("2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z")),
        ("2026-03-28T00:00:00", "2026-03-28T00:00:00", ("2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z")),
    ],
)
def test_an_all_day_event_covers_whole_days_of_its_zone(start: str, end: str, shown: tuple[str, str]) -> None:
    talk = conversation()
    item = talk.create(event(start=start, end=end, more="<t:IsAllDayEvent>true</t:IsAllDayEvent>"), NO_MAIL)
    found = talk.get(str(item.get("Id")))
    assert (text_at(found, "t:Start"), text_at(found, "t:End")) == shown
    assert text_at(found, "t:LegacyFreeBusyStatus") == "Free"


def test_an_event_that_becomes_one_of_all_day_is_rounded() -> None:
    talk = conversation()
    identity = str(talk.create(event(), NO_MAIL).get("Id"))
    assert codes(update(talk, item_id(identity), change("IsAllDayEvent", "true"))) == ["NoError"]
    assert text_at(talk.get(identity), "t:End") == "2026-03-16T23:00:00Z"


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ('<t:StartTimeZone Id="Atlantis Standard Time"/>', "ErrorTimeZone"),
        ('<t:MeetingTimeZone TimeZoneName="Atlantis"/>', "ErrorCalendarInvalidTimeZone"),
    ],
)
def test_zones_that_cannot_be(zone: str, code: str) -> None:
    talk = conversation()
    answer = talk.call(f"<m:CreateItem {NO_MAIL}><m:Items>{event(WEEKLY + FIVE, zone=zone)}</m:Items></m:CreateItem>")
    assert codes(answer) == [code]


def test_an_update_reads_times_in_the_zone_it_sets() -> None:
    talk = conversation()
    identity = str(talk.create(event(zone=""), NO_MAIL).get("Id"))
    zone = (
        '<t:SetItemField><t:FieldURI FieldURI="calendar:StartTimeZone"/><t:CalendarItem>'
        '<t:StartTimeZone Id="Tokyo Standard Time"/></t:CalendarItem></t:SetItemField>'
    )
    changes = change("Start", "2026-03-16T09:00:00") + change("End", "2026-03-16T10:00:00") + zone
    assert codes(update(talk, item_id(identity), changes)) == ["NoError"]
    assert text_at(talk.get(identity), "t:Start") == "2026-03-16T00:00:00Z"


def with_header(talk: Conversation, zone: str) -> RequestContext:
    """A request with a TimeZoneContext header."""
    account = talk.organization.directory.by_smtp(talk.me)
    assert account is not None
    header = etree.fromstring(
        f'<t:TimeZoneContext xmlns:t="{TYPES}"><t:TimeZoneDefinition Id="{zone}"/></t:TimeZoneContext>'
    )
    context = RequestContext(talk.organization, talk.organization.directory.site_of(account), account, account)
    return replace(context, time_zone_context=header)


def test_the_header_gives_an_item_its_zone() -> None:
    talk = conversation()
    request = etree.fromstring(
        f'<m:CreateItem {NO_MAIL} xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"><m:Items>'
        f"{event(WEEKLY + FIVE, zone='')}</m:Items></m:CreateItem>"
    )
    create_item.handle(request, with_header(talk, "Pacific Standard Time"))
    (item,) = talk.mailbox.distinguished("calendar").items.values()
    assert item.properties["calendar:Start"] == datetime(2026, 3, 16, 16, tzinfo=UTC)
    assert only(talk.get(talk.mailbox.item_id(item)), "t:StartTimeZone").get("Id") == "Pacific Standard Time"
    wrong = etree.fromstring(create_item.handle(request, with_header(talk, "Atlantis")))
    assert codes(wrong) == ["ErrorTimeZone"]
