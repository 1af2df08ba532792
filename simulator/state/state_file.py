"""A state file as the rest of the simulator sees it: open it, take what it has, have it follow what happens.

`keep` makes everything that was done so far last; whoever answers a request calls it before the answer leaves. What
an operation changed is told as a whole: changes are collected under the organization's lock. No answer tells of
something that could still be lost: `keep` waits for what others have under way as well.

Kept are mailboxes, SyncStates, mail under way, rows, impersonation rights, which sites are down, and the clock's
setting. The wire log, planned faults, the async service's switch and a CRM that was taken down belong to the running
process (our choice).
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.clock import Clock
from simulator.crm.organization import CrmOrganization
from simulator.directory import Directory
from simulator.errors import SimulatorMisuse
from simulator.exchange.organization import ExchangeOrganization
from simulator.state.contents import Contents
from simulator.state.crm_state import CrmState
from simulator.state.database import Database, StateNotWritten, Write
from simulator.state.encoding import UnreadableState, decode, encode
from simulator.state.exchange_state import ExchangeState
from simulator.topology import Topology

_HEAD = "INSERT OR REPLACE INTO head VALUES (?, ?)"


@dataclass(frozen=True)
class _Followed:
    """What the file follows."""

    clock: Clock
    directory: Directory
    exchange: ExchangeOrganization
    crm: CrmOrganization


class StateFile:
    """One open state file; None as its path keeps it in memory, for tests."""

    def __init__(self, path: Path | None) -> None:
        """Open or make the file. Raises SimulatorMisuse with one line that says what to do."""
        self._database = Database(path)
        self._path = path
        self._collecting = threading.Lock()
        self._contents = Contents(self._database)
        self._exchange: ExchangeState | None = None
        self._crm = CrmState(self._database)
        self._followed: _Followed | None = None
        self._setting: object = None
        self._closed = False
        try:
            self._head: dict[str, str] = dict(self._database.read("SELECT name, value FROM head"))
            self.topology: Topology | None = decode(self._head["topology"]) if self._head else None
        except (UnreadableState, KeyError) as problem:
            self.close()
            raise self._unreadable(problem) from problem

    @property
    def starts(self) -> int:
        """How often a simulator was started with this file before; identifiers of each start are others."""
        return int(self._head.get("starts", "0"))

    def check(self, topology: Topology) -> None:
        """Raise SimulatorMisuse when the file is of another topology."""
        if self.topology is None or self.topology == topology:
            return
        what = f"{topology.name!r}" if self.topology.name != topology.name else "what that name means now"
        raise SimulatorMisuse(
            f"--state {self._path}: keeps the topology {self.topology.name!r}, not {what}; "
            "leave --topology out, or name another state file"
        )

    def restore(self, clock: Clock, directory: Directory, crm: CrmOrganization) -> ExchangeState | None:
        """Bring these to where they were; returns the mailboxes, or None for a new file. Raises SimulatorMisuse."""
        self.check(directory.topology)
        try:
            exchange = self._exchange = ExchangeState(self._database, directory, self._contents)
            if not self._head:
                return None
            clock.restore(*decode(self._head["clock"]))
            directory.restore(*decode(self._head["directory"]))
            self._crm.restore(crm)
        except (UnreadableState, KeyError, TypeError, ValueError) as problem:
            raise self._unreadable(problem) from problem
        return exchange

    def follow(self, clock: Clock, directory: Directory, exchange: ExchangeOrganization, crm: CrmOrganization) -> None:
        """Have everything that happens to these written; what was not restored is written whole, now."""
        assert self._exchange is not None, "restore comes first"
        self._exchange.follow(exchange)
        self._crm.follow(crm)
        self._followed = _Followed(clock, directory, exchange, crm)
        try:
            self.keep()
        except StateNotWritten as problem:
            raise SimulatorMisuse(f"--state {self._path}: cannot be written ({problem})") from problem

    def keep(self) -> None:
        """Return once everything done so far is on the disk. Raises StateNotWritten."""
        followed = self._followed
        if followed is None or not (self._is_behind(followed) or self._database.is_behind):
            return
        with self._collecting:
            ticket = self._database.announce()
            with self._database.breaking():
                writes = list(self._news(followed))
                self._database.add(ticket, [*self._contents.news(), *writes])
        self._database.settle(ticket)

    def _is_behind(self, followed: _Followed) -> bool:
        exchange = self._exchange
        return (
            (exchange is not None and exchange.is_behind())
            or self._crm.is_behind()
            or self._setting != _setting(followed)
        )

    def _news(self, followed: _Followed) -> Iterator[Write]:
        if self._setting is None:
            yield _HEAD, ("topology", encode(followed.directory.topology))
            yield _HEAD, ("starts", str(self.starts + 1))
        setting = _setting(followed)
        if setting != self._setting:
            self._setting = setting
            yield _HEAD, ("clock", encode(setting[0]))
            yield _HEAD, ("directory", encode(setting[1]))
        if self._exchange is not None:
            with followed.exchange.lock:
                yield from self._exchange.news()
        with followed.crm.lock:
            yield from self._crm.news()

    def close(self) -> None:
        """Keep what is to keep and close the file. Raises StateNotWritten."""
        if self._closed:
            return
        self._closed = True
        try:
            self.keep()
        finally:
            self._database.close()

    def _unreadable(self, problem: Exception) -> SimulatorMisuse:
        return SimulatorMisuse(
            f"--state {self._path}: cannot be read ({problem}); use the simulator that wrote it, or name another file"
        )


def _setting(followed: _Followed) -> tuple[object, object]:
    directory = followed.directory
    return followed.clock.setting, (directory.assignments, directory.down)
