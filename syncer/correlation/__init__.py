"""Which tracked e-mail does a received message answer? The order of `RULES` is the precedence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from syncer.correlation import in_reply_to, tracking_token
from syncer.correlation.rule import CorrelationRule, IncomingHeaders, Match, TrackedEmail

__all__ = ["RULES", "CorrelationRule", "IncomingHeaders", "Match", "TrackedEmail", "correlate"]

RULES: tuple[CorrelationRule, ...] = (in_reply_to.RULE, tracking_token.RULE)

_EARLIEST = datetime.min.replace(tzinfo=UTC)


def correlate(headers: IncomingHeaders, candidates: Sequence[TrackedEmail], prefixes: Sequence[str]) -> Match | None:
    """The first rule that matches decides; of several e-mails the newest wins, then the greatest id (our choice)."""
    for rule in RULES:
        found = rule.find(headers, candidates, prefixes)
        if found:
            newest = max(found, key=lambda email: (email.created_on or _EARLIEST, email.id))
            return Match(rule.name, rule.method, newest)
    return None
