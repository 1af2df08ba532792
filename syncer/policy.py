"""The choices an administrator may make about synchronization; the defaults are the documented ones (or ours)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Winner = Literal["crm", "exchange"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Frozen for a whole cycle. See docs/decisions/0002-conflicts.md.

    ``conflict_winner``: whose value stays when both sides changed one field (Microsoft publishes no rule: our choice).
    ``contact_delete``: ``documented`` is sync-logic.md read literally ("only … if the syncing user is not the original
    contact record owner"), ``always`` the other reading.
    ``guard_count`` and ``guard_percent``: deletes in one direction beyond both are held back (our choice).
    ``guard_empty``: this many links or more, all gone at once from one side, are held back (our choice).
    """

    conflict_winner: Winner = "crm"
    contact_delete: Literal["documented", "always"] = "documented"
    guard_count: int = 10
    guard_percent: int = 50
    guard_empty: int = 5
    poll: timedelta = timedelta(minutes=5)
    lease: timedelta = timedelta(minutes=3)
    call_timeout: timedelta = timedelta(minutes=1)
