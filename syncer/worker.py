"""Looks at mailboxes: reads which are ours and due, takes each one's lease, runs its cycle, gives the lease back."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Never, Protocol, cast

from syncer import log, sync_cycle
from syncer.configuration import Configuration, read_configuration
from syncer.crm_side.records import EmailServerProfile, MailboxRecord, OrganizationSettings
from syncer.crm_side.side import CrmSide
from syncer.cycle_context import Cycle
from syncer.engine.pgqueuer_engine import PgQueuerEngine
from syncer.engine.port import Done, JobEngine
from syncer.engine.pump import pump
from syncer.exchange_side.errors import EwsError
from syncer.exchange_side.side import ExchangeSide
from syncer.outcome import Outcome
from syncer.ownership import judge_mailbox
from syncer.policy import Policy
from syncer.retry import APART
from syncer.settings import Settings, SettingsError
from syncer.state.holder import owner_name
from syncer.state.store import Store
from syncer.state.values import Lease


class Connections(Protocol):
    """Where a mailbox's Exchange side comes from."""

    def side_for(self, mailbox: MailboxRecord, profile: EmailServerProfile) -> ExchangeSide:
        """A side that acts as this mailbox. Raises EwsError (autodiscover), SettingsError (no password)."""


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def new_guid() -> str:
    """A random GUID."""
    return str(uuid.uuid4())


class NoSide:
    """A mailbox whose server is not known: whatever is asked of it raises why."""

    def __init__(self, reason: EwsError) -> None:
        self._reason = reason

    def __getattr__(self, name: str) -> Never:
        raise self._reason


