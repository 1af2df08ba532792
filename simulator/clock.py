"""Time and identifiers of a running simulator: passed in everywhere, so that a test can hold them still."""

import random
import threading
import uuid
from datetime import UTC, datetime, timedelta

from simulator.errors import SimulatorMisuse


class Clock:
    """The one clock of a running simulator. It follows the machine's until somebody stops or moves it."""

    def __init__(self) -> None:
        """Start in step with the machine."""
        self._lock = threading.Lock()
        self._offset = timedelta(0)
        self._stopped_at: datetime | None = None

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        with self._lock:
            return self._now()

    @property
    def stopped(self) -> bool:
        """Whether time stands still."""
        return self._stopped_at is not None

    def stop(self, at: datetime | None = None) -> datetime:
        """Hold time still, at `at` (aware) or at the present moment; returns the moment."""
        if at is not None and at.tzinfo is None:
            raise SimulatorMisuse("the clock needs a moment with a zone, for example 2026-11-23T09:00:00Z")
        with self._lock:
            self._stopped_at = at.astimezone(UTC) if at is not None else self._now()
            return self._stopped_at

    def advance(self, seconds: float) -> datetime:
        """Move time on by `seconds`, stopped or not; returns the new moment. SimulatorMisuse beyond 9999."""
        if seconds < 0:
            raise SimulatorMisuse("the clock only moves forward: give a positive number of seconds")
        with self._lock:
            try:
                moment = self._now() + timedelta(seconds=seconds)
            except (OverflowError, ValueError) as problem:
                raise SimulatorMisuse(f"seconds = {seconds}: the clock cannot go there; give fewer") from problem
            if self._stopped_at is None:
                self._offset += timedelta(seconds=seconds)
            else:
                self._stopped_at = moment
            return self._now()

    def resume(self) -> datetime:
        """Let time run again, on from the moment at which it was stopped; returns that moment."""
        with self._lock:
            if self._stopped_at is not None:
                self._offset = self._stopped_at - datetime.now(UTC)
                self._stopped_at = None
            return self._now()

    @property
    def setting(self) -> tuple[timedelta, datetime | None]:
        """How far it is from the machine's clock, and where it stands still, if it does."""
        with self._lock:
            return self._offset, self._stopped_at

    def restore(self, offset: timedelta, stopped_at: datetime | None) -> None:
        """Take a `setting` again."""
        with self._lock:
            self._offset, self._stopped_at = offset, stopped_at

    def reset(self) -> datetime:
        """Run again in step with the machine; returns the moment."""
        with self._lock:
            self._offset, self._stopped_at = timedelta(0), None
            return self._now()

    def _now(self) -> datetime:
        if self._stopped_at is not None:
            return self._stopped_at
        return datetime.now(UTC) + self._offset


class Ids:
    """The one source of new identifiers of a running simulator: the same seed gives the same sequence."""

    def __init__(self, seed: int | str = 0) -> None:
        """`seed` chooses the sequence."""
        self._lock = threading.Lock()
        self._random = random.Random(seed)

    def guid(self) -> uuid.UUID:
        """A new GUID (version 4)."""
        return uuid.UUID(bytes=self.token(16), version=4)

    def token(self, length: int) -> bytes:
        """`length` new random bytes."""
        with self._lock:
            return self._random.randbytes(length)

    def number(self, below: int) -> int:
        """A new random number from 0 up to, not including, `below`."""
        with self._lock:
            return self._random.randrange(below)
