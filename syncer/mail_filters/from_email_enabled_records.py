"""Email messages from records that are email enabled."""

from __future__ import annotations

from syncer.mail_filter import MailFacts, MailFilter


def accepts(facts: MailFacts) -> bool:
    """Messages whose sender is any record with an address."""
    return bool(facts.sender_entities)


FILTER = MailFilter("from_email_enabled_records", 3, accepts)
