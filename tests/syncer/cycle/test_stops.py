"""A stop at every single point of a flow: before and after every effect, and around every commit. Then recovery.

After it: everything converged, nothing twice, nothing lost, every invitation once, and one more cycle writes nothing.
The same with recovery taken out must be caught.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from syncer import recovery, sync_cycle
from syncer.exchange_side.side import Stamp
from tests.syncer.cycle.world import World, guid

Prepare = Callable[[World], None]


def new_meeting(world: World) -> None:
    world.meeting(5, "ana", "oliver")


def changed_meeting(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.settle()
    item = world.items("ana", "calendar")[0].ref.item_id
    world.crm.put("appointment", guid(5), {"location": "Room 2"})
    world.exchange.edit(world.address("ana"), item, {"Importance": "High"})


def deleted_meeting(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.settle()
    world.crm.remove("appointment", guid(5))


def answered_meeting(world: World) -> None:
    world.meeting(5, "ana", "oliver")
    world.settle()
    item = world.items("ana", "calendar")[0].ref.item_id
    world.exchange.answer(world.address("ana"), item, world.address("oliver"), "Accept")


def new_rows_and_items(world: World) -> None:
    world.contact(6, "ana", firstname="Maria", lastname="Lopes")
    world.task(7, "ana", subject="Report", statuscode=3, percentcomplete=40)
    to_link = Stamp(link_state=1.0)
    box = world.address("ana")
    world.exchange.put(box, "contacts", "Contact", {"GivenName": "Joana", "DisplayName": "Joana"}, to_link)
    world.exchange.put(box, "tasks", "Task", {"Subject": "Call", "Status": "Completed"}, to_link)
    when = {"Start": world.now, "End": world.now, "LegacyFreeBusyStatus": "Busy"}
    world.exchange.put(box, "calendar", "CalendarItem", {"Subject": "Lunch", **when}, to_link)


def edits_on_both_sides(world: World) -> None:
    world.contact(6, "ana", firstname="Maria", lastname="Lopes")
    world.task(7, "ana", subject="Report")
    world.settle()
    contact = world.items("ana", "contacts")[0].ref.item_id
    task = world.items("ana", "tasks")[0].ref.item_id
    world.exchange.edit(world.address("ana"), contact, {"JobTitle": "Director"})
    world.exchange.edit(world.address("ana"), task, {"Status": "Completed", "Subject": "Done"})
    world.crm.put("contact", guid(6), {"mobilephone": "1234"})
    world.crm.put("task", guid(7), {"description": "text"})


def deletes_on_both_sides(world: World) -> None:
    world.task(7, "ana", subject="a")
    world.task(8, "ana", subject="b")
    world.settle()
    world.crm.remove("task", guid(7))
    item = next(i for i in world.items("ana", "tasks") if i.fields["Subject"] == "b")
    world.exchange.remove(world.address("ana"), item.ref.item_id)


FLOWS: tuple[Prepare, ...] = (
    new_meeting,
    changed_meeting,
    deleted_meeting,
    answered_meeting,
    new_rows_and_items,
    edits_on_both_sides,
    deletes_on_both_sides,
)


def final_state(world: World) -> dict[str, Any]:
    """Everything that people can see, without the ids that Exchange gives."""
    hidden = ("versionnumber", "globalobjectid")
    rows = {
        entity: {id: {name: value for name, value in row.items() if name not in hidden} for id, row in table.items()}
        for entity, table in world.crm.rows.items()
        if entity not in ("contact", "task", "appointment")
    }
    rows["synchronized"] = {
        entity: sorted(_shown(row, hidden) for row in world.crm.table(entity).values())
        for entity in ("contact", "task", "appointment")
    }
    items = {
        (name, folder): sorted(
            _shown(item.fields, ("SendMarker",)) + repr(item.stamp.link_state) for item in world.items(name, folder)
        )
        for name in world.names
        for folder in ("calendar", "contacts", "tasks")
    }
    return {
        "rows": rows,
        "items": items,
        "requests": dict(world.exchange.requests),
        "cancellations": dict(world.exchange.cancellations),
    }


def _shown(values: Mapping[str, object], hidden: tuple[str, ...]) -> str:
    return repr(sorted((name, repr(value)) for name, value in values.items() if name not in hidden))


def undisturbed(prepare: Prepare) -> dict[str, Any]:
    world = World()
    prepare(world)
    world.settle()
    return final_state(world)


def stop_everywhere(prepare: Prepare, limit: int = 400) -> int:
    """Runs the flow with one stop at each point in turn; answers how many points there were."""
    wanted = undisturbed(prepare)
    for point in range(1, limit):
        world = World()
        prepare(world)
        if not world.stop_in_cycle("ana", point):
            return point - 1
        world.settle(2)
        assert final_state(world) == wanted, f"after a stop at point {point}"
        before = world.writes
        world.settle(1)
        assert world.writes == before, f"not quiet after a stop at point {point}"
        assert world.store.intents(world.mailbox_id("ana")) == []
    raise AssertionError("the flow has no end")


@pytest.mark.crash
@pytest.mark.parametrize("prepare", FLOWS, ids=lambda flow: flow.__name__)
def test_a_stop_at_any_point_changes_nothing_in_the_end(prepare: Prepare) -> None:
    assert stop_everywhere(prepare) >= 8


@pytest.mark.crash
def test_a_second_stop_during_recovery_changes_nothing_either() -> None:
    wanted = undisturbed(new_meeting)
    first = 0
    while True:
        first += 3
        for second in range(2, 40, 5):
            world = World()
            new_meeting(world)
            if not world.stop_in_cycle("ana", first):
                return
            world.stop_in_cycle("ana", second)
            world.settle(2)
            assert final_state(world) == wanted, f"after stops at {first} and {second}"


@pytest.mark.crash
def test_without_recovery_the_same_stops_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_cycle, "recover", lambda *_: 0)
    with pytest.raises(AssertionError):
        stop_everywhere(new_meeting)


@pytest.mark.crash
def test_a_recovery_that_sends_without_looking_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(work: Any, intent: Any) -> None:
        item = work.cycle.exchange.get_items([intent.item_id])[0]
        work.cycle.exchange.send_meeting(item.ref, intent.id)
        work.close(intent)

    monkeypatch.setitem(recovery.RECOVERIES, "send_meeting", careless)
    with pytest.raises(AssertionError):
        stop_everywhere(new_meeting)
