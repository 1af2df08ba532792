"""All email messages."""

from __future__ import annotations

from syncer.mail_filter import MailFacts, MailFilter


def accepts(_facts: MailFacts) -> bool:
    """Every message."""
    return True


FILTER = MailFilter("all_email", 0, accepts)
