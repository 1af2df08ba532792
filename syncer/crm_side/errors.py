"""What can go wrong when talking to CRM, as one typed error."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CrmProblemKind(StrEnum):
    """What the caller has to do differently."""

    UNREACHABLE = "unreachable"
    """No answer: name, port, refused connection, time-out, connection closed. The call may have taken effect."""
    UNTRUSTED = "untrusted"
    """The server's certificate is not trusted."""
    UNAUTHORIZED = "unauthorized"
    """Name or password refused (HTTP 401)."""
    NOT_FOUND = "not_found"
    """No such row (0x80040217)."""
    ALREADY_THERE = "already_there"
    """A row with this id exists (0x80040237): a create that was made before."""
    REFUSED = "refused"
    """Any other fault; `code` is the unsigned code as 0x…, `text` the server's message."""
    THROTTLED = "throttled"
    """Overloaded (HTTP 429 or 503): come back after `after_seconds`."""
    MALFORMED = "malformed"
    """The answer is not what CRM answers. The call may have taken effect."""


@dataclass(frozen=True, slots=True)
class CrmProblem:
    """Kind, fault code (empty when there was none), text for people, seconds to stay away."""

    kind: CrmProblemKind
    code: str = ""
    text: str = ""
    after_seconds: float | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (f"[{self.kind}]", self.code, self.text) if part)


class CrmError(Exception):
    """A call to CRM failed; `problem` says how."""

    def __init__(self, problem: CrmProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem
