"""What an alert is; the table of all of them is `syncer.alerts`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from string import Formatter

LONGEST_TEXT = 2000
"""Characters in tracelog.text."""


class Level(IntEnum):
    """tracelog.level."""

    INFORMATION = 1
    WARNING = 2
    ERROR = 3


class Source(StrEnum):
    """Where the words of an alert come from."""

    DOCUMENTED = "documented"
    ANALOGY = "by analogy"
    OURS = "our choice"


class Channel(StrEnum):
    """What a mailbox is enabled for, each by itself."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    ACT = "appointments, contacts, and tasks"


class Failure(StrEnum):
    """Why a channel does not work, as far as the alerts tell these apart."""

    NOT_APPROVED = "not approved"
    SECURE_CONNECTION = "secure connection"
    LOCATION_UNKNOWN = "autodiscover"
    CREDENTIALS = "credentials or permissions"
    SERVER_LOCATION = "server not reached"
    NO_MAILBOX = "no mailbox"
    NO_PROFILE = "no profile"
    GENERAL_ACCESS = "mailbox access"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AlertKind:
    """One entry of the table: `code` is tracelog.tracecode (our numbers), `text` has {mailbox}, {profile} … in it."""

    code: int
    name: str
    level: Level
    source: Source
    text: str

    @property
    def parameters(self) -> frozenset[str]:
        """The names that the text asks for."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name)


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert about one mailbox; `details` is the technical reason (tracelog.errordetails)."""

    kind: AlertKind
    text: str
    details: str = ""

    @property
    def level(self) -> Level:
        """How bad it is."""
        return self.kind.level


def alert(kind: AlertKind, details: str = "", /, **parameters: str) -> Alert:
    """The alert with its words filled in. Raises KeyError for a parameter that is missing."""
    return Alert(kind, kind.text.format(**parameters)[:LONGEST_TEXT], details[:LONGEST_TEXT])
