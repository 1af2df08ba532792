"""What a correlation rule is: a pure function from a message and the e-mails found in CRM to the one it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from syncer.crm_side.values import EntityReference


@dataclass(frozen=True, slots=True)
class IncomingHeaders:
    """What the rules look at in a received message."""

    subject: str
    in_reply_to: str = ""


@dataclass(frozen=True, slots=True)
class TrackedEmail:
    """An email row that may be the one answered."""

    id: str
    message_id: str = ""
    tracking_token: str = ""
    created_on: datetime | None = None
    regarding: EntityReference | None = None


@dataclass(frozen=True, slots=True)
class CorrelationRule:
    """One rule. `method` is `email.correlationmethod`. `find` answers every candidate that the rule matches."""

    name: str
    method: int
    find: Callable[[IncomingHeaders, Sequence[TrackedEmail], Sequence[str]], list[TrackedEmail]]


@dataclass(frozen=True, slots=True)
class Match:
    """The e-mail a message answers, and the rule that found it."""

    rule: str
    method: int
    email: TrackedEmail
