"""Zones of items: rules that a client gives compute as the tz database does, and are written as they were read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.time_zone_xml import (
    read_definition,
    read_duration,
    read_meeting_time_zone,
    write_definition,
    write_meeting_time_zone,
    write_zone,
)
from simulator.exchange import time_zones
from simulator.exchange.errors import ExchangeError
from simulator.exchange.zone_rules import ItemTimeZone, RuleZone, definition_of, tzinfo_of
from simulator.soap.namespaces import TYPES
from tests.simulator.calendar.recurrences import ZONES

IMPRECISE = "E. South America Standard Time"
"""Gave daylight time up in 2019: its definition can't say that the year began with it."""


def parsed(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:t="{TYPES}">{text}</x>')[0]


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from([name for name in ZONES if name != IMPRECISE]),
    moment=st.datetimes(datetime(2009, 1, 3), datetime(2036, 12, 28)),
)
def test_rules_give_the_wall_times_of_the_database(name: str, moment: datetime) -> None:
    where, rules = time_zones.zone(name), RuleZone(time_zones.definition(name))
    assert where is not None
    there = moment.replace(tzinfo=UTC).astimezone(where)
    ours = moment.replace(tzinfo=UTC).astimezone(rules)
    assert (ours.replace(tzinfo=None), ours.fold) == (there.replace(tzinfo=None), there.fold)
    assert ours.astimezone(UTC) == moment.replace(tzinfo=UTC)
    for fold in (0, 1):
        wall = moment.replace(fold=fold)
        assert wall.replace(tzinfo=rules).utcoffset() == wall.replace(tzinfo=where).utcoffset()


@pytest.mark.parametrize("name", ZONES)
def test_the_servers_own_definition_reads_as_the_servers_zone(name: str) -> None:
    text = write_definition("t:StartTimeZone", time_zones.definition(name))
    assert read_definition(parsed(text)) == ItemTimeZone(name)


CUSTOM = (
    '<t:StartTimeZone Id="Mine" Name="My zone"><t:Periods><t:Period Bias="P0DT5H0M0.0S" Name="Standard" Id="s"/>'
    '<t:Period Bias="PT4H" Name="Daylight" Id="d"/></t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0">'
    '<t:RecurringDateTransition><t:To Kind="Period">d</t:To><t:TimeOffset>PT2H</t:TimeOffset><t:Month>5</t:Month>'
    '<t:Day>1</t:Day></t:RecurringDateTransition><t:RecurringDayTransition><t:To Kind="Period">s</t:To>'
    "<t:TimeOffset>PT2H</t:TimeOffset><t:Month>9</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>"
    "<t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition></t:TransitionsGroup></t:TransitionsGroups>"
    '<t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions></t:StartTimeZone>'
)


def test_a_zone_of_the_clients_own() -> None:
    zone = read_definition(parsed(CUSTOM))
    where = tzinfo_of(zone)
    assert zone.id == "Mine"
    for month, day, hours in ((4, 30, 5), (5, 2, 4), (9, 26, 4), (9, 28, 5)):
        wall = datetime(2026, month, day, 12, tzinfo=where)
        assert wall.utcoffset() == timedelta(hours=-hours)
        assert wall.astimezone(UTC).astimezone(where) == wall
    assert read_definition(parsed(write_zone("t:StartTimeZone", zone))) == zone


@pytest.mark.parametrize(
    "text",
    [
        '<t:StartTimeZone Id="Atlantis Standard Time"/>',
        CUSTOM.replace('Kind="Group">0', 'Kind="Group">7'),
        CUSTOM.replace('Kind="Period">s', 'Kind="Period">x'),
        CUSTOM.replace("Month>9", "Month>19"),
        CUSTOM.replace("Sunday", "Weekday"),
    ],
)
def test_zones_that_cannot_be(text: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read_definition(parsed(text))
    assert caught.value.code == "ErrorTimeZone"


MEETING_ZONE = (
    '<t:MeetingTimeZone TimeZoneName="Somewhere"><t:BaseOffset>PT8H</t:BaseOffset><t:Standard><t:Offset>PT0H</t:Offset>'
    "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>First</t:DayOfWeekIndex>"
    "<t:Month>November</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time></t:Standard><t:Daylight>"
    "<t:Offset>-PT1H</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek>"
    "<t:DayOfWeekIndex>Second</t:DayOfWeekIndex><t:Month>March</t:Month></t:RelativeYearlyRecurrence>"
    "<t:Time>02:00:00</t:Time></t:Daylight></t:MeetingTimeZone>"
)


def test_the_zone_of_exchange_2007() -> None:
    """MS-OXWSMTGS_R407, R409, R411, R585."""
    zone = read_meeting_time_zone(parsed(MEETING_ZONE), UTC)
    where, pacific = tzinfo_of(zone), time_zones.zone("Pacific Standard Time")
    for month in range(1, 13):
        moment = datetime(2026, month, 15, tzinfo=UTC)
        assert moment.astimezone(where).utcoffset() == moment.astimezone(pacific).utcoffset()
    written = write_meeting_time_zone("t:MeetingTimeZone", zone)
    assert definition_of(read_meeting_time_zone(parsed(written), UTC)).groups == definition_of(zone).groups
    assert read_meeting_time_zone(parsed('<t:MeetingTimeZone TimeZoneName="UTC"/>'), UTC) == ItemTimeZone("UTC")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("Sunday", "Weekday"), "ErrorCalendarInvalidDayForTimeChangePattern"),
        (("March", "Smarch"), "ErrorCalendarInvalidTimeZone"),
        ((MEETING_ZONE, '<t:MeetingTimeZone TimeZoneName="Nowhere"/>'), "ErrorCalendarInvalidTimeZone"),
    ],
)
def test_meeting_zones_that_cannot_be(change: tuple[str, str], code: str) -> None:
    """MS-OXWSMTGS_R1243."""
    element = parsed(MEETING_ZONE.replace(*change))
    with pytest.raises(ExchangeError) as caught:
        read_meeting_time_zone(element, UTC)
    assert caught.value.code == code


def test_durations() -> None:
    assert read_duration("-PT1H30M") == timedelta(hours=-1, minutes=-30)
    assert read_duration("P0DT8H0M0.0S") == timedelta(hours=8)
