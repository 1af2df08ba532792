"""E-mail from CRM: Pending Send, Sending, Sent; sent at most once.

A sending call is never the creating call: a stamped draft is made first, then SendItem with its ChangeKey, which only
one sender can win. What happened is read from Exchange: the stamped copy in Sent Items means sent, the stamped draft
means not yet. Neither, although the draft was recorded as made, means that we cannot know: such an e-mail is never
sent again, it becomes Failed and an alert is raised. A sent copy may appear late, so that verdict waits one cycle
(our choice).
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Mapping

from syncer.alerts import MESSAGE_NOT_SENT, ROW_REFUSED
from syncer.blame import only_this_one
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.records import OutgoingMethod
from syncer.crm_side.side import Row
from syncer.cycle_context import Cycle
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.side import Attachment, ExchangeItem, ItemRef, Stamp
from syncer.log import logger
from syncer.mail_alert import raise_alert
from syncer.mail_rows import (
    COMPLETED,
    FAILED,
    OPEN,
    OUTGOING_COLUMNS,
    PENDING_SEND,
    SENDING,
    SENT,
    attachments_query,
    draft_fields,
    has_recipients,
    outgoing_query,
    text_field,
)
from syncer.mail_run import MailRun, is_ours
from syncer.outcome import MailResult
from syncer.state.errors import LeaseLost
from syncer.state.values import Intent, Json

ACTION = "mail_send"
OPENED, DRAFTED, MISSING = "opened", "drafted", "missing"
_SOMEBODY_ELSE = frozenset({ProblemKind.STALE, ProblemKind.GONE})
_log = logger("outgoing_mail")


def _is_ours(cycle: Cycle) -> bool:
    server_side = cycle.mailbox.outgoing_method == OutgoingMethod.SERVER_SIDE
    return is_ours(cycle, server_side=server_side, enabled=cycle.mailbox.enabled_outgoing)


def run(cycle: Cycle) -> MailResult:
    """Finish what an earlier cycle left, then send what waits.

    Raises `EwsError`, `CrmError` (what concerns the whole mailbox or site) and LeaseLost.
    """
    work = MailRun(cycle)
    if _is_ours(cycle):
        for intent in cycle.store.intents(cycle.mailbox.id):
            if intent.action == ACTION:
                _finish(work, intent)
        busy = {intent.crm_id for intent in cycle.store.intents(cycle.mailbox.id) if intent.action == ACTION}
        for row in cycle.crm.retrieve_multiple(outgoing_query(cycle.user_id)):
            if row.id not in busy:
                _take_up(work, row)
    return MailResult(work.counts, 0, work.writes)


def _take_up(work: MailRun, pending: Row) -> None:
    """An e-mail without an intent of ours. One in Sending was begun under a state that is lost: if a stamped copy was
    sent, that is written down; else we cannot know, and it is left as it is."""
    sent: list[ItemRef] = []
    if pending.attributes.get("statuscode") == SENDING:
        sent = work.cycle.exchange.find_by_stamp("sentitems", pending.id)
        if not sent:
            work.count("mail_unclear")
            return
    payload: dict[str, Json] = {"subject": str(pending.attributes.get("subject", ""))}
    intent = Intent(work.cycle.new_id(), ACTION, OPENED, "email", pending.id, payload=payload)
    work.cycle.store.open_intent(work.cycle.lease, intent)
    if sent:
        _note_sent(work, intent, sent[0])
    else:
        _draft_and_send(work, intent)


def _finish(work: MailRun, intent: Intent) -> None:
    """One intent of an interrupted run: what does Exchange say?"""
    sent = work.cycle.exchange.find_by_stamp("sentitems", intent.crm_id)
    if sent:
        _note_sent(work, intent, sent[0])
        return
    drafts = work.cycle.exchange.find_by_stamp("drafts", intent.crm_id)
    if intent.phase == OPENED:
        # perhaps without all of its attachments, and nobody has sent it: start again
        _discard(work, drafts)
        _draft_and_send(work, intent)
        return
    recorded = [draft for draft in drafts if draft.item_id == intent.item_id]
    if recorded:
        _send_draft(work, intent, recorded[0])
    elif intent.phase == MISSING:
        _discard(work, drafts)
        _give_up(work, intent, "neither the draft nor a sent copy was found")
    else:
        work.cycle.store.advance_intent(work.cycle.lease, intent.id, MISSING)
        work.count("mail_unclear")


def _draft_and_send(work: MailRun, intent: Intent) -> None:
    row = work.cycle.crm.retrieve("email", intent.crm_id, OUTGOING_COLUMNS)
    if row is None or row.attributes.get("statuscode") not in (PENDING_SEND, SENDING):
        work.cycle.store.close_intent(work.cycle.lease, intent.id)
        work.count("mail_withdrawn")
        return
    fields = draft_fields(row)
    if not has_recipients(fields):
        _give_up(work, intent, "no recipient has an address")
        return
    try:
        if row.attributes.get("statuscode") == PENDING_SEND:
            work.before_write()
            work.cycle.crm.set_state("email", row.id, COMPLETED, SENDING)
        fields["Attachments"] = _attachments(work.cycle, row.id)
    except CrmError as error:
        _refused_by_crm(work, intent, error)
        return
    except ValueError as error:
        _give_up(work, intent, str(error))
        return
    draft = _make_draft(work, intent, fields)
    if draft is not None:
        _send_draft(work, _drafted(work, intent, draft), draft)


def _make_draft(work: MailRun, intent: Intent, fields: Mapping[str, object]) -> ItemRef | None:
    stamp = Stamp(intent.crm_id, work.cycle.organization_id, 2.0, intent.id)
    work.before_write()
    try:
        return work.cycle.exchange.create_draft(fields, stamp)
    except EwsError as error:
        if error.problem.kind is not ProblemKind.REFUSED:
            if not only_this_one(work.cycle, error):
                raise
            if not intent.payload.get("unreadable"):
                # the intent stays open: the next cycle tries once more
                work.cycle.store.advance_intent(
                    work.cycle.lease, intent.id, OPENED, {**intent.payload, "unreadable": True}
                )
                work.count("mail_unclear")
                return None
        _discard(work, work.cycle.exchange.find_by_stamp("drafts", intent.crm_id))
        _give_up(work, intent, str(error.problem))
        return None


def _drafted(work: MailRun, intent: Intent, draft: ItemRef) -> Intent:
    """Record the draft: from here on the e-mail is sent through this draft or not at all.

    A worker that lost its lease meanwhile takes its own draft away: it is recorded nowhere, so nobody sends it.
    """
    recorded = Intent(intent.id, ACTION, DRAFTED, "email", intent.crm_id, draft.item_id, intent.payload)
    try:
        work.cycle.store.open_intent(work.cycle.lease, recorded)
    except LeaseLost:
        with contextlib.suppress(EwsError):
            work.cycle.exchange.discard_draft(draft)
        raise
    return recorded


def _send_draft(work: MailRun, intent: Intent, draft: ItemRef) -> None:
    work.before_write()
    try:
        work.cycle.exchange.send_draft(draft)
    except EwsError as error:
        if error.problem.kind is ProblemKind.REFUSED:
            _discard(work, [draft])
            _give_up(work, intent, str(error.problem))
            return
        if error.problem.kind not in _SOMEBODY_ELSE and not only_this_one(work.cycle, error):
            raise
    sent = work.cycle.exchange.find_by_stamp("sentitems", intent.crm_id)
    if sent:
        _note_sent(work, intent, sent[0])
    else:
        work.count("mail_unclear")  # the intent stays open: the next cycle looks again


def _note_sent(work: MailRun, intent: Intent, copy: ItemRef) -> None:
    """Internet message id and Sent into the row, then the intent out; the message id is ours from now on."""
    cycle = work.cycle
    read = cycle.exchange.get_items([copy.item_id])[0]
    message_id = text_field(read, "InternetMessageId") if isinstance(read, ExchangeItem) else ""
    _discard(work, cycle.exchange.find_by_stamp("drafts", intent.crm_id))
    row = cycle.crm.retrieve("email", intent.crm_id, ("messageid", "statuscode"))
    try:
        if row is not None and message_id and row.attributes.get("messageid") != message_id:
            work.before_write()
            cycle.crm.update("email", intent.crm_id, {"messageid": message_id})
        if row is not None and row.attributes.get("statuscode") == SENDING:
            work.before_write()
            cycle.crm.set_state("email", intent.crm_id, COMPLETED, SENT)
    except CrmError as error:
        _refused_by_crm(work, intent, error, message_id)
        return
    with cycle.store.writing(cycle.lease) as writing:
        writing.close_intent(intent.id)
        writing.clear_alerts(None, f"crm:email:{intent.crm_id}")
        if message_id:
            writing.promote(cycle.organization_id, message_id, intent.crm_id)
    work.count("mail_sent")


def _discard(work: MailRun, drafts: list[ItemRef]) -> None:
    for draft in drafts:
        work.before_write()
        work.cycle.exchange.discard_draft(draft)


def _give_up(work: MailRun, intent: Intent, reason: str) -> None:
    """Failed, with an alert; the e-mail is not tried again until somebody sends it again in CRM."""
    cycle = work.cycle
    work.before_write()
    try:
        cycle.crm.set_state("email", intent.crm_id, OPEN, FAILED)
    except CrmError as error:
        if error.problem.kind not in {CrmProblemKind.REFUSED, CrmProblemKind.NOT_FOUND}:
            raise
        reason = f"{reason}; {error.problem}"
    _log.warning("not sent", email=intent.crm_id, reason=reason)
    with cycle.store.writing(cycle.lease) as writing:
        writing.close_intent(intent.id)
        subject = str(intent.payload.get("subject", ""))
        raise_alert(cycle, writing, MESSAGE_NOT_SENT, f"crm:email:{intent.crm_id}", subject=subject)
    work.count("mail_failed")


def _refused_by_crm(work: MailRun, intent: Intent, error: CrmError, message_id: str = "") -> None:
    """The row does not take what we write: an alert, and the other e-mails go on. Other errors end the run."""
    if error.problem.kind not in {CrmProblemKind.REFUSED, CrmProblemKind.NOT_FOUND}:
        raise error
    cycle = work.cycle
    with cycle.store.writing(cycle.lease) as writing:
        writing.close_intent(intent.id)
        if message_id:
            writing.promote(cycle.organization_id, message_id, intent.crm_id)
        row = f"crm:email:{intent.crm_id}"
        raise_alert(cycle, writing, ROW_REFUSED, row, row=row, reason=str(error.problem))
    work.count("mail_refused")


def _attachments(cycle: Cycle, email_id: str) -> tuple[Attachment, ...]:
    """All of them or ValueError: an e-mail isn't sent with a part missing. Raises `CrmError`."""
    found = []
    for row in cycle.crm.retrieve_multiple(attachments_query(email_id)):
        name, kind = row.attributes.get("filename", "attachment"), row.attributes.get("mimetype", "")
        try:
            content = base64.b64decode("".join(str(row.attributes.get("body", "")).split()), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError(f"the attachment {name} is not base64") from None
        found.append(Attachment(str(name), str(kind), content))
    return tuple(found)
