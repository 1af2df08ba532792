"""Waiting for something to become true, with an end."""

import time
from collections.abc import Callable
from typing import TypeVar

SECONDS = 60.0
PAUSE_SECONDS = 0.02
Found = TypeVar("Found")


def eventually(find: Callable[[], Found | None], what: str, seconds: float = SECONDS) -> Found:
    """What `find` returns as soon as it is true. Raises AssertionError, naming `what`, when the time is over."""
    end = time.monotonic() + seconds
    while True:
        found = find()
        if found:
            return found
        assert time.monotonic() < end, f"after {seconds:.0f} s: {what}"
        time.sleep(PAUSE_SECONDS)
