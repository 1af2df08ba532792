"""The contract of the job engine port, on its in-memory engine."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from syncer.engine.pgqueuer_engine import PgQueuerEngine
from syncer.engine.port import Again, Done
from syncer.engine.pump import pump
from tests.syncer.cycle.world import memory_store

CAPS = {"lisbon": 3, "london": 2}
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def within_seconds(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def limited() -> None:
        await asyncio.wait_for(work(), 20)

    asyncio.run(limited())


class Watcher:
    """A handler that notes who runs, and how many at once."""

    def __init__(self, again: int = 0) -> None:
        self.running: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.runs: Counter[str] = Counter()
        self.again = again

    async def look(self, mailbox_id: str) -> Done | Again:
        site = mailbox_id.partition("/")[0]
        assert self.running[mailbox_id] == 0, "two jobs of one mailbox"
        self.running.update([mailbox_id, site])
        self.most[site] = max(self.most[site], self.running[site])
        for _ in range(5):
            await asyncio.sleep(0)
        self.running.subtract([mailbox_id, site])
        self.runs[mailbox_id] += 1
        return Again(timedelta(0)) if self.runs[mailbox_id] <= self.again else Done()


def test_every_wake_is_worked_once_and_caps_hold() -> None:
    async def work() -> None:
        engine, watcher = PgQueuerEngine(CAPS), Watcher()
        engine.on_cycle(watcher.look)
        names = [f"{site}/{number}" for site in CAPS for number in range(20)]
        for name in names:
            assert await engine.wake(name.partition("/")[0], name)
        assert await engine.depth() == {"lisbon": 20, "london": 20}
        await engine.drain()
        assert watcher.runs == dict.fromkeys(names, 1)
        assert all(watcher.most[site] <= cap for site, cap in CAPS.items())

    within_seconds(work)


def test_a_mailbox_waits_only_once_also_while_it_runs() -> None:
    async def work() -> None:
        engine = PgQueuerEngine(CAPS)
        answers: list[bool] = []

        async def look(mailbox_id: str) -> Done:
            answers.append(await engine.wake("lisbon", mailbox_id))
            return Done()

        engine.on_cycle(look)
        assert await engine.wake("lisbon", "lisbon/1")
        assert not await engine.wake("lisbon", "lisbon/1")
        await engine.drain()
        assert answers == [False]

    within_seconds(work)


def test_again_looks_again_without_a_second_job() -> None:
    async def work() -> None:
        engine, watcher = PgQueuerEngine(CAPS), Watcher(again=2)
        engine.on_cycle(watcher.look)
        await engine.wake("london", "london/1")
        running = asyncio.create_task(engine.run())
        while watcher.runs["london/1"] < 3:
            await asyncio.sleep(0)
        await engine.stop(timedelta(seconds=5))
        await running
        assert watcher.runs["london/1"] == 3

    within_seconds(work)


@pytest.mark.filterwarnings("ignore")
def test_a_handler_that_raises_loses_its_job_and_not_the_engine() -> None:
    async def work() -> None:
        engine = PgQueuerEngine(CAPS)
        seen: list[str] = []

        async def look(mailbox_id: str) -> Done:
            seen.append(mailbox_id)
            if mailbox_id == "lisbon/bad":
                raise ZeroDivisionError
            return Done()

        engine.on_cycle(look)
        await engine.wake("lisbon", "lisbon/bad")
        await engine.wake("lisbon", "lisbon/good")
        await engine.drain()
        assert sorted(seen) == ["lisbon/bad", "lisbon/good"]

    within_seconds(work)


def test_an_unknown_site_is_a_mistake() -> None:
    async def work() -> None:
        with pytest.raises(KeyError):
            await PgQueuerEngine(CAPS).wake("nowhere", "m")

    within_seconds(work)


def test_the_pump_wakes_what_is_due_and_ours_and_may_be_repeated() -> None:
    async def work() -> None:
        store = memory_store()
        for number in range(4):
            store.know_mailbox(f"m{number}", "lisbon", f"m{number}@contoso.test")
        store.back_off_site("lisbon", NOW - timedelta(minutes=1))
        store.know_mailbox("m9", "london", "m9@contoso.test")
        store.back_off_site("london", NOW + timedelta(minutes=1))
        engine = PgQueuerEngine(CAPS)
        ours = {"m0", "m1", "m2", "m9"}
        assert await pump(store, engine, NOW, ours) == 3
        assert await pump(store, engine, NOW, ours) == 0
        assert await engine.depth() == {"lisbon": 3, "london": 0}
        store.close()

    within_seconds(work)
