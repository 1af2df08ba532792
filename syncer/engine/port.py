"""The whole of what we ask of a job engine. A job means "look at this mailbox now" and no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Done:
    """The mailbox was looked at."""


@dataclass(frozen=True, slots=True)
class Again:
    """Look at it again after this time; the job keeps its place, so no second one is made meanwhile."""

    after: timedelta


Handler = Callable[[str], Awaitable[Done | Again]]


class JobEngine(Protocol):
    """One mailbox is never worked twice at once, and a site never by more workers than its cap."""

    async def wake(self, site: str, mailbox_id: str, *, after: timedelta = ZERO, priority: int = 0) -> bool:
        """Asks for a look at a mailbox. False: one is waiting or running already. KeyError: no such site."""

    def on_cycle(self, handler: Handler) -> None:
        """Says what a look is; before ``run``. A handler that raises loses its job, never the engine."""

    async def run(self) -> None:
        """Works until ``stop``."""

    async def drain(self) -> None:
        """Works until nothing waits any more."""

    async def stop(self, grace: timedelta) -> None:
        """Takes no new job; running ones get ``grace`` to end."""

    async def depth(self) -> dict[str, int]:
        """Jobs waiting or running, by site."""
