"""What a whole cycle does, entity by entity, over the two sides in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from syncer.crm_side.side import Participation
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import Stamp
from tests.syncer.cycle.world import DAY, ORGANIZATION, World, guid


@pytest.fixture
def world() -> World:
    return World(names=("ana", "oliver", "michael"))


def quiet(world: World) -> None:
    before = world.writes
    outcomes = [world.cycle(name) for name in world.names]
    assert world.writes == before
    assert all(outcome.writes == 0 and outcome.problem is None for outcome in outcomes)


def test_a_crm_appointment_becomes_one_meeting_and_one_request_each(world: World) -> None:
    world.meeting(5, "ana", "oliver", "michael")
    world.settle()
    assert [len(world.items(name, "calendar")) for name in world.names] == [1, 1, 1]
    assert set(world.exchange.requests.values()) == {1}
    assert len(world.exchange.requests) == 2
    links = {name: world.store.links(world.mailbox_id(name))[0] for name in world.names}
    assert [links[name].role for name in world.names] == ["owner", "attendee", "attendee"]
    quiet(world)


def test_attendees_mailboxes_never_write(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.settle()
    copy = world.items("oliver", "calendar")[0]
    world.exchange.edit(world.address("oliver"), copy.ref.item_id, {"Subject": "my own words"})
    outcome = world.cycle("oliver")
    assert outcome.writes == 0
    assert world.crm.table("appointment")[guid(5)]["subject"] == "Planning"
    world.exchange.remove(world.address("oliver"), copy.ref.item_id)
    world.settle()
    assert guid(5) in world.crm.table("appointment")
    assert len(world.items("ana", "calendar")) == 1
    quiet(world)


@pytest.mark.parametrize(("start", "required"), [(-DAY, ("oliver",)), (DAY, ())])
def test_no_invitation_for_the_past_or_without_attendees(
    world: World, start: timedelta, required: tuple[str, ...]
) -> None:
    world.meeting(5, "ana", *required, scheduledstart=world.now + start)
    world.settle()
    assert len(world.items("ana", "calendar")) == 1
    assert not world.exchange.requests
    quiet(world)


def test_an_update_is_sent_only_when_a_sensitive_property_changed(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.settle()
    world.crm.put("appointment", guid(5), {"ownerid": world.user("ana")})
    world.settle()
    assert world.exchange.requests["Planning", world.address("oliver")] == 1
    world.crm.put("appointment", guid(5), {"location": "Room 2"})
    world.settle()
    assert world.exchange.requests["Planning", world.address("oliver")] == 2
    assert world.items("ana", "calendar")[0].fields["Location"] == "Room 2"
    assert world.items("oliver", "calendar")[0].fields["Location"] == "Room 2"
    quiet(world)


def test_an_answer_becomes_one_note(world: World) -> None:
    world.meeting(5, "ana", "oliver", "michael")
    world.settle()
    item = world.items("ana", "calendar")[0].ref.item_id
    world.exchange.answer(world.address("ana"), item, world.address("oliver"), "Accept")
    world.exchange.answer(world.address("ana"), item, world.address("michael"), "Tentative")
    world.settle()
    said = sorted(str(row["subject"]) for row in world.crm.table("annotation").values())
    assert said == ["Meeting response: Michael tentatively accepted", "Meeting response: Oliver accepted"]
    world.exchange.answer(world.address("ana"), item, world.address("oliver"), "Decline")
    world.settle()
    said = sorted(str(row["subject"]) for row in world.crm.table("annotation").values())
    assert said == ["Meeting response: Michael tentatively accepted", "Meeting response: Oliver declined"]
    quiet(world)


def test_both_sides_edits_of_different_fields_are_both_kept(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.settle()
    item = world.items("ana", "calendar")[0]
    world.exchange.edit(world.address("ana"), item.ref.item_id, {"Location": "Room 9"})
    world.crm.put("appointment", guid(5), {"subject": "New title"})
    world.settle()
    assert world.crm.table("appointment")[guid(5)]["location"] == "Room 9"
    assert world.items("ana", "calendar")[0].fields["Subject"] == "New title"
    assert not world.store.conflicts(world.mailbox_id("ana"))
    quiet(world)


def test_the_same_field_on_both_sides_is_a_logged_conflict(world: World) -> None:
    world.contact(6, "ana", firstname="Maria", lastname="Lopes", jobtitle="a")
    world.settle()
    item = world.items("ana", "contacts")[0]
    world.exchange.edit(world.address("ana"), item.ref.item_id, {"JobTitle": "exchange"})
    world.crm.put("contact", guid(6), {"jobtitle": "crm"})
    world.settle()
    assert world.items("ana", "contacts")[0].fields["JobTitle"] == "crm"
    logged = world.store.conflicts(world.mailbox_id("ana"))
    assert [(c.field, c.crm_value, c.exchange_value, c.winner) for c in logged] == [
        ("job_title", "crm", "exchange", "crm")
    ]
    quiet(world)


def test_marked_items_become_rows_and_unmarked_ones_do_not(world: World) -> None:
    address = world.address("ana")
    to_link = Stamp(link_state=1.0)
    world.exchange.put(address, "contacts", "Contact", {"GivenName": "Joana", "CompanyName": "Contoso"}, to_link)
    world.exchange.put(address, "contacts", "Contact", {"DisplayName": "Private"})
    world.exchange.put(address, "tasks", "Task", {"Subject": "Call", "Status": "InProgress"}, to_link)
    start = world.now + DAY
    world.exchange.put(
        address, "calendar", "CalendarItem", {"Subject": "Lunch", "Start": start, "End": start}, to_link
    )
    world.settle()
    assert [row["firstname"] for row in world.crm.table("contact").values()] == ["Joana"]
    assert [(row["subject"], row["statuscode"]) for row in world.crm.table("task").values()] == [("Call", 3)]
    (row,) = world.crm.table("appointment").values()
    assert row["globalobjectid"]
    assert row["organizer"][0].reference.id == guid(1)
    contacts = {item.fields.get("CompanyName"): item.stamp for item in world.items("ana", "contacts")}
    assert contacts["Contoso"].link_state == 2.0
    assert contacts[None].link_state is None
    assert not world.exchange.requests
    quiet(world)


def test_a_task_goes_both_ways_into_its_completion(world: World) -> None:
    world.task(7, "ana", subject="Report", scheduledend=world.now + DAY, percentcomplete=30, statuscode=3)
    world.settle()
    item = world.items("ana", "tasks")[0]
    assert (item.fields["Status"], item.fields["PercentComplete"]) == ("InProgress", 30.0)
    done = {"Status": "Completed", "PercentComplete": 100.0}
    world.exchange.edit(world.address("ana"), item.ref.item_id, done)
    world.settle()
    row = world.crm.table("task")[guid(7)]
    assert (row["statecode"], row["statuscode"]) == (1, 5)
    quiet(world)
    world.crm.put("task", guid(7), {"statecode": 0, "statuscode": 3, "percentcomplete": 50})
    world.settle()
    assert world.items("ana", "tasks")[0].fields["Status"] == "InProgress"
    quiet(world)


def test_deletes_follow_the_documented_rules(world: World) -> None:
    future = world.meeting(5, "ana", "oliver", subject="future")
    past = world.meeting(6, "ana", subject="past", scheduledstart=world.now - DAY)
    mine = world.contact(7, "ana", lastname="Lopes")
    open_task = world.task(8, "ana", subject="open")
    done_task = world.task(9, "ana", subject="done")
    world.settle()
    done = next(item for item in world.items("ana", "tasks") if item.fields["Subject"] == "done")
    world.exchange.edit(world.address("ana"), done.ref.item_id, {"Status": "Completed"})
    world.settle()
    for entity, id in (("appointment", future), ("appointment", past), ("contact", mine)):
        world.crm.remove(entity, id)
    for id in (open_task, done_task):
        world.crm.remove("task", id)
    world.settle()
    assert [item.fields["Subject"] for item in world.items("ana", "calendar")] == ["past"]
    assert world.exchange.cancellations["future", world.address("oliver")] == 1
    assert [item.fields["Subject"] for item in world.items("ana", "tasks")] == ["done"]
    assert [item.stamp.link_state for item in world.items("ana", "contacts")] == [0.0]
    quiet(world)


def test_the_other_reading_of_the_contact_rule_deletes(world: World) -> None:
    world.policy = replace(world.policy, contact_delete="always")
    mine = world.contact(7, "ana", lastname="Lopes")
    world.settle()
    world.crm.remove("contact", mine)
    world.settle()
    assert world.items("ana", "contacts") == []
    quiet(world)


def test_exchange_deletes_follow_the_documented_rules(world: World) -> None:
    world.meeting(5, "ana", subject="future")
    world.meeting(6, "ana", subject="past", scheduledstart=world.now - DAY)
    world.meeting(7, "ana", subject="closed", statecode=1, statuscode=3)
    world.task(8, "ana", subject="task")
    world.contact(9, "ana", lastname="Lopes")
    world.settle()
    for folder in ("calendar", "tasks", "contacts"):
        for item in world.items("ana", folder):
            world.exchange.remove(world.address("ana"), item.ref.item_id)
    world.settle()
    assert sorted(row["subject"] for row in world.crm.table("appointment").values()) == ["closed", "past"]
    assert world.crm.table("task") == {}
    assert world.crm.table("contact") == {}
    assert world.items("ana", "calendar") == []
    quiet(world)


def test_edit_beats_delete_on_both_sides(world: World) -> None:
    world.task(8, "ana", subject="kept by crm")
    world.task(9, "ana", subject="kept by exchange")
    world.settle()
    items = {str(item.fields["Subject"]): item.ref.item_id for item in world.items("ana", "tasks")}
    world.exchange.remove(world.address("ana"), items["kept by crm"])
    world.crm.put("task", guid(8), {"subject": "edited in crm"})
    world.crm.remove("task", guid(9))
    world.exchange.edit(world.address("ana"), items["kept by exchange"], {"Subject": "edited in exchange"})
    world.settle()
    expected = ["edited in crm", "edited in exchange"]
    assert sorted(row["subject"] for row in world.crm.table("task").values()) == expected
    assert sorted(str(item.fields["Subject"]) for item in world.items("ana", "tasks")) == expected
    quiet(world)


def test_a_row_that_leaves_the_filter_is_left_alone(world: World) -> None:
    world.contact(7, "ana", lastname="Lopes")
    world.meeting(5, "ana", "oliver")
    world.settle()
    world.crm.put("contact", guid(7), {"ownerid": world.user("michael")})
    world.settle()
    assert len(world.items("ana", "contacts")) == 1
    assert len(world.items("michael", "contacts")) == 1
    world.crm.put("contact", guid(7), {"ownerid": world.user("ana"), "jobtitle": "Director"})
    world.settle()
    assert world.items("ana", "contacts")[0].fields["JobTitle"] == "Director"
    quiet(world)


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
    world.meeting(
        5, "ana", requiredattendees=(nameless, world.party("oliver", Participation.REQUIRED))
    )
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
