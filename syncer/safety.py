"""The guard: one side suddenly empty, or most of it deleted, is a fault until an administrator says otherwise. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncer.actions import Step
from syncer.policy import Policy

DIRECTION = {"row": "CRM", "item": "Exchange"}


@dataclass(frozen=True, slots=True)
class Guarded:
    """The steps that may go on, why the others wait, and how many deletes go on only since they were approved."""

    steps: tuple[Step, ...]
    held_back: tuple[Step, ...] = ()
    reason: str | None = None
    approval_used: int = 0


def guard(steps: Sequence[Step], links: int, approved: int, policy: Policy) -> Guarded:
    """Holds back every step of a direction that lost too much. ``links``: how many pairs there were before.

    Too much: more than ``guard_count`` and more than ``guard_percent`` of the links, or all of at least
    ``guard_empty`` links. ``approved``: how many an administrator permitted.
    """
    reasons: list[str] = []
    stopped: set[str] = set()
    used = 0
    for direction, name in DIRECTION.items():
        lost = sum(1 for step in steps if step.loss == direction)
        many = lost > policy.guard_count and lost * 100 > links * policy.guard_percent
        everything = lost >= policy.guard_empty and lost >= links
        if not (many or everything):
            continue
        if lost <= approved - used:
            used += lost
            continue
        stopped.add(direction)
        reasons.append(f"{lost} of {links} linked records disappeared from {name} at once")
    if not stopped:
        return Guarded(tuple(steps), approval_used=used)
    return Guarded(
        tuple(step for step in steps if step.loss not in stopped),
        tuple(step for step in steps if step.loss in stopped),
        "; ".join(reasons),
        used,
    )
