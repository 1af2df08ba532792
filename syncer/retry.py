"""What a failure means: {permanent, transient} x {server, mailbox}, and for one item skip or set aside. One table.

Microsoft's rule: permanent disables at once; transient is tried again 10 times, 5 minutes apart, and is then treated
as permanent (power-platform/admin, troubleshooting). A busy server's own time is kept for the whole site.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.exchange_side.errors import EwsError, ProblemKind

TRIES = 10
APART = timedelta(minutes=5)
AGAIN = timedelta(hours=1)
"""What was set aside is tried again so often, changed or not: a full mailbox or a plug-in may have been mended (our
choice)."""
BUSY = timedelta(seconds=30)
"""When a busy server names no time (our choice)."""

SITE_IS_BUSY = frozenset({"", "ErrorServerBusy", "ErrorADUnavailable", "ErrorInsufficientResources"})
"""Codes of a busy server that concern every mailbox; an empty one is HTTP 503. One mailbox that is being moved, for
hours perhaps, must not keep its whole site at rest."""

Scope = Literal["mailbox", "site", "crm"]
ItemVerdict = Literal["later", "set_aside", "stop"]

EXCHANGE: tuple[tuple[ProblemKind, bool, Scope], ...] = (
    (ProblemKind.BUSY, False, "site"),
    (ProblemKind.UNREACHABLE, False, "site"),
    (ProblemKind.MALFORMED, False, "mailbox"),
    (ProblemKind.STALE, False, "mailbox"),
    (ProblemKind.GONE, False, "mailbox"),
    (ProblemKind.INVALID_SYNC_STATE, False, "mailbox"),
    (ProblemKind.REFUSED, False, "mailbox"),
    (ProblemKind.UNTRUSTED, True, "site"),
    (ProblemKind.UNAUTHORIZED, True, "site"),
    (ProblemKind.DENIED, True, "mailbox"),
    (ProblemKind.NO_MAILBOX, True, "mailbox"),
)
"""Kind, permanent, scope."""

ITEM: dict[ProblemKind | CrmProblemKind, ItemVerdict] = {
    ProblemKind.STALE: "later",
    ProblemKind.GONE: "later",
    ProblemKind.REFUSED: "set_aside",
    CrmProblemKind.NOT_FOUND: "later",
    CrmProblemKind.ALREADY_THERE: "later",
    CrmProblemKind.REFUSED: "set_aside",
}
"""What one item's failure means for that item; every kind not named stops the cycle."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How the mailbox goes on. ``site_wait``: nothing may be asked of the site for so long."""

    permanent: bool
    scope: Scope
    wait: timedelta
    failures: int
    site_wait: timedelta | None = None


def for_item(error: EwsError | CrmError) -> ItemVerdict:
    """later: plan again next cycle; set_aside: quarantine this item; stop: the whole cycle."""
    return ITEM.get(error.problem.kind, "stop")


def site_rest(error: Exception | None) -> timedelta | None:
    """How long a worker leaves a site alone that does not answer, or refuses its account (our choice).

    A time-out for every mailbox of a site would take hours, and a wrong password tried for each would lock the account.
    """
    kind = error.problem.kind if isinstance(error, EwsError) else None
    if kind is ProblemKind.UNREACHABLE:
        return BUSY
    return APART if kind in (ProblemKind.UNTRUSTED, ProblemKind.UNAUTHORIZED) else None


def decide(error: EwsError | CrmError, failures: int) -> Decision:
    """What a failure that stopped a cycle means. ``failures``: how many transient ones came before it in a row.

    CRM's own failures never disable a mailbox: there would be no one to write it to.
    """
    count = failures + 1
    if isinstance(error, CrmError):
        after = error.problem.after_seconds
        return Decision(False, "crm", APART if after is None else timedelta(seconds=after), failures)
    kind = error.problem.kind
    permanent, scope = next((p, s) for k, p, s in EXCHANGE if k is kind)
    if kind is ProblemKind.BUSY:
        told = error.problem.back_off_seconds
        if told is None and error.problem.code not in SITE_IS_BUSY:
            return Decision(False, "mailbox", APART, failures)
        wait = BUSY if told is None else timedelta(seconds=told)
        return Decision(False, scope, wait, failures, site_wait=wait)
    if permanent:
        return Decision(True, scope, APART, count)
    return Decision(count > TRIES, scope, APART, count)
