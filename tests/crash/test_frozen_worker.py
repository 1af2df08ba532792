"""A worker is frozen between its intent and its sending call, another takes over, and the first one wakes up."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from syncer.demo.step import eventually
from tests.crash.nursery import FREEZE
from tests.crash.syncers import Syncers, is_frozen
from tests.crash.world import World, a_world

pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash frozen")]

SENDING_CALLS = {"meeting": "SendToAllAndSaveCopy", "mail": "SendItem"}
LEASE_SECONDS = 6
CALL_SECONDS = 2
PATIENCE = 20 * LEASE_SECONDS
"""A busy machine may let a call run out of its two seconds, and then a profile rests for half a minute."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as world:
        shorten_the_lease(world.stage.settings_file)
        yield world


def shorten_the_lease(settings: Path) -> None:
    """A frozen worker's lease has to end before another may take over."""
    text = settings.read_text(encoding="utf-8")
    for name, seconds in (("lease_seconds", LEASE_SECONDS), ("http_timeout_seconds", CALL_SECONDS)):
        before = next(line for line in text.splitlines() if line.startswith(name))
        text = text.replace(before, f"{name} = {seconds}")
    settings.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("text", SENDING_CALLS.values(), ids=SENDING_CALLS.keys())
def test_frozen_before_sending(world: World, text: str) -> None:
    number = world.play_round()
    frozen = world.syncers.start(FREEZE, text=text)
    try:
        eventually(lambda: is_frozen(frozen), "the worker did not reach its sending call")
        with Syncers(world.stage.settings_file) as others:
            eventually(lambda: others.once().quiet and done(world, number), "nobody took over", patience=PATIENCE)
    finally:
        os.kill(frozen, signal.SIGCONT)
    woken = world.syncers.wait()
    assert woken.code is not None, woken
    world.syncers.until_quiet()
    world.check(number)


def done(world: World, number: int) -> bool:
    """Whether everything of the round is there."""
    return all(count == 1 for count in world.exactly_once(number).values())
