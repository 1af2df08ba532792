"""One item, row or meeting that fails every time stops no other, and is tried again when nobody touches it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import Stamp
from tests.syncer.cycle.test_flows import quiet
from tests.syncer.cycle.world import World, guid


@pytest.fixture
def world() -> World:
    return World(names=("ana", "oliver"))


def raising(where: str, kind: ProblemKind, times: int = 1_000_000) -> tuple[list[int], object]:
    left = [times]

    def tick(point: str) -> None:
        if point == where and left[0] > 0:
            left[0] -= 1
            raise EwsError(ExchangeProblem(kind, "ErrorOfThisTest"))

    return left, tick


def unsent_meeting(world: World) -> None:
    """A meeting whose item is made and whose invitations are not sent: the worker stopped in between."""
    world.meeting(5, "ana", "oliver")
    _, world.tick = raising("send_meeting: before", ProblemKind.UNREACHABLE)  # type: ignore[assignment]
    assert world.cycle("ana").problem is not None
    world.now += world.policy.lease
    assert [intent.action for intent in world.store.intents(world.mailbox_id("ana"))] == ["send_meeting"]


@pytest.mark.parametrize("kind", [ProblemKind.STALE, ProblemKind.REFUSED, ProblemKind.MALFORMED, ProblemKind.GONE])
def test_a_meeting_that_cannot_be_sent_stops_nothing_else(world: World, kind: ProblemKind) -> None:
    unsent_meeting(world)
    world.contact(7, "ana", lastname="Lopes")
    left, world.tick = raising("send_meeting: before", kind)  # type: ignore[assignment]
    assert world.cycle("ana").problem is None
    assert 1_000_000 - left[0] <= 3, "the same call over and over"
    assert len(world.items("ana", "contacts")) == 1
    alerts = {alert.code for alert in world.store.alerts(world.mailbox_id("ana"))}
    assert ("row_refused" in alerts) == (kind in (ProblemKind.REFUSED, ProblemKind.MALFORMED))
    _, world.tick = raising("", kind)  # type: ignore[assignment]
    world.settle()
    assert world.store.intents(world.mailbox_id("ana")) == []
    assert sum(world.exchange.requests.values()) == (0 if kind is ProblemKind.REFUSED else 1)
    quiet(world)


@pytest.mark.parametrize("where", ["create_item: before", "create_item: after"])
def test_a_write_with_an_unreadable_answer_is_looked_up_and_made_once(world: World, where: str) -> None:
    for number in range(5, 9):
        world.contact(number, "ana", lastname=f"Lopes {number}")
    _, world.tick = raising(where, ProblemKind.MALFORMED, 2)  # type: ignore[assignment]
    outcome = world.cycle("ana")
    assert outcome.problem is None
    assert len(world.items("ana", "contacts")) == (2 if "before" in where else 4)
    world.settle()
    assert len(world.items("ana", "contacts")) == 4
    assert world.store.quarantined(world.mailbox_id("ana")) == []
    quiet(world)


def test_a_server_that_answers_nothing_readable_is_no_items_fault(world: World) -> None:
    world.contact(5, "ana", lastname="Lopes")

    def tick(point: str) -> None:
        if point in ("create_item: before", "folder_size"):
            raise EwsError(ExchangeProblem(ProblemKind.MALFORMED))

    world.tick = tick
    assert world.cycle("ana").problem is not None
    assert world.store.quarantined(world.mailbox_id("ana")) == []


def test_what_was_set_aside_is_tried_again_untouched(world: World) -> None:
    box = world.exchange.mailbox(world.address("ana"))
    poisoned = world.exchange.put(box.address, "tasks", "Task", {"Subject": "one"}, Stamp(link_state=1.0))
    box.poisoned.add(poisoned)
    refused = world.contact(7, "ana", lastname="Pinto")
    world.settle()
    item = world.items("ana", "contacts")[0].ref.item_id
    world.crm.refused[refused] = "a plug-in says no"
    world.exchange.edit(box.address, item, {"JobTitle": "new"})
    world.settle()
    assert len(world.store.quarantined(world.mailbox_id("ana"))) == 2
    box.poisoned.clear()
    world.crm.refused.clear()
    world.settle()
    assert world.crm.table("task") == {}, "not before its time"
    world.now += timedelta(hours=1)
    world.settle()
    assert [row["subject"] for row in world.crm.table("task").values()] == ["one"]
    assert world.crm.table("contact")[refused]["jobtitle"] == "new"
    assert world.store.quarantined(world.mailbox_id("ana")) == []
    quiet(world)


def test_a_row_that_exchange_refused_is_tried_again_untouched(world: World) -> None:
    world.contact(7, "ana", lastname="Pinto")
    left, world.tick = raising("create_item: before", ProblemKind.REFUSED)  # type: ignore[assignment]
    world.settle(4)
    assert 1_000_000 - left[0] == 1, "refused again and again"
    world.now += timedelta(hours=1)
    world.settle(4)
    assert 1_000_000 - left[0] == 2
    left[0] = 0
    world.now += timedelta(hours=1)
    world.settle()
    assert len(world.items("ana", "contacts")) == 1
    quiet(world)


def test_a_sync_state_that_is_refused_every_time_does_not_go_round_for_ever(world: World) -> None:
    left, world.tick = raising("changes_since", ProblemKind.INVALID_SYNC_STATE)  # type: ignore[assignment]
    assert world.cycle("ana").problem is not None
    assert 1_000_000 - left[0] == 2


def test_a_mailbox_that_moved_keeps_its_links(world: World) -> None:
    """New ids for every item and a SyncState that is refused: nothing is made or sent twice, and edits still count."""
    world.meeting(5, "ana", "oliver")
    world.contact(6, "ana", lastname="Lopes")
    world.settle()
    address = world.address("ana")
    box = world.exchange.mailbox(address)
    before = list(box.items.values())
    box.items.clear()
    box.log.clear()
    for stored in before:
        item = stored.item
        world.exchange.put(
            address, stored.folder, item.element, item.fields, item.stamp, global_id=item.clean_global_object_id
        )
    contact = world.items("ana", "contacts")[0].ref.item_id
    world.exchange.edit(address, contact, {"JobTitle": "edited meanwhile"})
    _, world.tick = raising("changes_since", ProblemKind.INVALID_SYNC_STATE, 1)  # type: ignore[assignment]
    world.settle()
    assert world.crm.table("contact")[guid(6)]["jobtitle"] == "edited meanwhile"
    assert [link.item_id for link in world.store.links(world.mailbox_id("ana"), "contact")] == [contact]
    assert (len(world.items("ana", "calendar")), len(world.items("ana", "contacts"))) == (1, 1)
    assert sum(world.exchange.requests.values()) == 1
    quiet(world)
