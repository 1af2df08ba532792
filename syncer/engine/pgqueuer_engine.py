"""The port on PgQueuer's in-memory backend: the same handlers, dedupe keys and caps as on PostgreSQL, no server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.types import QueueExecutionMode

from syncer.engine.port import ZERO, Again, Handler

DEQUEUE = timedelta(milliseconds=50)


class PgQueuerEngine:
    """``caps``: how many mailboxes of a site may be worked at once. One instance serves one ``run`` or ``drain``."""

    def __init__(self, caps: Mapping[str, int]) -> None:
        self._caps = dict(caps)
        self._queuer: Any = PgQueuer.in_memory()
        self._finished = asyncio.Event()

    async def wake(self, site: str, mailbox_id: str, *, after: timedelta = ZERO, priority: int = 0) -> bool:
        """See JobEngine."""
        if site not in self._caps:
            raise KeyError(site)
        made = await self._queuer.qm.queries.enqueue(
            _entrypoint(site),
            mailbox_id.encode(),
            priority=priority,
            execute_after=after,
            dedupe_key=f"mb:{mailbox_id}",
            on_conflict="skip",
        )
        return made[0] is not None

    def on_cycle(self, handler: Handler) -> None:
        """See JobEngine."""

        async def look(job: Any) -> None:
            result = await handler(job.payload.decode())
            if isinstance(result, Again):
                raise RetryRequested(delay=result.after)

        for site, cap in self._caps.items():
            self._queuer.entrypoint(_entrypoint(site), concurrency_limit=cap)(look)

    async def run(self) -> None:
        """See JobEngine."""
        await self._work(QueueExecutionMode.continuous)

    async def drain(self) -> None:
        """See JobEngine."""
        await self._work(QueueExecutionMode.drain)

    async def _work(self, mode: QueueExecutionMode) -> None:
        try:
            await self._queuer.qm.run(dequeue_timeout=DEQUEUE, mode=mode)
        finally:
            self._finished.set()

    async def stop(self, grace: timedelta) -> None:
        """See JobEngine."""
        self._queuer.shutdown.set()
        try:
            await asyncio.wait_for(self._finished.wait(), grace.total_seconds())
        except TimeoutError:
            return

    async def depth(self) -> dict[str, int]:
        """See JobEngine."""
        found = dict.fromkeys(self._caps, 0)
        for entry in await self._queuer.qm.queries.queue_size():
            site = entry.entrypoint.removeprefix("sync.")
            found[site] = found.get(site, 0) + entry.count
        return found


def _entrypoint(site: str) -> str:
    return f"sync.{site}"
