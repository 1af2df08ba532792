"""How long a server asked to be left alone: kept with its connection, so that it holds for every thread."""

from __future__ import annotations

import time


class Rest:
    """Until when nothing may be asked. The longest time named counts."""

    def __init__(self) -> None:
        self._until = 0.0

    def note(self, seconds: float | None) -> None:
        """The server named a time; None or 0: it named none."""
        if seconds:
            self._until = max(self._until, time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds to wait; 0 when it may be asked."""
        return max(0.0, self._until - time.monotonic())
