"""Which mailboxes a pass looks at, and that one that can't be reached stops no other."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from syncer.crm_side.records import EmailServerProfile, MailboxRecord
from syncer.crm_side.side import EntityReference
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import ExchangeSide
from syncer.settings import CrmSettings, OwnershipSettings, Settings, SettingsError
from syncer.worker import Worker
from tests.syncer.cycle.world import ORGANIZATION, World, guid


class MemoryConnections:
    """Sides of the world's mailboxes; a mailbox in ``without_secret`` has none."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.without_secret: set[str] = set()
        self.reason: EwsError | None = None
        self.mistake = ""
        self.hangs = ""
        self.others_done = threading.Event()

    def side_for(self, mailbox: MailboxRecord, profile: EmailServerProfile) -> ExchangeSide:
        if self.reason is not None:
            raise self.reason
        if mailbox.email == self.mistake:
            raise ZeroDivisionError("a mistake")
        if profile.name == self.hangs and not self.others_done.wait(5):
            raise EwsError(ExchangeProblem(ProblemKind.UNREACHABLE))
        if profile.name != self.hangs:
            self.others_done.set()
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


def test_a_site_that_named_a_time_is_left_alone_until_then_whoever_asks(world: World) -> None:
    worker, _ = worker_of(world)
    world.store.back_off_site("lisbon", world.now + timedelta(minutes=2))
    assert looked_at(worker) == []
    told = [str(outcome.problem) for outcome in worker.run_once(force=True)]
    assert len(told) == 2
    assert all("2026-11-23 09:02:00Z" in text for text in told)
    world.now += timedelta(minutes=2)
    assert looked_at(worker, force=True) == ["ana", "oliver"]


@pytest.mark.parametrize(
    ("kind", "minutes"), [(ProblemKind.UNREACHABLE, 0.5), (ProblemKind.UNAUTHORIZED, 5), (ProblemKind.UNTRUSTED, 5)]
)
def test_what_concerns_the_whole_site_is_met_once_and_not_by_every_mailbox(
    world: World, kind: ProblemKind, minutes: float
) -> None:
    worker, connections = worker_of(world)
    connections.reason = EwsError(ExchangeProblem(kind))
    assert worker.run_mailbox(world.mailbox_id("ana")) is not None
    assert worker.run_mailbox(world.mailbox_id("oliver")) is None
    world.now += timedelta(minutes=minutes)
    connections.reason = None
    assert worker.run_mailbox(world.mailbox_id("oliver")) is not None
    assert worker.run_mailbox(world.mailbox_id("ana"), force=True) is not None


def test_a_mailbox_whose_server_is_not_found_rests_and_a_wrong_password_disables_it(world: World) -> None:
    worker, connections = worker_of(world)
    connections.reason = EwsError(ExchangeProblem(ProblemKind.UNREACHABLE, "", "autodiscover"))
    outcome = worker.run_mailbox(world.mailbox_id("ana"))
    assert outcome is not None
    assert outcome.next_due_at == world.now + timedelta(minutes=5)
    connections.reason = EwsError(ExchangeProblem(ProblemKind.UNAUTHORIZED, "", "autodiscover"))
    assert worker.run_mailbox(world.mailbox_id("oliver"), force=True) is not None
    assert world.crm.table("mailbox")[world.mailbox_id("oliver")]["enabledforact"] is False


def test_a_mistake_in_one_mailbox_stops_no_other(world: World) -> None:
    worker, connections = worker_of(world)
    connections.mistake = world.address("ana")
    outcomes = {outcome.address: outcome.problem for outcome in worker.run_once(force=True)}
    assert outcomes == {world.address("ana"): "ZeroDivisionError: a mistake", world.address("oliver"): None}
    assert looked_at(worker) == [], "not again before its time"
    connections.mistake = ""
    world.now += timedelta(minutes=5)
    assert looked_at(worker) == ["ana", "oliver"]


def test_a_site_that_hangs_keeps_no_other_waiting(world: World) -> None:
    """Many more mailboxes on the hanging site than there are threads for it."""
    world.crm.put("emailserverprofile", guid(0x201), {"name": "london", "statecode": 0})
    reference = EntityReference("emailserverprofile", guid(0x201))
    world.crm.put("mailbox", world.mailbox_id("oliver"), {"emailserverprofile": reference})
    lisbon = EntityReference("emailserverprofile", guid(0x200))
    for number in range(0x300, 0x30A):
        world.crm.put("mailbox", guid(number), {
            **world.crm.table("mailbox")[world.mailbox_id("ana")],
            "emailaddress": f"a{number}@contoso.test", "emailserverprofile": lisbon,
        })  # fmt: skip
    worker, connections = worker_of(world)
    connections.hangs, connections.others_done = "lisbon", threading.Event()
    outcomes = worker.run_once(force=True)
    assert connections.others_done.is_set(), "london waited for lisbon"
    assert len(outcomes) == 12


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
