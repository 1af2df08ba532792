"""A reply whose In-Reply-To header names the message id of a tracked e-mail (Learn, "Email message filtering and
correlation": In-Reply-To equals `messageid` of an existing e-mail)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from syncer.correlation.rule import CorrelationRule, IncomingHeaders, TrackedEmail

_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_MOST = 20
"""Ids of one header that are looked at: a real one has one, a hostile one may have thousands (our choice)."""


def message_ids(header: str) -> tuple[str, ...]:
    """The message ids of a header (RFC 5322 3.6.4); a header without angle brackets is one id."""
    found = _MESSAGE_ID.findall(header)
    return tuple(dict.fromkeys(found))[:_MOST] if found else tuple(header.split()[:1])


def find(headers: IncomingHeaders, candidates: Sequence[TrackedEmail], _prefixes: Sequence[str]) -> list[TrackedEmail]:
    """The candidates whose message id is one of the header's."""
    wanted = frozenset(message_ids(headers.in_reply_to))
    return [email for email in candidates if email.message_id and email.message_id in wanted]


RULE = CorrelationRule("in_reply_to", 3, find)
