"""Email messages from leads, contacts and accounts."""

from __future__ import annotations

from syncer.mail_filter import MailFacts, MailFilter

_KNOWN = frozenset({"lead", "contact", "account"})


def accepts(facts: MailFacts) -> bool:
    """Messages whose sender is such a record (the option's words taken literally: our choice)."""
    return bool(facts.sender_entities & _KNOWN)


FILTER = MailFilter("from_known_records", 2, accepts)
