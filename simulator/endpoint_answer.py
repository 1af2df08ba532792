"""What an endpoint, EWS or CRM, wants sent, including the ways in which a planned fault spoils it."""

from dataclasses import dataclass, replace

from simulator.faults import PlannedFault


class CutConnection(Exception):
    """A planned fault: close the connection, nothing was done."""


class PlainStatus(Exception):
    """A planned fault: answer with a bare HTTP status, nothing was done."""

    def __init__(self, status: int, retry_after: int | None) -> None:
        """`retry_after` is in seconds."""
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True)
class EndpointAnswer:
    """Status and document, or (`close`) no answer and a closed connection.

    `send_only` is the number of bytes of the document after which the connection is closed. `bug` is what broke inside.
    """

    status: int
    document: bytes = b""
    content_type: str = "text/xml; charset=utf-8"
    retry_after: int | None = None
    close: bool = False
    send_only: int | None = None
    bug: BaseException | None = None
    pieces: tuple[bytes, ...] = ()
    """What the document was joined from, where that is known."""

    @property
    def logged_status(self) -> int:
        """The status for the wire log: 0 when the connection was closed instead."""
        return 0 if self.close else self.status

    @property
    def sent(self) -> tuple[bytes, ...]:
        """The bytes that leave, in pieces for the wire log."""
        if self.close:
            return ()
        if self.send_only is not None or not self.pieces:
            return (self.document[: self.send_only],)
        return self.pieces


def before_effect(struck: PlannedFault | None) -> None:
    """Raise what a fault that strikes before anything is done makes of the call."""
    if struck is None:
        return
    if struck.kind == "close_before_effect":
        raise CutConnection
    if struck.kind == "http_status":
        retry_after = struck.do.get("retry_after")
        raise PlainStatus(int(struck.do["status"]), None if retry_after is None else int(retry_after))


def after_effect(answer: EndpointAnswer, struck: PlannedFault | None) -> EndpointAnswer:
    """Spoil a finished answer as the fault wants it."""
    if struck is None:
        return answer
    if struck.kind == "close_after_effect":
        return replace(answer, close=True)
    if struck.kind == "truncate":
        return replace(answer, send_only=int(struck.do["bytes"]))
    return answer


def of_problem(problem: BaseException) -> EndpointAnswer | None:
    """The answer that a planned fault raised from inside an operation, or None if it was something else."""
    if isinstance(problem, CutConnection):
        return EndpointAnswer(500, close=True)
    if isinstance(problem, PlainStatus):
        return EndpointAnswer(problem.status, b"", "text/plain", retry_after=problem.retry_after)
    return None
