"""SendEmail: what must be true of an e-mail, and what becomes of it (reference: sections 1.2 and 1.5)."""

import uuid

from simulator.crm import errors
from simulator.crm.context import CrmContext
from simulator.crm.parties import parties_with_mask
from simulator.crm.platform_writes import amend, now
from simulator.crm.rows import Row
from simulator.crm.tracking_token import next_token, subject_with
from simulator.crm.validation import does_not_exist
from simulator.crm.values import EntityReference, OptionSetValue

DRAFT, SENT, PENDING_SEND, FAILED = 1, 3, 6, 8
COMPLETED = 1
_SENDER, _RECIPIENTS = 1, (2, 3, 4)


def send(context: CrmContext, email_id: uuid.UUID, *, issue_send: bool, token: str | None) -> str:
    """Hand a draft (or a failed e-mail) over to be sent; returns its subject. Raises CrmFault.

    With `issue_send` it becomes Pending Send, otherwise Sent at once. `token` None makes one; an empty one means none;
    correlation switched off means none as well (our choice).
    """
    organization = context.organization
    row = organization.rows.get("email", email_id)
    if row is None:
        raise does_not_exist("email", email_id)
    if row.get("statuscode") not in (OptionSetValue(DRAFT), OptionSetValue(FAILED)) or not row.get("directioncode"):
        raise errors.fault(
            errors.INVALID_OPERATION, "The e-mail cannot be sent: it is not an outgoing draft or failed e-mail."
        )
    _check_sender(context, email_id)
    _check_recipients(context, email_id)
    if token is None:
        token = _own_token(row) or (next_token(context) if _correlates(context) else "")
    subject_before = row.get("subject")
    subject = subject_with(subject_before if isinstance(subject_before, str) else None, token)
    changes: dict[str, object] = {
        "subject": subject,
        "trackingtoken": token or None,
        "statecode": OptionSetValue(COMPLETED),
        "statuscode": OptionSetValue(PENDING_SEND if issue_send else SENT),
        "torecipients": _recipient_line(context, email_id),
    }
    if not issue_send:
        changes |= {"senton": now(context), "actualend": now(context)}
    with organization.rows.transaction():
        amend(context, "email", email_id, changes)
    return subject


def _own_token(row: Row) -> str:
    """A failed e-mail that is sent again keeps the token it has."""
    token = row.get("trackingtoken")
    return token if isinstance(token, str) and row.get("statuscode") == OptionSetValue(FAILED) else ""


def _correlates(context: CrmContext) -> bool:
    row = context.organization.rows.get("organization", context.organization.id) or {}
    return bool(row.get("emailcorrelationenabled"))


def _check_sender(context: CrmContext, email_id: uuid.UUID) -> None:
    senders = parties_with_mask(context.organization.rows, email_id, _SENDER)
    if not senders:
        raise errors.fault(errors.NO_SENDER)
    if len(senders) > 1:
        raise errors.fault(errors.MORE_THAN_ONE_SENDER)
    sender = senders[0][1]
    party = sender.get("partyid")
    if not isinstance(party, EntityReference) or party.logical_name not in ("systemuser", "queue"):
        raise errors.fault(errors.NO_SENDER_ADDRESS)
    if not sender.get("addressused"):
        raise errors.fault(errors.NO_SENDER_ADDRESS)
    if party.logical_name == "queue" and not _may_send_as(context, party):
        raise errors.fault(errors.NO_SEND_AS)


def _may_send_as(context: CrmContext, queue: EntityReference) -> bool:
    """An administrator, or the queue's owner (our choice: the privilege to send as a queue is not simulated)."""
    row = context.organization.rows.get("queue", queue.id) or {}
    owns = row.get("ownerid") == EntityReference("systemuser", context.user_id)
    return owns or context.organization.is_administrator(context.user_id)


def _check_recipients(context: CrmContext, email_id: uuid.UUID) -> None:
    rows = context.organization.rows
    recipients = [party for mask in _RECIPIENTS for _, party in parties_with_mask(rows, email_id, mask)]
    if not recipients:
        raise errors.fault(errors.RECIPIENT_NOT_SPECIFIED)
    organization_row = rows.get("organization", context.organization.id) or {}
    for party in recipients:
        reference = party.get("partyid")
        unresolved = not isinstance(reference, EntityReference)
        refused = unresolved and not organization_row.get("allowunresolvedpartiesonemailsend")
        if not party.get("addressused") or refused or _refuses_mail(context, reference):
            raise errors.fault(errors.NO_PARTY_ADDRESS)


def _refuses_mail(context: CrmContext, reference: object) -> bool:
    if not isinstance(reference, EntityReference):
        return False
    row = context.organization.rows.get(reference.logical_name, reference.id) or {}
    return bool(row.get("donotemail"))


def _recipient_line(context: CrmContext, email_id: uuid.UUID) -> str:
    rows = context.organization.rows
    found = (party.get("addressused") for mask in _RECIPIENTS for _, party in parties_with_mask(rows, email_id, mask))
    return "".join(f"{address};" for address in found)[:500]
