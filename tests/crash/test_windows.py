"""The syncer is killed around every remote call of step 6, and nothing is lost and nothing is there twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from threading import Event

import pytest

from tests.crash.nursery import AFTER, BEFORE
from tests.crash.syncers import Ended
from tests.crash.world import World, a_world

pytestmark = pytest.mark.crash

RANDOM_KILLS = 50
FEWEST_CALLS = 40


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def kill_at_every_call(world: World, kill_at: Callable[[int], Ended]) -> int:
    """Rounds of step 6, killed at the first call, the second … until a pass lives; answers how many kills that were."""
    call = 0
    while True:
        call += 1
        number = world.play_round()
        ended = kill_at(call)
        world.syncers.until_quiet()
        world.check(number)
        if not ended.killed:
            assert ended.code == 0, ended
            return call - 1


@pytest.mark.xdist_group("crash before")
def test_killed_before_each_call(world: World, record_property: Callable[[str, object], None]) -> None:
    kills = kill_at_every_call(world, lambda call: world.syncers.once(BEFORE, call))
    record_property("killed before a call", kills)
    assert kills >= FEWEST_CALLS


@pytest.mark.xdist_group("crash held")
def test_killed_after_each_effect_with_the_answer_held_back(
    world: World, record_property: Callable[[str, object], None]
) -> None:
    kills = kill_at_every_call(world, world.kill_while_held)
    record_property("killed after the effect, answer held back", kills)
    assert kills >= FEWEST_CALLS


@pytest.mark.xdist_group("crash after")
def test_killed_after_each_answer_before_the_commit(
    world: World, record_property: Callable[[str, object], None]
) -> None:
    kills = kill_at_every_call(world, lambda call: world.syncers.once(AFTER, call))
    record_property("killed after an answer, before its commit", kills)
    assert kills >= FEWEST_CALLS


@pytest.mark.xdist_group("crash random")
def test_killed_at_random_instants(world: World, record_property: Callable[[str, object], None]) -> None:
    chance, kills = random.Random(20131), 0
    while kills < RANDOM_KILLS:
        number = world.play_round()
        for _ in range(chance.randrange(1, 4)):
            pid = world.syncers.start()
            Event().wait(chance.uniform(0.02, 1.0))  # the instant is the point: nothing is waited for
            kills += world.syncers.kill(pid).killed
        world.syncers.until_quiet()
        world.check(number)
    record_property("killed at random instants", kills)
