"""No email messages. Not among the options of CRM 2013; later versions have it."""

from __future__ import annotations

from syncer.mail_filter import MailFacts, MailFilter


def accepts(_facts: MailFacts) -> bool:
    """None."""
    return False


FILTER = MailFilter("no_email", 4, accepts)
