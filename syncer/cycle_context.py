"""What one cycle works with, handed in from outside: the two sides, the store under a lease, the clock, the ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from syncer.alert_kind import Channel
from syncer.crm_side.records import EmailServerProfile, MailboxRecord, OrganizationSettings
from syncer.crm_side.side import CrmSide
from syncer.exchange_side.side import ExchangeSide
from syncer.outcome import MailResult
from syncer.policy import Policy
from syncer.state.errors import LeaseLost
from syncer.state.store import Store
from syncer.state.values import Lease


@dataclass(slots=True)
class Tally:
    """What a cycle counts while it runs; ``channel`` is what it works on, None before it works on anything."""

    counts: dict[str, int] = field(default_factory=dict)
    writes: int = 0
    quarantined: int = 0
    alerts: list[str] = field(default_factory=list)
    channel: Channel | None = None

    def count(self, name: str, number: int = 1) -> None:
        """Adds to one action's count."""
        self.counts[name] = self.counts.get(name, 0) + number

    def add(self, result: MailResult) -> None:
        """Adds what a mail flow did."""
        for name, number in result.counts.items():
            self.count(name, number)
        self.writes += result.writes
        self.quarantined += result.quarantined


@dataclass(frozen=True, slots=True)
class Cycle:
    """One mailbox's cycle under one lease. ``clock`` answers aware UTC; ``new_id`` a new GUID string."""

    mailbox: MailboxRecord
    profile: EmailServerProfile
    organization: OrganizationSettings
    exchange: ExchangeSide
    crm: CrmSide
    store: Store
    lease: Lease
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    policy: Policy = field(default_factory=Policy)
    tally: Tally = field(default_factory=Tally)

    @property
    def organization_id(self) -> str:
        """The organization's GUID, the namespace of our uuid5 ids."""
        return self.organization.id

    @property
    def user_id(self) -> str:
        """The systemuser the mailbox belongs to, or an empty text."""
        return self.mailbox.user.id if self.mailbox.user else ""

    def guard(self) -> None:
        """Before each remote write: the lease is still ours and outlasts a call. Raises LeaseLost."""
        now = self.clock()
        try:
            self.store.check_lease(self.lease, now, max(self.policy.call_timeout, self.policy.lease / 2))
        except LeaseLost:
            self.store.renew_lease(self.lease, now, self.policy.lease)
