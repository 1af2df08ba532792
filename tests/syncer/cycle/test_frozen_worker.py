"""A worker freezes at any point, another takes the mailbox over and finishes, then the first one wakes and goes on."""

from __future__ import annotations

import pytest

from syncer import apply, sync_cycle
from tests.syncer.cycle.memory_exchange import NO_TICK
from tests.syncer.cycle.test_stops import (
    Prepare,
    changed_meeting,
    deleted_meeting,
    final_state,
    new_meeting,
    new_rows_and_items,
    undisturbed,
)
from tests.syncer.cycle.world import World

FLOWS: tuple[Prepare, ...] = (new_meeting, changed_meeting, deleted_meeting, new_rows_and_items)


def freeze_in_cycle(world: World, name: str, at: int) -> bool:
    """A cycle that stands still at its ``at``-th point while another worker does a whole one. False: fewer points."""
    left = at

    def tick(_where: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            world.tick = world.crm.tick = world.store.tick = NO_TICK
            world.now += world.policy.lease
            world.cycle(name, "elsewhere/2/successor")

    world.tick = tick
    lease = world.store.acquire_lease(world.mailbox_id(name), "elsewhere/1/frozen", world.now, world.policy.lease)
    assert lease is not None
    context = world.context(name, lease)
    sync_cycle.run(context)
    world.tick = world.crm.tick = world.store.tick = NO_TICK
    return left <= 0


@pytest.mark.crash
@pytest.mark.parametrize("prepare", FLOWS, ids=lambda flow: flow.__name__)
def test_a_frozen_worker_that_wakes_does_no_harm(prepare: Prepare) -> None:
    wanted = undisturbed(prepare)
    point = 0
    while True:
        point += 1
        world = World()
        prepare(world)
        if not freeze_in_cycle(world, "ana", point):
            break
        world.settle(2)
        assert final_state(world) == wanted, f"frozen at point {point}"
        before = world.writes
        world.settle(1)
        assert world.writes == before
    assert point > 10


@pytest.mark.crash
def test_a_late_duplicate_that_nobody_removes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(apply.HANDLERS, apply.DropDuplicate, lambda *_: None)
    with pytest.raises(AssertionError):
        test_a_frozen_worker_that_wakes_does_no_harm(new_meeting)
