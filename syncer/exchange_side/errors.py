"""What can go wrong when talking to Exchange, as one typed error. The table from wire codes is in `fault_table`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """What the caller has to do differently."""

    BUSY = "busy"
    """Throttled or overloaded: stop sending, come back after `back_off_seconds`."""
    GONE = "gone"
    """The item or folder no longer exists."""
    STALE = "stale"
    """The ChangeKey is not the current one: read again (conflict)."""
    DENIED = "denied"
    """No right to impersonate, or no access to this mailbox or item."""
    NO_MAILBOX = "no_mailbox"
    """No mailbox has this address."""
    UNREACHABLE = "unreachable"
    """No answer: name, port, refused connection, time-out, connection closed. The call may have taken effect."""
    UNTRUSTED = "untrusted"
    """The server's certificate is not trusted."""
    UNAUTHORIZED = "unauthorized"
    """Name or password refused (HTTP 401)."""
    MALFORMED = "malformed"
    """The answer is not what EWS answers: cut off, not XML, a DOCTYPE, too large. The call may have taken effect."""
    INVALID_SYNC_STATE = "invalid_sync_state"
    """The saved SyncState is refused: synchronize the folder from the start."""
    REFUSED = "refused"
    """Any other response code; `code` says which."""


@dataclass(frozen=True, slots=True)
class ExchangeProblem:
    """Kind, the server's response code (empty when there was none), text for people, seconds to stay away."""

    kind: ProblemKind
    code: str = ""
    detail: str = ""
    back_off_seconds: float | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (f"[{self.kind}]", self.code, self.detail) if part)


MAYBE_DONE = frozenset({ProblemKind.UNREACHABLE, ProblemKind.MALFORMED, ProblemKind.BUSY})
"""Kinds after which a write may have taken effect all the same: look before trying again."""


class EwsError(Exception):
    """A call to Exchange failed; `problem` says how."""

    def __init__(self, problem: ExchangeProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem
