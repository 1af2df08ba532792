"""Which received mail becomes a row: one file per option of `incomingemailfilteringmethod`."""

from __future__ import annotations

from collections.abc import Iterable

from syncer.mail_filter import MailFacts, MailFilter
from syncer.mail_filters import (
    all_email,
    from_email_enabled_records,
    from_known_records,
    no_email,
    replies_to_tracked_email,
)

__all__ = ["DEFAULT", "FILTERS", "MailFacts", "MailFilter", "accepted"]

FILTERS: tuple[MailFilter, ...] = (
    all_email.FILTER,
    replies_to_tracked_email.FILTER,
    from_known_records.FILTER,
    from_email_enabled_records.FILTER,
    no_email.FILTER,
)
DEFAULT = replies_to_tracked_email.FILTER

_BY_VALUE = {one.value: one for one in FILTERS}


def accepted(methods: Iterable[int | None], facts: MailFacts) -> bool:
    """Whether any recipient's option accepts the message. No option set, or an unknown one, is the default."""
    return any(_BY_VALUE.get(DEFAULT.value if method is None else method, DEFAULT).accepts(facts) for method in methods)
