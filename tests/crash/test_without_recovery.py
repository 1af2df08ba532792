"""The crash tests earn their keep: with recovery taken out, they fail."""

from __future__ import annotations

import pytest

from tests.crash.nursery import AFTER
from tests.crash.world import a_world

pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash without recovery")]


def test_a_kill_at_every_call_is_noticed_without_recovery() -> None:
    noticed: list[str] = []
    with a_world() as world:
        for call in range(1, 200):
            number = world.play_round()
            ended = world.syncers.once(AFTER, call, recovery=False)
            if not ended.killed:
                break
            try:
                world.syncers.until_quiet(recovery=False)
                world.check(number)
            except AssertionError as error:
                noticed.append(str(error))
                break
    assert noticed, "the syncer without recovery passed every window"
