"""The clock runs, stops, moves and runs on; identifiers follow their seed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from simulator.clock import Clock, Ids
from simulator.errors import SimulatorMisuse

MOMENT = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)


def test_it_follows_the_machine() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_stopped_it_stands_still_and_can_be_moved() -> None:
    clock = Clock()
    assert clock.stop(MOMENT) == clock.now() == MOMENT
    assert clock.advance(120) == clock.now() == MOMENT + timedelta(minutes=2)
    assert clock.stopped


def test_it_runs_on_from_where_it_was_stopped() -> None:
    clock = Clock()
    clock.stop(MOMENT)
    assert MOMENT <= clock.resume() < MOMENT + timedelta(seconds=5)
    assert not clock.stopped
    assert clock.advance(3600) >= MOMENT + timedelta(hours=1)
    assert abs(clock.reset() - datetime.now(UTC)) < timedelta(seconds=1)


def test_moments_are_aware_and_in_utc() -> None:
    clock = Clock()
    assert (
        clock.stop(datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))).isoformat()
        == "2026-01-01T00:00:00+00:00"
    )
    with pytest.raises(SimulatorMisuse):
        clock.stop(datetime(2026, 1, 1))
    with pytest.raises(SimulatorMisuse):
        clock.advance(-1)


def test_the_same_seed_gives_the_same_identifiers() -> None:
    one, other, third = Ids(1), Ids(1), Ids(2)
    assert [one.guid() for _ in range(5)] == [other.guid() for _ in range(5)]
    assert one.token(8) != third.token(8)
    assert one.guid().version == 4
