"""A step of the walk-through: what it is called and how it is played."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from syncer.demo.stage import Stage

T = TypeVar("T")

PATIENCE_SECONDS = 15.0
PAUSE_SECONDS = 0.05


class StepFailed(Exception):
    """Something that should have been seen was not; the text says what."""


@dataclass(frozen=True, slots=True)
class Step:
    """`play` answers what was seen, in one line; it raises when the step did not hold."""

    number: str
    title: str
    play: Callable[[Stage], str]


def expect(held: bool, otherwise: str) -> None:
    """Raise `StepFailed` unless it held."""
    if not held:
        raise StepFailed(otherwise)


def eventually(look: Callable[[], T | None], missing: str, patience: float = PATIENCE_SECONDS) -> T:
    """Look until something is there and answer it. Raises `StepFailed` when patience ends."""
    end = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise StepFailed(missing)
        time.sleep(PAUSE_SECONDS)