class Worker:
    """One process's share of the work. Several workers, also on several machines, may share one state database."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        crm: CrmSide,
        connections: Connections,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = new_guid,
    ) -> None:
        self._settings, self._store, self._crm, self._connections = settings, store, crm, connections
        self._clock, self._new_id = clock, new_id
        self._owner = owner_name(new_id())
        self._log = log.logger("worker")
        self._configuration: Configuration | None = None
        self._resting: dict[str, datetime] = {}
        self._policy = Policy(
            poll=timedelta(seconds=settings.poll_seconds),
            lease=timedelta(seconds=settings.lease_seconds),
            call_timeout=timedelta(seconds=settings.http_timeout_seconds),
            **settings.policy.model_dump(),
        )

    def refresh(self) -> Configuration:
        """Reads organization, profiles and mailboxes from CRM; the ones that are ours become known. Raises CrmError."""
        self._configuration = read_configuration(self._crm)
        for mailbox in self._ours(self._configuration):
            profile = self._configuration.profile_of(mailbox)
            self._store.know_mailbox(mailbox.id, profile.name if profile else "", mailbox.email)
        return self._configuration

    def _ours(self, configuration: Configuration) -> list[MailboxRecord]:
        """Listed, enabled for something, approved, with a profile."""
        return [
            mailbox
            for mailbox in configuration.mailboxes
            if judge_mailbox(self._settings.ownership, mailbox, None).ours
            and (mailbox.enabled_act or mailbox.enabled_incoming or mailbox.enabled_outgoing)
            and configuration.profile_of(mailbox) is not None
        ]

    def run_once(
        self, *, force: bool = False, only: Sequence[str] = (), stop: threading.Event | None = None
    ) -> list[Outcome]:
        """A cycle for every mailbox of ours that is due, or only for these addresses; in the order of addresses.

        ``force``: an administrator asks now, due or not, resting or not. ``stop``: no further mailbox is begun.
        """
        configuration = self._configuration or self.refresh()
        chosen = {
            mailbox.id: profile
            for mailbox in self._ours(configuration)
            if (not only or mailbox.email in only) and (profile := configuration.profile_of(mailbox)) is not None
        }

        def work(mailbox_id: str) -> Outcome | None:
            if stop is not None and stop.is_set():
                return None
            return self.run_mailbox(mailbox_id, force=force)

        async def wake(engine: JobEngine) -> None:
            if not force:
                await pump(self._store, engine, self._clock(), chosen)
                return
            for mailbox_id, profile in chosen.items():
                await engine.wake(profile.name, mailbox_id)

        done = asyncio.run(_all_of(chosen, wake, work, self._settings.workers)) if chosen else {}
        return [outcome for mailbox_id in chosen if (outcome := done.get(mailbox_id)) is not None]

    def run_mailbox(self, mailbox_id: str, *, force: bool = False) -> Outcome | None:
        """One cycle of one mailbox. None: not ours, or its site rests. ``busy``: another worker has it."""
        configuration = self._configuration or self.refresh()
        mailbox = next((entry for entry in self._ours(configuration) if entry.id == mailbox_id), None)
        profile = configuration.profile_of(mailbox) if mailbox else None
        if mailbox is None or profile is None:
            return None
        now = self._clock()
        rest = self._store.site_backoff(profile.name)
        if rest is not None and rest > now:
            told = f"the site asked not to be asked before {rest:%Y-%m-%d %H:%M:%SZ}"
            return Outcome(mailbox.id, mailbox.email, next_due_at=rest, problem=told) if force else None
        if not force and self._resting.get(profile.name, now) > now:
            return None
        lease = self._store.acquire_lease(mailbox.id, self._owner, now, self._policy.lease)
        if lease is None:
            return Outcome(mailbox.id, mailbox.email, busy=True)
        with log.bound(mailbox=mailbox.email, site=profile.name, cycle=str(lease.epoch)):
            outcome = self._cycle_under(lease, mailbox, profile, configuration.organization)
            if outcome.site_rest is not None:
                self._resting[profile.name] = self._clock() + outcome.site_rest
            self._log.info("cycle", writes=outcome.writes, counts=dict(outcome.counts), problem=outcome.problem)
        return outcome

    def _cycle_under(
        self, lease: Lease, mailbox: MailboxRecord, profile: EmailServerProfile, organization: OrganizationSettings
    ) -> Outcome:
        """The cycle, then the lease back. A mistake of ours stops this mailbox until its next time, and no other."""
        store = self._store
        try:
            cycle = Cycle(
                mailbox, profile, organization, self._side(mailbox, profile), self._crm, store, lease,
                self._clock, self._new_id, self._policy,
            )  # fmt: skip
            outcome = sync_cycle.run(cycle)
            store.release_lease(lease)
        except SettingsError as error:
            store.release_lease(lease)
            return Outcome(mailbox.id, mailbox.email, problem=str(error))
        except Exception as mistake:
            self._log.exception("this cycle ended by a mistake of the syncer's, or without its state database")
            with suppress(Exception):
                with store.writing(lease) as writing:
                    writing.set_mailbox(next_due_at=self._clock() + APART)
                store.release_lease(lease)
            return Outcome(mailbox.id, mailbox.email, problem=f"{type(mistake).__name__}: {mistake}")
        return outcome

    def _side(self, mailbox: MailboxRecord, profile: EmailServerProfile) -> ExchangeSide:
        """The mailbox's side. One that cannot be found ends the cycle as any refused call does. Raises
        SettingsError."""
        try:
            return self._connections.side_for(mailbox, profile)
        except EwsError as error:
            return cast(ExchangeSide, NoSide(error))


async def _all_of(
    chosen: Mapping[str, EmailServerProfile],
    wake: Callable[[JobEngine], Awaitable[None]],
    work: Callable[[str], Outcome | None],
    workers: int,
) -> dict[str, Outcome | None]:
    """What ``wake`` asks for, once, through the job engine: of one profile at most ``workers`` at a time, and its own
    limit. Every profile has its own share of threads: a site that hangs keeps no other waiting.

    A mistake of ours outside of a cycle is raised after the others are done.
    """
    caps = {profile.name: min(profile.max_connections, workers) for profile in chosen.values()}
    engine = PgQueuerEngine(caps)
    done: dict[str, Outcome | None] = {}
    broken: list[BaseException] = []
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(sum(caps.values()), thread_name_prefix="mailbox") as pool:

        async def look(mailbox_id: str) -> Done:
            try:
                done[mailbox_id] = await loop.run_in_executor(pool, work, mailbox_id)
            except Exception as problem:
                done[mailbox_id] = None
                broken.append(problem)
            return Done()

        engine.on_cycle(look)
        await wake(engine)
        await engine.drain()
    if broken:
        raise broken[0]
    return done
