"""A subject that carries a tracking token of CRM.

The exact expression of the server is not published. Ours: any prefix of the organization's history followed by
digits; of several tokens in a subject the last one counts; letters are compared without regard to case (our choice).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from syncer.correlation.rule import CorrelationRule, IncomingHeaders, TrackedEmail


def last_token(subject: str, prefixes: Sequence[str]) -> str | None:
    """The last token in the subject, None without one. A longer prefix wins over a shorter one at the same end."""
    known = sorted({prefix for prefix in prefixes if prefix}, key=len, reverse=True)
    if not known:
        return None
    token = re.compile(
        "(?:" + "|".join(re.escape(prefix) for prefix in known) + r")[0-9]{1,20}(?![0-9])", re.IGNORECASE
    )
    found = token.findall(subject)
    return found[-1] if found else None


def find(headers: IncomingHeaders, candidates: Sequence[TrackedEmail], prefixes: Sequence[str]) -> list[TrackedEmail]:
    """The candidates whose tracking token is the subject's last one. Counters wrap, so there may be several."""
    token = last_token(headers.subject, prefixes)
    if token is None:
        return []
    return [email for email in candidates if email.tracking_token.casefold() == token.casefold()]


RULE = CorrelationRule("tracking_token", 4, find)
