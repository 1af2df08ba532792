"""GetServerTimeZones: whoever follows a definition has the offsets of the tz database, at any moment it covers."""

import re
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tzlocal.windows_tz import win_tz

from simulator.ews.time_zone_xml import read_definition
from simulator.exchange import time_zones
from simulator.exchange.zone_rules import ItemTimeZone, tzinfo_of
from tests.simulator.ews_folders.asking import NAMES, ask, texts
from tests.simulator.exchange_flow.organization import mailbox, new_organization

FIRST = datetime(time_zones.FIRST_YEAR, 1, 2, tzinfo=UTC)
LAST = datetime(time_zones.LAST_YEAR, 12, 30, tzinfo=UTC)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOBODY = new_organization()


def asked(*ids: str, full: str = "true") -> etree._Element:
    wanted = f"<m:Ids>{''.join(f'<t:Id>{one}</t:Id>' for one in ids)}</m:Ids>" if ids else ""
    request = f'<m:GetServerTimeZones ReturnFullTimeZoneData="{full}">{wanted}</m:GetServerTimeZones>'
    return ask(NOBODY, mailbox(NOBODY, "ana.silva"), request)


def child(element: etree._Element, name: str) -> str:
    return str(element.findtext(f"t:{name}", namespaces=NAMES))


def duration(text: str) -> timedelta:
    match = re.fullmatch(r"(-?)PT(\d+)H(?:(\d+)M)?", text)
    assert match is not None, text
    length = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -length if match[1] else length


class Zone:
    """A client's reading of a TimeZoneDefinition: transitions in the order of local time, each with its offset."""

    def __init__(self, definition: etree._Element) -> None:
        periods = definition.iterfind("t:Periods/t:Period", NAMES)
        self.offsets = {str(one.get("Id")): -duration(str(one.get("Bias"))) for one in periods}
        groups = definition.iterfind("t:TransitionsGroups/t:TransitionsGroup", NAMES)
        self.groups = {str(one.get("Id")): list(one) for one in groups}
        starts = list(definition.iterfind("t:Transitions/*", NAMES))
        self.moments: list[datetime] = []
        self.after: list[timedelta] = []
        offset = timedelta()
        for local, to in self._events(starts):
            self.moments.append(local.replace(tzinfo=UTC) - offset)
            self.after.append(self.offsets[to])
            offset = self.offsets[to]

    def _events(self, starts: list[etree._Element]) -> list[tuple[datetime, str]]:
        found = []
        ends = [datetime.fromisoformat(child(one, "DateTime")) for one in starts[1:]] + [datetime(2038, 1, 1)]
        begin = datetime(time_zones.FIRST_YEAR, 1, 1)
        for start, end in zip(starts, ends, strict=True):
            found.extend(self._of_group(self.groups[child(start, "To")], begin, end))
            begin = end
        return found

    def _of_group(self, rules: list[etree._Element], begin: datetime, end: datetime) -> list[tuple[datetime, str]]:
        if len(rules) == 1:
            return [(begin, child(rules[0], "To"))]
        changes = sorted(
            (self._moment(rule, year), child(rule, "To")) for rule in rules for year in range(begin.year, end.year)
        )
        return [(begin, changes[-1][1]), *changes]

    @staticmethod
    def _moment(rule: etree._Element, year: int) -> datetime:
        month = int(child(rule, "Month"))
        days = [datetime(year, month, 1) + timedelta(days=day) for day in range(31)]
        days = [day for day in days if day.month == month]
        if etree.QName(rule).localname == "RecurringDateTransition":
            return days[int(child(rule, "Day")) - 1] + duration(child(rule, "TimeOffset"))
        fitting = [day for day in days if WEEKDAYS[day.weekday()] == child(rule, "DayOfWeek")]
        occurrence = int(child(rule, "Occurrence"))
        return fitting[occurrence if occurrence < 0 else occurrence - 1] + duration(child(rule, "TimeOffset"))

    def offset(self, moment: datetime) -> timedelta:
        """The offset at a moment."""
        return self.after[bisect_right(self.moments, moment) - 1]


@cache
def read(windows_id: str) -> Zone:
    (definition,) = asked(windows_id).iterfind(".//t:TimeZoneDefinition", NAMES)
    return Zone(definition)


def real(windows_id: str, moment: datetime) -> timedelta | None:
    return moment.astimezone(ZoneInfo(win_tz[windows_id])).utcoffset()


@settings(max_examples=400, deadline=None)
@given(windows_id=st.sampled_from(sorted(win_tz)), minutes=st.integers(0, int((LAST - FIRST).total_seconds()) // 60))
def test_a_definition_gives_the_offset_of_any_moment(windows_id: str, minutes: int) -> None:
    moment = FIRST + timedelta(minutes=minutes)
    assert read(windows_id).offset(moment) == real(windows_id, moment)


@pytest.mark.parametrize("windows_id", sorted(win_tz))
def test_a_definition_changes_at_the_minute(windows_id: str) -> None:
    zone = read(windows_id)
    for at in zone.moments:
        if FIRST < at < LAST:
            for moment in (at - timedelta(minutes=1), at):
                assert zone.offset(moment) == real(windows_id, moment), moment


def test_both_kinds_of_recurring_transition_are_used() -> None:
    names = {etree.QName(one).localname for one in asked().iterfind(".//t:TransitionsGroup/*", NAMES)}
    assert names == {"Transition", "RecurringDayTransition", "RecurringDateTransition"}


def test_the_same_rules_for_many_years_are_one_group() -> None:
    for windows_id in ("W. Europe Standard Time", "Eastern Standard Time", "GMT Standard Time", "UTC"):
        assert len(read(windows_id).groups) == 1


def test_periods_have_ids_of_their_own() -> None:
    for definition in asked().iterfind(".//t:TimeZoneDefinition", NAMES):
        ids = [period.get("Id") for period in definition.iterfind("t:Periods/t:Period", NAMES)]
        assert len(ids) == len(set(ids))


def test_ids_choose_and_unknown_ones_are_left_out() -> None:
    answer = asked("Tokyo Standard Time", "Atlantis Standard Time", "UTC", "UTC", full="false")
    found = [one.get("Id") for one in answer.iterfind(".//t:TimeZoneDefinition", NAMES)]
    assert found == ["UTC", "Tokyo Standard Time"]
    assert texts(answer, ".//t:Period") == []
    assert list(asked("Atlantis Standard Time").iterfind(".//t:TimeZoneDefinition", NAMES)) == []


@settings(max_examples=200, deadline=None)
@given(windows_id=st.sampled_from(sorted(win_tz)), minutes=st.integers(0, int((LAST - FIRST).total_seconds()) // 60))
def test_a_definition_that_an_item_carries_gives_the_same(windows_id: str, minutes: int) -> None:
    moment = FIRST + timedelta(minutes=minutes)
    own = tzinfo_of(ItemTimeZone(windows_id, time_zones.definition(windows_id)))
    assert moment.astimezone(own).utcoffset() == real(windows_id, moment)


def test_a_definition_that_comes_back_is_the_zone_of_its_id() -> None:
    for definition in asked().iterfind(".//t:TimeZoneDefinition", NAMES):
        assert read_definition(definition) == ItemTimeZone(str(definition.get("Id")))
