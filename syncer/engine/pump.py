"""Fills the queue from the state store: idempotent, so every worker may pump, and a lost queue is refilled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from syncer.engine.port import JobEngine
from syncer.state.store import Store

WANTED_FIRST = 10


async def pump(store: Store, engine: JobEngine, now: datetime, ours: Collection[str]) -> int:
    """Wakes every mailbox of ``ours`` that is due or wanted; answers how many jobs that made."""
    made = 0
    for state in store.due_mailboxes(now):
        if state.mailbox_id in ours:
            wanted = state.wanted_at is not None
            made += await engine.wake(state.site, state.mailbox_id, priority=WANTED_FIRST if wanted else 0)
    return made
