"""What an appointment or a task is regarding goes both ways, and nobody is told of it."""

from __future__ import annotations

import pytest

from syncer.crm_side.side import EntityReference
from tests.syncer.cycle.world import DAY, World, guid

FABRIKAM, OTHER = EntityReference("account", guid(31)), EntityReference("contact", guid(32))


@pytest.fixture
def world() -> World:
    return World(names=("ana", "oliver"))


def quiet(world: World) -> None:
    before = world.writes
    assert all(world.cycle(name).writes == 0 for name in world.names)
    assert world.writes == before


def test_an_appointments_regarding_goes_both_ways_without_an_update(world: World) -> None:
    world.meeting(5, "ana", "oliver", regardingobjectid=FABRIKAM)
    world.settle()
    item = world.items("ana", "calendar")[0]
    assert item.fields["CrmRegarding"] == f"account:{guid(31)}"
    world.crm.put("appointment", guid(5), {"regardingobjectid": OTHER})
    world.settle()
    assert world.items("ana", "calendar")[0].fields["CrmRegarding"] == f"contact:{guid(32)}"
    world.exchange.edit(world.address("ana"), item.ref.item_id, {"CrmRegarding": f"account:{guid(31)}"})
    world.settle()
    kept = world.crm.table("appointment")[guid(5)]["regardingobjectid"]
    assert (kept.logical_name, kept.id) == ("account", guid(31))
    assert set(world.exchange.requests.values()) == {1}
    quiet(world)


def test_a_tasks_regarding_is_set_and_cleared(world: World) -> None:
    world.task(7, "ana", subject="Report", scheduledend=world.now + DAY, regardingobjectid=FABRIKAM)
    world.settle()
    assert world.items("ana", "tasks")[0].fields["CrmRegarding"] == f"account:{guid(31)}"
    world.crm.put("task", guid(7), {"regardingobjectid": None})
    world.settle()
    assert world.items("ana", "tasks")[0].fields.get("CrmRegarding") is None
    quiet(world)
