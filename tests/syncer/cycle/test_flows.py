"""What a whole cycle does, entity by entity, over the two sides in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syncer.exchange_side.side import Stamp
from tests.syncer.cycle.world import DAY, World, guid


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
    world.exchange.put(address, "calendar", "CalendarItem", {"Subject": "Lunch", "Start": start, "End": start}, to_link)
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
