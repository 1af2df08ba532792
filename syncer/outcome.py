"""What one cycle, or one mail flow in it, did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class MailResult:
    """``counts`` by action name; ``writes`` are calls that changed something on either remote side."""

    counts: Mapping[str, int] = field(default_factory=dict)
    quarantined: int = 0
    writes: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One cycle of one mailbox.

    ``counts`` by action name; ``quarantined`` set aside in this cycle; ``alerts`` raised in this cycle (their codes);
    ``writes`` calls that changed something on either remote side (0 in a quiet cycle); ``problem`` why the cycle
    ended early; ``held`` why deletes or the whole mailbox wait for an administrator; ``lost`` the lease was lost;
    ``busy`` there was no cycle, since another worker holds the mailbox; ``site_rest`` for how long this worker leaves
    the whole site alone, since what went wrong concerns every mailbox on it.
    """

    mailbox_id: str
    address: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    quarantined: int = 0
    alerts: tuple[str, ...] = ()
    writes: int = 0
    next_due_at: datetime | None = None
    problem: str | None = None
    held: str | None = None
    lost: bool = False
    busy: bool = False
    site_rest: timedelta | None = None

    @property
    def quiet(self) -> bool:
        """Nothing was wrong and nothing had to be written."""
        return self.writes == 0 and not self.problem and not self.held and not self.lost and not self.busy
