"""Email messages in response to Dynamics e-mail: the default."""

from __future__ import annotations

from syncer.mail_filter import MailFacts, MailFilter


def accepts(facts: MailFacts) -> bool:
    """Messages that answer a tracked e-mail."""
    return facts.correlated


FILTER = MailFilter("replies_to_tracked_email", 1, accepts)
