"""What a mail filter is: one option of `incomingemailfilteringmethod`; the filters are in `syncer.mail_filters`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What the filters may know: whether the message answers a tracked e-mail, and what its sender is in CRM."""

    correlated: bool
    sender_entities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MailFilter:
    """`value` is the option's number (usersettings and queue, incomingemailfilteringmethod)."""

    name: str
    value: int
    accepts: Callable[[MailFacts], bool]
