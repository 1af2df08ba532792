"""A small organization: users with mailboxes, the two sides, one state store, a clock, and cycles on demand."""

from __future__ import annotations

import itertools
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from syncer import sync_cycle
from syncer.crm_side.records import (
    MAILBOX_COLUMNS,
    MailboxRecord,
    mailbox_from_row,
    organization_from_row,
    profile_from_row,
)
from syncer.crm_side.side import EntityReference, Participation, Party, Row
from syncer.cycle_context import Cycle
from syncer.exchange_side.side import ExchangeItem
from syncer.outcome import Outcome
from syncer.policy import Policy
from syncer.state.database import open_engine
from syncer.state.schema import metadata
from syncer.state.store import Store
from syncer.state.values import Lease
from syncer.state.writing import Writing
from tests.syncer.cycle.memory_crm import MemoryCrm
from tests.syncer.cycle.memory_exchange import NO_TICK, MemoryExchange, Tick

ORGANIZATION = "0f000000-0000-0000-0000-00000000000f"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def guid(number: int) -> str:
    return str(uuid.UUID(int=number))


class Stop(BaseException):
    """The process ends here."""


@dataclass
class World:
    names: tuple[str, ...] = ("ana", "oliver")
    crm: MemoryCrm = field(default_factory=MemoryCrm)
    exchange: MemoryExchange = field(default_factory=MemoryExchange)
    store: StoppingStore = field(default_factory=lambda: memory_store())  # noqa: PLW0108 (defined below)
    now: datetime = START
    policy: Policy = field(default_factory=Policy)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(0x1000))
    tick: Tick = NO_TICK

    def __post_init__(self) -> None:
        weakref.finalize(self, self.store.close)
        for number, name in enumerate(self.names, 1):
            self.crm.put("systemuser", guid(number), {
                "internalemailaddress": self.address(name), "fullname": name.title(), "isdisabled": "0",
            })  # fmt: skip
            self.crm.put("mailbox", guid(number + 0x100), {
                "name": name, "emailaddress": self.address(name), "enabledforact": True, "actdeliverymethod": 1,
                "regardingobjectid": self.user(name),
            })  # fmt: skip
            self.exchange.mailbox(self.address(name))
            self.store.know_mailbox(guid(number + 0x100), "lisbon", self.address(name))

    def address(self, name: str) -> str:
        return f"{name}@contoso.test"

    def user(self, name: str) -> EntityReference:
        return EntityReference("systemuser", guid(self.names.index(name) + 1), name.title())

    def party(self, name: str, mask: Participation) -> Party:
        return Party(self.user(name), None, mask)

    def mailbox(self, name: str) -> MailboxRecord:
        row = self.crm.retrieve("mailbox", self.mailbox_id(name), MAILBOX_COLUMNS)
        assert row is not None
        return mailbox_from_row(row)

    def mailbox_id(self, name: str) -> str:
        return guid(self.names.index(name) + 0x101)

    def new_id(self) -> str:
        return guid(next(self.ids))

    def meeting(self, id: int, organizer: str, *required: str, subject: str = "Planning", **more: Any) -> str:
        """An appointment as a CRM user makes it, tomorrow unless told otherwise."""
        attributes: dict[str, object] = {
            "subject": subject,
            "scheduledstart": self.now + DAY,
            "scheduledend": self.now + DAY + timedelta(hours=1),
            "organizer": (self.party(organizer, Participation.ORGANIZER),),
            "requiredattendees": tuple(self.party(name, Participation.REQUIRED) for name in required),
            **more,
        }
        self.crm.put("appointment", guid(id), attributes)
        return guid(id)

    def contact(self, id: int, owner: str, **attributes: object) -> str:
        self.crm.put("contact", guid(id), {"ownerid": self.user(owner), **attributes})
        return guid(id)

    def task(self, id: int, owner: str, **attributes: object) -> str:
        self.crm.put("task", guid(id), {"ownerid": self.user(owner), **attributes})
        return guid(id)

    def cycle(self, name: str, owner: str = "elsewhere/1/a") -> Outcome:
        """One cycle of one mailbox; a stop inside is a BaseException that comes through, the lease then runs out."""
        lease = self.store.acquire_lease(self.mailbox_id(name), owner, self.now, self.policy.lease)
        assert lease is not None
        outcome = sync_cycle.run(self.context(name, lease))
        self.store.release_lease(lease)
        return outcome

    def context(self, name: str, lease: Any) -> Cycle:
        self.crm.tick = self.tick
        self.store.tick = self.tick
        return Cycle(
            self.mailbox(name),
            profile_from_row(Row("emailserverprofile", guid(0x200), 1, {"name": "lisbon"})),
            organization_from_row(Row("organization", ORGANIZATION, 1, {"name": "contoso"})),
            self.exchange.side(self.address(name), self.tick),
            self.crm,
            self.store,
            lease,
            lambda: self.now,
            self.new_id,
            self.policy,
        )

    def settle(self, rounds: int = 3) -> list[Outcome]:
        """Cycles for everybody; the last round's outcomes."""
        outcomes: list[Outcome] = []
        for _ in range(rounds):
            outcomes = [self.cycle(name) for name in self.names]
        return outcomes

    def stop_in_cycle(self, name: str, at: int) -> bool:
        """A cycle that ends at its ``at``-th point (1 = the first); False when it has fewer. Time then passes.

        Points are before and after the effect of each remote write and around each commit: a stop at a read leaves
        what a stop at the point before it leaves.
        """
        left = at

        def tick(where: str) -> None:
            nonlocal left
            left -= ":" in where
            if left == 0:
                raise Stop

        self.tick = tick
        try:
            self.cycle(name, "elsewhere/9/dead")
            stopped = False
        except Stop:
            stopped = True
        self.tick = self.crm.tick = self.store.tick = NO_TICK
        self.now += self.policy.lease
        return stopped

    def items(self, name: str, folder: str) -> list[ExchangeItem]:
        return self.exchange.in_folder(self.address(name), folder)

    @property
    def writes(self) -> int:
        return self.crm.writes + self.exchange.writes


class StoppingStore(Store):
    """A store that can stop before and after each of its transactions."""

    tick: Tick = staticmethod(NO_TICK)

    @contextmanager
    def writing(self, lease: Lease) -> Iterator[Writing]:
        self.tick("store: before")
        with super().writing(lease) as writing:
            yield writing
        self.tick("store: after")


def memory_store() -> StoppingStore:
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    return StoppingStore(engine)


__all__ = ["DAY", "ORGANIZATION", "START", "Stop", "World", "guid", "memory_store"]
