"""Tracking tokens: `CRM:0001001` (reference: section 1.2). Only SendEmail and GetTrackingTokenEmail make them.

prefix + deployment base + the user's number + the message counter, the last two padded to their widths; the counter
wraps to 0 after `organization.maximumtrackingnumber` and its width is that number's. Our choices: a user's number
wider than its range keeps its last digits; one space comes before the token; a subject with its token has at most 255
characters, the subject is cut to keep the token, and a token longer than that is dropped (as later versions document
it).
"""

from simulator.crm.context import CrmContext
from simulator.crm.platform_writes import amend
from simulator.crm.rows import Row

LONGEST_SUBJECT = 255


def next_token(context: CrmContext) -> str:
    """A new token for the acting user; moves the organization's counter on."""
    organization = context.organization
    row = organization.rows.get("organization", organization.id) or {}
    settings = organization.rows.get("usersettings", context.user_id) or {}
    counter, most = _number(row, "nexttrackingnumber", 1), _number(row, "maximumtrackingnumber", 999)
    if counter > most:
        counter = 0
    following = 0 if counter == most else counter + 1
    amend(organization.system_context(), "organization", organization.id, {"nexttrackingnumber": following})
    width = _number(row, "trackingtokeniddigits", 3)
    user_number = f"{_number(settings, 'trackingtokenid', 0) % 10**width:0{width}d}"
    prefix = row.get("trackingprefix")
    base = _number(row, "trackingtokenidbase", 0)
    return f"{prefix if isinstance(prefix, str) else ''}{base}{user_number}{counter:0{len(str(most))}d}"


def subject_with(subject: str | None, token: str) -> str:
    """The subject as it is sent, the token at its end; a token that is already there is not added again."""
    if not token or len(token) > LONGEST_SUBJECT:
        return (subject or "")[:LONGEST_SUBJECT]
    if subject is not None and subject.endswith(token):
        return subject
    return f"{(subject or '')[: LONGEST_SUBJECT - len(token) - 1].rstrip()} {token}".lstrip()


def _number(row: Row, name: str, otherwise: int) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else otherwise
