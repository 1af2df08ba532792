"""Time zone definitions as the store makes them."""

from datetime import timedelta

from simulator.exchange import time_zones


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
