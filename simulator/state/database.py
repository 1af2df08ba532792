"""The SQLite file itself: opened, checked, read, and written one transaction at a time.

Writing is a group commit: what waits is written by whoever gets there first, with one sync to the disk for all.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulator.errors import SimulatorMisuse

FORMAT = 1
"""The number of the tables' form, raised when an older simulator could not read the file any more."""
APPLICATION_ID = 0x54614775
"""Marks the file as ours in SQLite's header."""

SCHEMA = (
    "CREATE TABLE head (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE mailboxes (number INTEGER PRIMARY KEY, smtp TEXT NOT NULL, value TEXT NOT NULL)",
    "CREATE TABLE folders (mailbox INTEGER, key INTEGER, placed INTEGER, value TEXT NOT NULL,"
    " PRIMARY KEY (mailbox, key))",
    "CREATE TABLE items (mailbox INTEGER, key INTEGER, folder INTEGER NOT NULL, place TEXT NOT NULL, placed INTEGER,"
    " value TEXT NOT NULL, PRIMARY KEY (mailbox, key))",
    "CREATE TABLE changes (mailbox INTEGER, line INTEGER, value TEXT NOT NULL, PRIMARY KEY (mailbox, line))"
    " WITHOUT ROWID",
    "CREATE TABLE waiting (site TEXT, number INTEGER, value TEXT NOT NULL, PRIMARY KEY (site, number))",
    "CREATE TABLE outbound (number INTEGER PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE crm_rows (entity TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (entity, id))",
    "CREATE TABLE contents (digest BLOB PRIMARY KEY, content BLOB NOT NULL)",
)

Write = tuple[str, Sequence[Any]]
"""A statement and its values."""


class StateNotWritten(Exception):
    """The file took no more, for example because the disk is full. Nothing after it is acknowledged."""


class Database:
    """One open state file. Nobody else can open it meanwhile."""

    def __init__(self, path: Path | None) -> None:
        """Open or make the file (None: in memory). Raises SimulatorMisuse with one line that says what to do."""
        self.path = path
        self._lock = threading.RLock()
        self._waiting: deque[tuple[int, Sequence[Write]]] = deque()
        self._taken = 0
        self._written = 0
        self._broken: BaseException | None = None
        if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
            raise SimulatorMisuse(f"--state {path}: cannot be written; name a file in a folder that you may write to")
        try:
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path, timeout=0.2, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as problem:
            raise SimulatorMisuse(f"--state {path}: cannot be opened ({problem})") from problem
        try:
            self.is_new = self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> bool:
        """Check or make the tables; returns whether they were made."""
        run = self._connection.execute
        try:
            run("PRAGMA locking_mode = EXCLUSIVE")
            known = run("PRAGMA application_id").fetchone()[0]
            tables = run("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if known != APPLICATION_ID and (known or tables):
                raise SimulatorMisuse(f"--state {self.path}: is no state file of the simulator; name another file")
            version = run("PRAGMA user_version").fetchone()[0]
            if tables and version != FORMAT:
                raise SimulatorMisuse(
                    f"--state {self.path}: has format {version}, this simulator reads format {FORMAT}; "
                    "use the simulator that wrote it, or name another file"
                )
            run("PRAGMA journal_mode = WAL")
            run("PRAGMA synchronous = FULL")
            run("BEGIN EXCLUSIVE")
            if not tables:
                for statement in SCHEMA:
                    run(statement)
                run(f"PRAGMA application_id = {APPLICATION_ID}")
                run(f"PRAGMA user_version = {FORMAT}")
            run("COMMIT")
            return not tables
        except sqlite3.OperationalError as problem:
            cure = (
                "it is in use; stop the other simulator or name another file" if "locked" in str(problem) else problem
            )
            raise SimulatorMisuse(f"--state {self.path}: {cure}") from problem
        except sqlite3.DatabaseError as problem:
            raise SimulatorMisuse(
                f"--state {self.path}: is no state file of the simulator ({problem}); name another file"
            ) from problem

    def read(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a SELECT: what was written, not what waits."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    @property
    def is_behind(self) -> bool:
        """Whether something announced was not written yet."""
        return self._written != self._taken or self._broken is not None

    def announce(self) -> int:
        """A ticket for writes that are being put together; `add` must follow. Callers take turns.

        Raises StateNotWritten when the file takes nothing more.
        """
        self._refuse_broken()
        self._taken += 1
        return self._taken

    def add(self, ticket: int, writes: Sequence[Write]) -> None:
        """What belongs to the ticket: written all together or not at all, after all earlier tickets."""
        self._waiting.append((ticket, writes))

    @contextmanager
    def breaking(self) -> Iterator[None]:
        """Take nothing more when the block fails: what it should have added is missing."""
        try:
            yield
        except BaseException as problem:
            self._broken = problem
            raise

    def settle(self, ticket: int) -> None:
        """Return once the ticket's writes are on the disk. Raises StateNotWritten."""
        with self._lock:
            self._refuse_broken()
            if self._written >= ticket:
                return
            try:
                self._write_waiting()
            except Exception as problem:
                self._broken = problem
                raise StateNotWritten(f"{self.path}: {problem}") from problem

    def _refuse_broken(self) -> None:
        if self._broken is not None:
            raise StateNotWritten(f"{self.path}: {self._broken}") from self._broken

    def _write_waiting(self) -> None:
        last = self._written
        self._connection.execute("BEGIN IMMEDIATE")
        while self._waiting:
            last, writes = self._waiting.popleft()
            for statement, many in _together(writes):
                self._connection.executemany(statement, many)
        self._connection.execute("COMMIT")
        self._written = last

    def close(self) -> None:
        """Close the file; what waits is written first."""
        with self._lock:
            try:
                if self._waiting and self._broken is None:
                    self._write_waiting()
            finally:
                self._connection.close()


def _together(writes: Iterable[Write]) -> Iterable[tuple[str, list[Sequence[Any]]]]:
    """Neighbouring writes of the same statement as one."""
    statement, many = "", list[Sequence[Any]]()
    for wanted, values in writes:
        if wanted != statement and many:
            yield statement, many
            many = []
        statement = wanted
        many.append(values)
    if many:
        yield statement, many
