"""No email messages."""

from __future__ import annotations

from syncer.mail_filters.filter import MailFacts, MailFilter


def accepts(_facts: MailFacts) -> bool:
    """None."""
    return False


FILTER = MailFilter("no_email", 4, accepts)
