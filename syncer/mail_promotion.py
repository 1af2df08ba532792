"""A received message becomes an email row: create with our id, its attachments, then Received.

Every step may be repeated: the ids are worked out from the message, and a row that exists already is finished.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from syncer.blame import only_this_one
from syncer.correlation import Match
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.side import EntityReference, OptionSet, Participation
from syncer.cycle_context import Cycle
from syncer.exchange_side.side import ExchangeItem, ItemProblem
from syncer.mail_people import People
from syncer.mail_rows import (
    COMPLETED,
    LONGEST_MESSAGE_ID,
    OPEN,
    RECEIVED,
    addresses,
    attachment_id,
    recipient_list,
    sender_of,
    short_subject,
    text_field,
)

_LISTS = (
    ("to", "ToRecipients", Participation.TO),
    ("cc", "CcRecipients", Participation.CC),
    ("bcc", "BccRecipients", Participation.BCC),
)
_SOME_ATTACHMENTS_NOT_SAVED = 1
"""email.notifications."""


def promote_to_row(
    cycle: Cycle,
    people: People,
    item: ExchangeItem,
    row_id: str,
    message_id: str,
    match: Match | None,
    before_write: Callable[[], None],
) -> None:
    """Raises `CrmError`, `EwsError` and what `before_write` raises (LeaseLost)."""
    attributes = _attributes(cycle, people, item, message_id, match)
    _create(cycle, "email", row_id, attributes, before_write)
    row = cycle.crm.retrieve("email", row_id, ("statecode",))
    if row is None or row.attributes.get("statecode") != OPEN:
        return
    _save_attachments(cycle, item, row_id, before_write)
    before_write()
    try:
        cycle.crm.set_state("email", row_id, COMPLETED, RECEIVED)
    except CrmError as error:
        if error.problem.kind is not CrmProblemKind.REFUSED or not _is_received(cycle, row_id):
            raise


def _is_received(cycle: Cycle, row_id: str) -> bool:
    """Another mailbox that has the same message was faster."""
    row = cycle.crm.retrieve("email", row_id, ("statecode",))
    return row is not None and row.attributes.get("statecode") == COMPLETED


def _attributes(
    cycle: Cycle, people: People, item: ExchangeItem, message_id: str, match: Match | None
) -> dict[str, object]:
    sender = sender_of(item)
    everyone = [address for _, name, _ in _LISTS for address in addresses(item, name)]
    people.look_up([sender, *everyone])
    attributes: dict[str, object] = {
        "subject": short_subject(text_field(item, "Subject")),
        "description": text_field(item, "Body"),
        "directioncode": False,
        "messageid": message_id[:LONGEST_MESSAGE_ID],
        "from": people.sender(sender, Participation.SENDER),
        "sender": sender[:250],
        "torecipients": recipient_list(addresses(item, "ToRecipients")),
        "prioritycode": OptionSet({"Low": 0, "High": 2}.get(text_field(item, "Importance"), 1)),
    }
    for column, name, mask in _LISTS:
        parties = people.recipients(addresses(item, name), mask)
        if parties:
            attributes[column] = parties
    if cycle.mailbox.user is not None and cycle.mailbox.user.logical_name == "systemuser":
        attributes["ownerid"] = EntityReference("systemuser", cycle.mailbox.user.id)
    if match is not None:
        attributes["parentactivityid"] = EntityReference("email", match.email.id)
        if match.email.regarding is not None:
            regarding = match.email.regarding
            attributes["regardingobjectid"] = EntityReference(regarding.logical_name, regarding.id)
    return attributes


def _save_attachments(cycle: Cycle, item: ExchangeItem, row_id: str, before_write: Callable[[], None]) -> None:
    """File attachments up to the organization's size limit; when some are left out the row says so.

    Left out as well: what Exchange cannot read, and what CRM refuses (a blocked type, a full store).
    """
    if item.fields.get("HasAttachments") is not True:
        return
    limit = cycle.organization.max_upload_kilobytes * 1024
    left_out = False
    for place, attachment in enumerate(cycle.exchange.attachments(item.ref.item_id)):
        if isinstance(attachment, ItemProblem) or len(attachment.content) > limit:
            left_out = True
            continue
        attributes: dict[str, object] = {
            "objectid": EntityReference("email", row_id),
            "objecttypecode": "email",
            "attachmentnumber": place + 1,
            "filename": attachment.name[:255],
            "mimetype": attachment.content_type[:256],
            "body": base64.b64encode(attachment.content).decode("ascii"),
        }
        try:
            _create(cycle, "activitymimeattachment", attachment_id(row_id, place), attributes, before_write)
        except CrmError as error:
            if error.problem.kind is not CrmProblemKind.REFUSED and not only_this_one(cycle, error):
                raise
            left_out = True
    if left_out:
        before_write()
        cycle.crm.update("email", row_id, {"notifications": OptionSet(_SOME_ATTACHMENTS_NOT_SAVED)})


def _create(
    cycle: Cycle, entity: str, row_id: str, attributes: dict[str, object], before_write: Callable[[], None]
) -> None:
    before_write()
    try:
        cycle.crm.create(entity, row_id, attributes)
    except CrmError as error:
        if error.problem.kind is not CrmProblemKind.ALREADY_THERE:
            raise
