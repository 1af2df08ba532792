"""An alert lasts as long as its reason: then it leaves the alert wall, and what happens again is a new alert."""

from __future__ import annotations

from datetime import timedelta

import pytest

from syncer.alert_log import WallChanges, publish_alerts
from syncer.crm_side.records import IncomingMethod
from syncer.crm_side.side import Participation
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import Stamp
from tests.syncer.cycle.world import World, guid


@pytest.fixture
def world() -> World:
    return World(names=("ana", "oliver"))


def wall(world: World) -> list[str]:
    """The alert wall after our state was published: its texts."""
    publish_alerts(world.store, world.crm, lambda _mailbox: True)
    return sorted(str(row["text"]) for row in world.crm.table("tracelog").values())


def codes(world: World) -> list[str]:
    return [alert.code for alert in world.store.alerts()]


def test_a_quarantined_item_that_heals_and_falls_ill_again(world: World) -> None:
    address = world.address("ana")
    item = world.exchange.put(address, "tasks", "Task", {"Subject": "ill"}, Stamp(link_state=1.0))
    ids: set[str] = set()
    for _ in range(2):
        world.exchange.mailbox(address).poisoned.add(item)
        world.exchange.edit(address, item, {"Subject": "ill"})
        world.cycle("ana")
        (text,) = wall(world)
        assert "has been set aside" in text
        ids |= set(world.crm.table("tracelog"))
        world.exchange.mailbox(address).poisoned.clear()
        world.exchange.edit(address, item, {"Subject": "well"})
        world.cycle("ana")
        assert wall(world) == []
    assert len(ids) == 2
    before = world.crm.writes
    assert publish_alerts(world.store, world.crm, lambda _mailbox: True) == WallChanges()
    assert world.crm.writes == before


def test_another_hand_that_lets_go(world: World) -> None:
    row = world.mailbox_id("ana")
    for number in (1, 2):
        world.crm.put("mailbox", row, {"hostid": f"CRMASYNC0{number}"})
        before = world.writes
        world.cycle("ana")
        assert codes(world) == ["another_hand"]
        assert [alert.code for alert in world.store.alerts_off_the_wall()] == ["another_hand"]
        assert (wall(world), world.writes) == ([], before)
        world.store.take_over(row, world.now, f"CRMASYNC0{number}", None, None)
        world.cycle("ana")
        assert codes(world) == []
        assert world.writes == before, "an alert that never was on the wall need not leave it"
        assert publish_alerts(world.store, world.crm, lambda _mailbox: True) == WallChanges()


def test_beside_another_hand_nothing_is_written(world: World) -> None:
    """The alert of a quarantined item and the number of them wait until the mailbox is ours again."""
    item = world.exchange.put(world.address("ana"), "tasks", "Task", {"Subject": "ill"}, Stamp(link_state=1.0))
    world.exchange.mailbox(world.address("ana")).poisoned.add(item)
    world.cycle("ana")
    world.crm.put("mailbox", world.mailbox_id("ana"), {"hostid": "CRMASYNC01"})
    lease = world.store.acquire_lease(world.mailbox_id("ana"), "elsewhere/1/a", world.now, timedelta(minutes=3))
    assert lease is not None
    with world.store.writing(lease) as writing:
        writing.release(f"exchange:{item}")
    world.store.release_lease(lease)
    before = world.crm.writes
    world.cycle("ana")
    assert publish_alerts(world.store, world.crm, lambda _mailbox: False) == WallChanges()
    assert world.crm.writes == before


def test_the_safety_stop_ends_when_the_records_are_there_again(world: World) -> None:
    for number in range(20, 32):
        world.task(number, "ana", subject=f"task {number}")
    world.settle()
    for _ in range(2):
        gone = dict(world.crm.table("task"))
        world.crm.table("task").clear()
        assert world.cycle("ana").alerts == ("safety_stop",)
        assert len(wall(world)) == 1
        world.crm.table("task").update(gone)
        world.cycle("ana")
        assert wall(world) == []


def test_an_appointment_gets_its_organizer(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.crm.put("appointment", guid(5), {"organizer": ()})
    world.cycle("oliver")
    world.cycle("oliver")
    assert codes(world) == ["organizer_missing"]
    world.crm.put("appointment", guid(5), {"organizer": (world.party("ana", Participation.ORGANIZER),)})
    world.settle()
    assert (codes(world), wall(world)) == ([], [])


def test_a_marked_series_is_one_alert(world: World) -> None:
    address = world.address("ana")
    fields = {"Subject": "Every Monday", "IsRecurring": True}
    series = world.exchange.put(address, "calendar", "CalendarItem", fields, Stamp(link_state=1.0))
    world.exchange.put(address, "calendar", "CalendarItem", {**fields, "Subject": "Private"})
    outcome = world.cycle("ana")
    assert (outcome.alerts, outcome.quarantined) == (("series_not_taken",), 1)
    (text,) = wall(world)
    assert "Every Monday" in text
    world.exchange.edit(address, series, {"Location": "elsewhere"})
    assert (world.cycle("ana").alerts, world.crm.table("appointment")) == ((), {})
    before = world.writes
    world.cycle("ana")
    assert world.writes == before
    world.exchange.remove(address, series)
    world.cycle("ana")
    assert (wall(world), world.store.quarantined(world.mailbox_id("ana"))) == ([], [])


def test_the_channel_that_failed_is_disabled_and_the_others_go_on(world: World) -> None:
    """Impersonation is refused while the Inbox is read, after calendar, contacts and tasks were."""
    row = world.mailbox_id("ana")
    world.crm.put("mailbox", row, {
        "enabledforincomingemail": True, "enabledforoutgoingemail": True, "emailrouteraccessapproval": 1,
        "incomingemaildeliverymethod": int(IncomingMethod.SERVER_SIDE),
    })  # fmt: skip
    asked = 0

    def deny_the_inbox(where: str) -> None:
        nonlocal asked
        asked += where == "changes_since"
        if where == "changes_since" and asked == 4:
            raise EwsError(ExchangeProblem(ProblemKind.DENIED))

    world.tick = deny_the_inbox
    outcome = world.cycle("ana")
    assert outcome.alerts == ("incoming_credentials",)
    assert outcome.next_due_at == world.now
    switches = ("enabledforact", "enabledforincomingemail", "enabledforoutgoingemail")
    assert [world.crm.table("mailbox")[row][name] for name in switches] == [True, False, True]
    assert "insufficient permissions for receiving email" in wall(world)[0]
    state = world.store.mailbox(row)
    assert state is not None
    assert state.disabled_reason is None
    world.cycle("ana")
    assert codes(world) == ["incoming_credentials"], "a fine cycle of the others says nothing about this one"
    world.crm.put("mailbox", row, {"enabledforincomingemail": True})
    world.cycle("ana")
    assert wall(world) == []
