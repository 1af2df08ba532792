"""What stops one item, one mailbox or one direction, and how it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from syncer.crm_side.errors import CrmError, CrmProblem, CrmProblemKind
from syncer.crm_side.side import Participation
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import Stamp
from tests.syncer.cycle.memory_exchange import NO_TICK
from tests.syncer.cycle.test_flows import quiet
from tests.syncer.cycle.world import ORGANIZATION, World, guid


@pytest.fixture
def world() -> World:
    return World(names=("ana", "oliver", "michael"))


def test_one_poisoned_item_is_set_aside_and_the_others_go_on(world: World) -> None:
    box = world.exchange.mailbox(world.address("ana"))
    ids = [
        world.exchange.put(box.address, "tasks", "Task", {"Subject": str(n)}, Stamp(link_state=1.0)) for n in range(5)
    ]
    box.poisoned.add(ids[2])
    outcome = world.cycle("ana")
    assert (outcome.quarantined, outcome.alerts, outcome.problem) == (1, ("item_quarantined",), None)
    assert len(world.crm.table("task")) == 4
    assert world.crm.table("mailbox")[world.mailbox_id("ana")]["itemsfailedforlastsync"] == 1
    world.settle()
    assert len(world.store.alerts(world.mailbox_id("ana"))) == 1
    quiet(world)
    box.poisoned.clear()
    world.exchange.edit(box.address, ids[2], {"Subject": "healed"})
    world.settle()
    assert len(world.crm.table("task")) == 5
    assert world.store.quarantined(world.mailbox_id("ana")) == []
    quiet(world)


def test_a_row_that_crm_refuses_is_set_aside_and_the_others_go_on(world: World) -> None:
    first = world.contact(7, "ana", lastname="Lopes")
    world.contact(8, "ana", lastname="Pinto")
    world.settle()
    world.crm.refused[first] = "a plug-in says no"
    for item in world.items("ana", "contacts"):
        world.exchange.edit(world.address("ana"), item.ref.item_id, {"JobTitle": "new"})
    outcome = world.cycle("ana")
    assert (outcome.problem, outcome.alerts) == (None, ("row_refused",))
    assert world.crm.table("contact")[guid(8)]["jobtitle"] == "new"
    world.settle()
    quiet(world)
    world.crm.refused.clear()
    item = next(i for i in world.items("ana", "contacts") if i.fields["Surname"] == "Lopes")
    world.exchange.edit(world.address("ana"), item.ref.item_id, {"JobTitle": "newer"})
    world.settle()
    assert world.crm.table("contact")[first]["jobtitle"] == "newer"
    assert world.store.quarantined(world.mailbox_id("ana")) == []


def test_the_guard_holds_deletes_back_until_an_administrator_permits_them(world: World) -> None:
    for number in range(20, 32):
        world.task(number, "ana", subject=f"task {number}")
    world.settle()
    world.crm.table("task").clear()
    outcome = world.cycle("ana")
    assert "12 of 12" in str(outcome.held)
    assert outcome.alerts == ("safety_stop",)
    assert len(world.items("ana", "tasks")) == 12
    world.settle()
    assert len(world.items("ana", "tasks")) == 12
    world.store.approve_deletes(world.mailbox_id("ana"), 12)
    world.settle()
    assert world.items("ana", "tasks") == []
    state = world.store.mailbox(world.mailbox_id("ana"))
    assert state is not None
    assert (state.deletes_approved, state.held_reason) == (0, None)
    assert world.store.alerts(world.mailbox_id("ana")) == []
    quiet(world)


def test_an_approval_serves_the_deletes_that_need_it_and_ends_with_its_cycle(world: World) -> None:
    """A delete that was never held back, of another entity, does not use it up; what is left of it does not stay."""
    world.meeting(5, "ana")
    for number in range(20, 32):
        world.task(number, "ana", subject=f"task {number}")
    world.settle()
    world.crm.table("task").clear()
    world.cycle("ana")
    world.crm.remove("appointment", guid(5))
    world.store.approve_deletes(world.mailbox_id("ana"), 30)
    world.cycle("ana")
    assert (world.items("ana", "tasks"), world.items("ana", "calendar")) == ([], [])
    state = world.store.mailbox(world.mailbox_id("ana"))
    assert state is not None
    assert state.deletes_approved == 0


def test_a_permanent_failure_disables_the_mailbox_at_once_and_transient_ones_after_ten_tries(world: World) -> None:
    kind = ProblemKind.UNREACHABLE

    def tick(where: str) -> None:
        if where == "changes_since":
            raise EwsError(ExchangeProblem(kind))

    world.tick = tick
    row = world.crm.table("mailbox")[world.mailbox_id("ana")]
    for _ in range(20):
        world.cycle("ana")
    assert row["enabledforact"] is True, "asking again before the time doesn't count"
    for _ in range(10):
        world.now += timedelta(minutes=5)
        world.cycle("ana")
    assert world.crm.table("mailbox")[world.mailbox_id("ana")]["enabledforact"] is False
    kind = ProblemKind.DENIED
    assert world.cycle("oliver").alerts == ("act_permissions",)
    assert world.crm.table("mailbox")[world.mailbox_id("oliver")]["enabledforact"] is False


def test_a_copy_is_ignored_and_a_moved_item_keeps_its_link(world: World) -> None:
    world.task(8, "ana", subject="original")
    world.settle()
    address = world.address("ana")
    original = world.items("ana", "tasks")[0]
    copy = world.exchange.put(address, "tasks", "Task", original.fields, original.stamp)
    world.settle()
    assert len(world.items("ana", "tasks")) == 2
    assert len(world.crm.table("task")) == 1
    world.exchange.remove(address, copy)
    world.settle()
    assert len(world.crm.table("task")) == 1
    world.exchange.remove(address, original.ref.item_id)
    world.exchange.put(address, "tasks", "Task", original.fields, original.stamp)
    world.settle()
    assert len(world.items("ana", "tasks")) == 1
    assert len(world.crm.table("task")) == 1
    quiet(world)


def test_a_lost_state_is_found_again_by_the_stamps_and_nobody_is_invited(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.contact(6, "ana", lastname="Lopes", emailaddress1="Lopes@Example.test")
    world.settle()
    fresh = World(names=world.names, crm=world.crm, exchange=world.exchange)
    before = (world.writes, dict(world.exchange.requests))
    fresh.settle()
    assert (fresh.writes, dict(fresh.exchange.requests)) == before
    assert len(fresh.store.links(fresh.mailbox_id("ana"))) == 2
    quiet(fresh)


def test_an_item_deleted_while_the_sync_state_was_lost_is_noticed_when_it_is_written(world: World) -> None:
    world.task(8, "ana", subject="one")
    world.settle()
    mailbox = world.exchange.mailbox(world.address("ana"))
    mailbox.items.clear()
    mailbox.log.clear()
    world.settle()
    assert len(world.crm.table("task")) == 1
    world.crm.put("task", guid(8), {"subject": "two"})
    world.settle()
    assert [item.fields["Subject"] for item in world.items("ana", "tasks")] == ["two"]
    quiet(world)


def test_a_lost_sync_state_deletes_nothing(world: World) -> None:
    world.task(8, "ana", subject="one")
    world.settle()
    lease = world.store.acquire_lease(world.mailbox_id("ana"), "elsewhere/1/b", world.now, world.policy.lease)
    assert lease is not None
    with world.store.writing(lease) as writing:
        writing.save_sync_state("tasks", None)
    world.store.release_lease(lease)
    world.settle()
    assert (len(world.items("ana", "tasks")), len(world.crm.table("task"))) == (1, 1)
    quiet(world)


def test_an_appointment_without_organizer_is_one_alert(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.crm.put("appointment", guid(5), {"organizer": ()})
    assert world.cycle("oliver").alerts == ("organizer_missing",)
    assert world.cycle("oliver").alerts == ()
    assert world.items("ana", "calendar") == []


def test_parties_that_exchange_cannot_show_stay_in_the_row(world: World) -> None:
    world.contact(6, "michael", lastname="No address")
    nameless = replace(world.party("oliver", Participation.REQUIRED), reference=None, address=None)
    world.meeting(5, "ana", requiredattendees=(nameless, world.party("oliver", Participation.REQUIRED)))
    world.settle()
    item = world.items("ana", "calendar")[0]
    world.exchange.edit(world.address("ana"), item.ref.item_id, {"RequiredAttendees": ()})
    world.settle()
    assert world.crm.table("appointment")[guid(5)]["requiredattendees"] == (nameless,)
    quiet(world)


def test_another_hand_stops_the_mailbox_with_no_write(world: World) -> None:
    world.contact(7, "ana", lastname="Lopes")
    world.settle()
    world.crm.put("mailbox", world.mailbox_id("ana"), {"hostid": "CRMASYNC01", "lastsyncstartedon": world.now})
    world.crm.put("contact", guid(7), {"jobtitle": "x"})
    before = world.writes
    outcome = world.cycle("ana")
    assert "CRMASYNC01" in str(outcome.held)
    assert outcome.alerts == ("another_hand",)
    assert world.writes == before
    assert world.store.alerts(unpublished=True) == []
    world.store.take_over(world.mailbox_id("ana"), world.now, "CRMASYNC01", world.now, None)
    world.settle()
    assert world.items("ana", "contacts")[0].fields["JobTitle"] == "x"


@pytest.mark.parametrize(
    ("kind", "back_off", "expected"),
    [(ProblemKind.BUSY, 120.0, timedelta(seconds=120)), (ProblemKind.UNREACHABLE, None, timedelta(minutes=5))],
)
def test_a_busy_or_unreachable_site_makes_the_mailbox_rest(
    world: World, kind: ProblemKind, back_off: float | None, expected: timedelta
) -> None:
    def tick(where: str) -> None:
        if where == "changes_since":
            raise EwsError(ExchangeProblem(kind, "", "", back_off))

    world.tick = tick
    outcome = world.cycle("ana")
    assert outcome.problem is not None
    assert outcome.next_due_at == world.now + expected
    assert world.mailbox_id("ana") not in {state.mailbox_id for state in world.store.due_mailboxes(world.now)}
    resting: datetime | None = world.store.site_backoff("lisbon")
    assert resting == (world.now + expected if kind is ProblemKind.BUSY else None)


def test_the_organization_id_is_in_every_stamp(world: World) -> None:
    world.contact(7, "ana", lastname="Lopes")
    world.settle()
    stamp = world.items("ana", "contacts")[0].stamp
    assert (stamp.crm_id, stamp.org_id, stamp.link_state) == (guid(7), ORGANIZATION, 2.0)


def test_an_item_deleted_before_the_server_ever_named_it_is_deleted(world: World) -> None:
    """A server tells of a deletion only to somebody whom it told of the item."""
    world.task(8, "ana", subject="one")
    world.cycle("ana")
    world.exchange.remove(world.address("ana"), world.items("ana", "tasks")[0].ref.item_id)
    world.settle()
    assert world.crm.table("task") == {}
    quiet(world)


def test_an_item_is_looked_for_by_its_id_only_until_the_server_names_it(world: World) -> None:
    world.task(8, "ana", subject="one")
    world.cycle("ana")
    assert [link.announced for link in world.store.links(world.mailbox_id("ana"))] == [False]
    world.cycle("ana")
    assert [link.announced for link in world.store.links(world.mailbox_id("ana"))] == [True]
    asked: list[str] = []
    world.tick = asked.append
    world.cycle("ana")
    assert "get_items" not in asked


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", [one for one in CrmProblemKind if one is not CrmProblemKind.ALREADY_THERE])
def test_a_report_that_crm_does_not_take_is_made_by_the_next_cycle(
    world: World, kind: CrmProblemKind, when: str
) -> None:
    world.exchange.put(world.address("ana"), "tasks", "Task", {"Subject": "bad"}, Stamp(link_state=1.0))
    world.exchange.mailbox(world.address("ana")).poisoned.add(world.items("ana", "tasks")[0].ref.item_id)

    def tick(where: str) -> None:
        if where == f"update: {when}":
            raise CrmError(CrmProblem(kind))

    world.tick = tick
    assert world.cycle("ana").quarantined == 1
    world.tick = world.crm.tick = NO_TICK
    world.cycle("ana")
    assert world.crm.table("mailbox")[world.mailbox_id("ana")]["itemsfailedforlastsync"] == 1
    quiet(world)
