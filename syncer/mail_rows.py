"""The email rows of the two mail flows: queries, ids, attributes. Nothing here calls anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from syncer.correlation import IncomingHeaders, TrackedEmail
from syncer.correlation.in_reply_to import message_ids
from syncer.correlation.tracking_token import last_token
from syncer.crm_side.fetch import Linked, equals, fetch, one_of
from syncer.crm_side.side import EntityReference, Participation, Party, Row
from syncer.entity_field import cut
from syncer.exchange_side.side import Address, ExchangeItem
from syncer.exchange_side.values import Html

OPEN, COMPLETED = 0, 1
"""email.statecode."""
SENT, RECEIVED, PENDING_SEND, SENDING, FAILED = 3, 4, 6, 7, 8
"""email.statuscode."""

OUTGOING_COLUMNS = (
    "subject", "description", "from", "to", "cc", "bcc", "statecode", "statuscode", "messageid", "prioritycode",
)  # fmt: skip
_TRACKED_COLUMNS = ("messageid", "trackingtoken", "createdon", "regardingobjectid")
_HTML = re.compile(r"<(?:!doctype|html|body|div|p|br|span|table|font|b|i|a|ul|ol|h[1-6])\b[^>]*>", re.IGNORECASE)
_LONGEST_SUBJECT = 200
"""email.subject."""
LONGEST_MESSAGE_ID = 320
"""email.messageid."""
_LONGEST_LIST = 500
"""email.torecipients."""


def incoming_id(organization_id: str, message_id: str) -> str:
    """The id of a received message's row: the same for every mailbox that has a copy of it."""
    return str(uuid5(UUID(organization_id), "email:" + message_id))


def attachment_id(email_id: str, place: int) -> str:
    """The id of an e-mail's attachment by its place."""
    return str(uuid5(UUID(email_id), f"attachment:{place}"))


def outgoing_query(user_id: str) -> str:
    """E-mails that wait to be sent, or are being sent, and whose `from` is this user."""
    sender = Linked(
        "activityparty",
        "activityid",
        "activityid",
        (equals("participationtypemask", int(Participation.SENDER)), equals("partyid", user_id)),
    )
    where = (one_of("statuscode", (str(PENDING_SEND), str(SENDING))), equals("directioncode", True))
    return fetch("email", ("activityid", "subject", "statuscode"), where=where, linked=(sender,), order="createdon")


def attachments_query(email_id: str) -> str:
    """The e-mail's attachments, in order."""
    columns = ("filename", "mimetype", "body", "attachmentnumber")
    return fetch("activitymimeattachment", columns, where=(equals("objectid", email_id),), order="attachmentnumber")


def tracked_query(message_id: str, headers: IncomingHeaders, prefixes: Sequence[str]) -> str:
    """Every e-mail that may be this message itself or the one it answers."""
    ids = [one[:LONGEST_MESSAGE_ID] for one in (message_id, *message_ids(headers.in_reply_to)) if one]
    token = last_token(headers.subject, prefixes)
    any_of = [one_of("messageid", ids)] if ids else []
    if token is not None:
        any_of.append(equals("trackingtoken", token))
    if not any_of:
        any_of = [one_of("messageid", ("<>",))]
    return fetch("email", _TRACKED_COLUMNS, any_of=any_of)


def tracked_email(row: Row) -> TrackedEmail:
    """An email row as the correlation rules see it."""
    created, regarding = row.attributes.get("createdon"), row.attributes.get("regardingobjectid")
    return TrackedEmail(
        id=row.id,
        message_id=str(row.attributes.get("messageid", "")),
        tracking_token=str(row.attributes.get("trackingtoken", "")),
        created_on=created if isinstance(created, datetime) else None,
        regarding=regarding if isinstance(regarding, EntityReference) else None,
    )


def text_field(item: ExchangeItem, name: str) -> str:
    """A text property of an item; empty when it is absent."""
    value = item.fields.get(name)
    return value if isinstance(value, str) else ""


def sender_of(item: ExchangeItem) -> str:
    """The address in From, else in Sender."""
    for name in ("From", "Sender"):
        value = item.fields.get(name)
        if isinstance(value, Address) and value.email:
            return value.email
    return ""


def addresses(item: ExchangeItem, name: str) -> tuple[str, ...]:
    """The addresses of a recipient list."""
    value = item.fields.get(name)
    return (
        tuple(one.email for one in value if isinstance(one, Address) and one.email) if isinstance(value, tuple) else ()
    )


def short_subject(subject: str) -> str:
    """A subject that fits email.subject."""
    return cut(subject, _LONGEST_SUBJECT)


def recipient_list(found: Sequence[str]) -> str:
    """email.torecipients: addresses, each ended by a semicolon, as many as fit."""
    text = ""
    for address in found:
        if len(text) + len(address) + 1 > _LONGEST_LIST:
            break
        text += address + ";"
    return text


def draft_fields(row: Row) -> dict[str, object]:
    """The message of an email row: subject as CRM wrote it, recipients, body (HTML when it looks like it)."""
    body = str(row.attributes.get("description", ""))
    fields: dict[str, object] = {
        "Subject": str(row.attributes.get("subject", "")),
        "Body": Html(body) if _HTML.search(body) else body,
    }
    for column, name in (("to", "ToRecipients"), ("cc", "CcRecipients"), ("bcc", "BccRecipients")):
        recipients = _recipients(row.attributes.get(column))
        if recipients:
            fields[name] = recipients
    importance = {0: "Low", 2: "High"}.get(_whole(row.attributes.get("prioritycode")))
    if importance:
        fields["Importance"] = importance
    return fields


def has_recipients(fields: dict[str, object]) -> bool:
    """Whether anybody would receive the message."""
    return any(name in fields for name in ("ToRecipients", "CcRecipients", "BccRecipients"))


def _recipients(value: object) -> tuple[Address, ...]:
    parties = value if isinstance(value, tuple) else ()
    found = {
        party.address.lower(): Address((party.reference.name or "") if party.reference else "", party.address)
        for party in parties
        if isinstance(party, Party) and party.address
    }
    return tuple(found.values())


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 1
