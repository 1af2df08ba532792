"""One run of a mail flow: what it counts, and whether it is the syncer's to make."""

from __future__ import annotations

from dataclasses import dataclass, field

from syncer.crm_side.records import Approval, ConnectionChannel
from syncer.cycle_context import Cycle


@dataclass(slots=True)
class MailRun:
    """What one run did."""

    cycle: Cycle
    counts: dict[str, int] = field(default_factory=dict)
    quarantined: int = 0
    writes: int = 0

    def count(self, name: str) -> None:
        """One more of this."""
        self.counts[name] = self.counts.get(name, 0) + 1

    def before_write(self) -> None:
        """The lease is checked before each remote write; raises LeaseLost."""
        self.cycle.guard()
        self.writes += 1


def is_ours(cycle: Cycle, *, server_side: bool, enabled: bool) -> bool:
    """Whether this flow is the syncer's: the mailbox's method and switch, its approval, and the organization's channel
    (server-side synchronization, not the Email Router)."""
    mailbox, organization = cycle.mailbox, cycle.organization
    approved = mailbox.approval == Approval.APPROVED or not organization.require_approval_for_users
    channel = organization.connection_channel == ConnectionChannel.SERVER_SIDE
    return mailbox.user is not None and server_side and enabled and approved and channel
