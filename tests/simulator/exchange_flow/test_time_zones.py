"""Time zone definitions agree with the tz database."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator.exchange import time_zones
from simulator.exchange.time_zones import DayRule, Definition, Group

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _group(definition: Definition, year: int) -> Group:
    current = definition.starts[0][0]
    for group, start in definition.starts:
        if start is None or start <= year:
            current = group
    return next(group for group in definition.groups if group.id == current)


def _moment(rule: DayRule, year: int) -> datetime:
    days = [datetime(year, rule.month, 1) + timedelta(days=day) for day in range(31)]
    fitting = [day for day in days if day.month == rule.month and _WEEKDAYS[day.weekday()] == rule.day_of_week]
    return fitting[-1 if rule.occurrence == -1 else rule.occurrence - 1] + rule.time_offset


def _offset(definition: Definition, local: datetime) -> timedelta:
    """The offset at a local wall time that is not near a change."""
    group = _group(definition, local.year)
    biases = {period.id: period.bias for period in definition.periods}
    if not group.rules:
        return -biases[group.only]
    rules = sorted(group.rules, key=lambda rule: _moment(rule, local.year))
    current = rules[-1]
    for rule in rules:
        if _moment(rule, local.year) <= local:
            current = rule
    return -biases[current.to]


@pytest.mark.parametrize("windows_id", ["W. Europe Standard Time", "Romance Standard Time", "GMT Standard Time",
    "Eastern Standard Time", "Tokyo Standard Time", "UTC", "AUS Eastern Standard Time", "India Standard Time",
    "Nepal Standard Time", "Greenwich Standard Time", "Morocco Standard Time"])  # fmt: skip
def test_the_rules_give_the_offsets_of_the_database(windows_id: str) -> None:
    definition, where = time_zones.definition(windows_id), time_zones.zone(windows_id)
    assert where is not None
    for year in (2019, 2024, 2026, 2030):
        for month in (1, 6, 8, 12):
            moment = datetime(year, month, 12, 12, tzinfo=UTC).astimezone(where)
            assert _offset(definition, moment.replace(tzinfo=None)) == moment.utcoffset()


def test_western_europe_changes_on_the_last_sundays() -> None:
    (group,) = time_zones.definition("W. Europe Standard Time").groups
    march, october = group.rules
    assert (march.month, march.day_of_week, march.occurrence) == (3, "Sunday", -1)
    assert march.time_offset == timedelta(hours=2)
    assert (october.month, october.occurrence, october.time_offset) == (10, -1, timedelta(hours=3))


def test_every_definition_is_one_a_client_can_read() -> None:
    for windows_id in time_zones.windows_ids():
        definition = time_zones.definition(windows_id)
        assert {period.name for period in definition.periods} <= {"Standard", "Daylight"}
        assert all(len(group.rules) in (0, 2) for group in definition.groups)
        assert definition.starts[0][1] is None
        assert [group for group, _ in definition.starts] == [group.id for group in definition.groups]


def test_an_unknown_id_has_no_zone() -> None:
    assert time_zones.zone("Atlantis Standard Time") is None
