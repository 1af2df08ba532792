"""Which mailboxes a pass looks at, and that one that can't be reached stops no other."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from syncer.crm_side.records import EmailServerProfile, MailboxRecord
from syncer.crm_side.side import EntityReference
from syncer.exchange_side.side import ExchangeSide
from syncer.settings import CrmSettings, OwnershipSettings, Settings, SettingsError
from syncer.worker import Worker
from tests.syncer.cycle.world import ORGANIZATION, World, guid


class MemoryConnections:
    """Sides of the world's mailboxes; a mailbox in ``without_secret`` has none."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.without_secret: set[str] = set()

    def side_for(self, mailbox: MailboxRecord, profile: EmailServerProfile) -> ExchangeSide:
        if mailbox.email in self.without_secret:
            raise SettingsError(f"there is no password for the profile {profile.name}")
        return self.world.exchange.side(mailbox.email)


@pytest.fixture
def world() -> World:
    world = World(names=("ana", "oliver"))
    world.crm.put("organization", ORGANIZATION, {"name": "contoso"})
    world.crm.put("emailserverprofile", guid(0x200), {"name": "lisbon", "statecode": 0})
    profile = EntityReference("emailserverprofile", guid(0x200))
    for name in world.names:
        world.crm.put("mailbox", world.mailbox_id(name), {"emailserverprofile": profile, "statecode": 0})
    return world


def worker_of(world: World, *listed: str) -> tuple[Worker, MemoryConnections]:
    ownership = OwnershipSettings(mode="listed", mailboxes=listed) if listed else OwnershipSettings(mode="all")
    settings = Settings(crm=CrmSettings(organization_service_url="https://x.test", user="u"), ownership=ownership)
    connections = MemoryConnections(world)
    worker = Worker(settings, world.store, world.crm, connections, lambda: world.now, world.new_id)
    worker.refresh()
    return worker, connections


def looked_at(worker: Worker, *, force: bool = False) -> list[str]:
    return [outcome.address.partition("@")[0] for outcome in worker.run_once(force=force) if not outcome.busy]


def test_a_pass_looks_at_what_is_due_and_force_at_everything(world: World) -> None:
    worker, _ = worker_of(world)
    assert looked_at(worker) == ["ana", "oliver"]
    assert looked_at(worker) == []
    assert looked_at(worker, force=True) == ["ana", "oliver"]
    world.now += timedelta(seconds=1)
    world.store.want(world.mailbox_id("oliver"), world.now)
    assert looked_at(worker) == ["oliver"]
    world.now += timedelta(minutes=5)
    assert looked_at(worker) == ["ana", "oliver"]


def test_only_listed_mailboxes_are_ours(world: World) -> None:
    worker, _ = worker_of(world, "OLIVER@contoso.test")
    assert looked_at(worker, force=True) == ["oliver"]


def test_a_resting_site_is_left_alone_unless_an_administrator_asks(world: World) -> None:
    worker, _ = worker_of(world)
    world.store.back_off_site("lisbon", world.now + timedelta(minutes=2))
    assert looked_at(worker) == []
    assert looked_at(worker, force=True) == ["ana", "oliver"]


def test_a_profile_without_a_password_stops_no_other_mailbox(world: World) -> None:
    worker, connections = worker_of(world)
    connections.without_secret.add(world.address("ana"))
    outcomes = {outcome.address: outcome.problem for outcome in worker.run_once(force=True)}
    assert "no password" in str(outcomes[world.address("ana")])
    assert outcomes[world.address("oliver")] is None


def test_a_mailbox_that_another_worker_holds_is_left_to_it(world: World) -> None:
    worker, _ = worker_of(world)
    other = world.store.acquire_lease(world.mailbox_id("ana"), "elsewhere/x/y/1/b", world.now, timedelta(minutes=3))
    assert other is not None
    assert looked_at(worker, force=True) == ["oliver"]
    assert [(one.address, one.busy, one.quiet) for one in worker.run_once(force=True) if one.busy] == [
        (world.address("ana"), True, False)
    ]
    world.store.release_lease(other)
    assert looked_at(worker, force=True) == ["ana", "oliver"]


def test_a_pass_that_is_told_to_stop_begins_no_mailbox(world: World) -> None:
    worker, _ = worker_of(world)
    stop = threading.Event()
    stop.set()
    assert worker.run_once(force=True, stop=stop) == []
