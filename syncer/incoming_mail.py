"""Received e-mail into CRM: already there? then correlate, filter, attach; each message once over all mailboxes.

Only the root Inbox is looked at, and only mail: no meeting requests or answers, no reports of (non-)delivery, not the
message of a configuration test, nothing received before the watermark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from syncer.alerts import ITEM_QUARANTINED
from syncer.blame import only_this_one
from syncer.correlation import IncomingHeaders, Match, correlate
from syncer.crm_side.errors import CrmError
from syncer.crm_side.records import IncomingMethod
from syncer.crm_side.side import EntityReference
from syncer.cycle_context import Cycle
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.side import ExchangeItem, ItemProblem
from syncer.log import logger
from syncer.mail_alert import raise_alert
from syncer.mail_filters import MailFacts, accepted
from syncer.mail_people import People
from syncer.mail_promotion import promote_to_row
from syncer.mail_rows import (
    LONGEST_MESSAGE_ID,
    addresses,
    incoming_id,
    sender_of,
    text_field,
    tracked_email,
    tracked_query,
)
from syncer.mail_run import MailRun, is_ours
from syncer.outcome import MailResult
from syncer.outgoing_mail import ACTION as SEND_ACTION
from syncer.retry import AGAIN, for_item
from syncer.state.values import Change, Link, Quarantined
from syncer.test_and_enable import SUBJECT as TEST_SUBJECT
from syncer.test_and_enable import TEXT as TEST_TEXT

FOLDER = "inbox"
_PREFIX = "exchange:"
_CHUNK = 50
_ALL_EMAIL = 0
_RECIPIENT_LISTS = ("ToRecipients", "CcRecipients", "BccRecipients")
_GONE = frozenset({"ErrorItemNotFound"})
_log = logger("incoming_mail")


@dataclass(slots=True, kw_only=True)
class _Run(MailRun):
    """What one run did, and whom it has looked up."""

    people: People


def _is_ours(cycle: Cycle) -> bool:
    server_side = cycle.mailbox.incoming_method == IncomingMethod.SERVER_SIDE
    return is_ours(cycle, server_side=server_side, enabled=cycle.mailbox.enabled_incoming)


def run(cycle: Cycle) -> MailResult:
    """List the Inbox's changes, then work what is listed.

    Raises `EwsError`, `CrmError` (what concerns the whole mailbox or site) and LeaseLost.
    """
    work = _Run(cycle, people=People(cycle.crm))
    if _is_ours(cycle):
        _list_changes(cycle)
        _work_changes(work)
    return MailResult(work.counts, work.quarantined, work.writes)


def _list_changes(cycle: Cycle) -> None:
    """Page by page into the store: a page and its SyncState together."""
    restarted = False
    while True:
        state = cycle.store.sync_state(cycle.mailbox.id, FOLDER)
        try:
            page = cycle.exchange.changes_since(FOLDER, state)
        except EwsError as error:
            if error.problem.kind is not ProblemKind.INVALID_SYNC_STATE or restarted:
                raise
            restarted = True
            with cycle.store.writing(cycle.lease) as writing:
                writing.save_sync_state(FOLDER, None)
            continue
        if page.sync_state != state or page.changes:
            # what was read or unread needs nothing, and must not replace a create that is not worked yet
            listed = [
                Change(FOLDER, one.ref.item_id, one.ref.change_key, one.kind, one.item_class)
                for one in page.changes
                if one.kind != "read_flag"
            ]
            with cycle.store.writing(cycle.lease) as writing:
                writing.save_page(FOLDER, page.sync_state, listed)
        if page.includes_last or page.sync_state == state:
            return


def _work_changes(work: _Run) -> None:
    """Oldest first: the server lists the newest first, and an answer should find what it answers."""
    _list_set_aside(work.cycle)
    waiting = list(reversed(work.cycle.store.changes(work.cycle.mailbox.id, FOLDER)))
    for start in range(0, len(waiting), _CHUNK):
        chunk = {change.item_id: change for change in waiting[start : start + _CHUNK]}
        for change in [one for one in chunk.values() if one.kind == "delete" or one.item_class != "Message"]:
            _drop(work, change, None if change.kind == "delete" else "mail_not_mail")
            del chunk[change.item_id]
        read = work.cycle.exchange.get_items(list(chunk)) if chunk else []
        pairs = list(zip(chunk.values(), read, strict=True))
        for change, item in sorted(pairs, key=lambda pair: _received(pair[1])):
            if isinstance(item, ItemProblem):
                _set_aside(work, change, item.code, item.detail)
            else:
                _work_item(work, change, item)


def _list_set_aside(cycle: Cycle) -> None:
    """Messages set aside some time ago are tried once more, though nothing changed."""
    waiting = [
        entry
        for entry in cycle.store.quarantined(cycle.mailbox.id)
        if entry.folder == FOLDER and entry.key.startswith(_PREFIX) and cycle.clock() >= entry.at + AGAIN
    ]
    if waiting:
        with cycle.store.writing(cycle.lease) as writing:
            for entry in waiting:
                item_id = entry.key.removeprefix(_PREFIX)
                writing.put_change(Change(FOLDER, item_id, entry.version, "create", "Message"))


def _work_item(work: _Run, change: Change, item: ExchangeItem) -> None:
    message_id = text_field(item, "InternetMessageId") or item.ref.item_id
    not_mail = _why_not_mail(work.cycle, item)
    if not_mail is not None:
        _drop(work, change, not_mail)
    elif work.cycle.store.promoted(work.cycle.organization_id, message_id) is not None:
        _drop(work, change, "mail_already_promoted")
    elif _is_being_sent(work.cycle, item):
        work.count("mail_waiting")  # stays listed: the next cycle knows its message id
    else:
        try:
            _promote(work, change, item, message_id)
        except (CrmError, EwsError) as error:
            if for_item(error) == "stop" and not only_this_one(work.cycle, error):
                raise
            _set_aside(work, change, error.problem.code or str(error.problem.kind), str(error.problem))


def _promote(work: _Run, change: Change, item: ExchangeItem, message_id: str) -> None:
    cycle, row_id = work.cycle, incoming_id(work.cycle.organization_id, message_id)
    prefixes = cycle.organization.tracking_prefixes
    headers = IncomingHeaders(text_field(item, "Subject"), text_field(item, "InReplyTo"))
    rows = cycle.crm.retrieve_multiple(tracked_query(message_id, headers, prefixes))
    known = [tracked_email(row) for row in rows]
    if any(email.message_id == message_id[:LONGEST_MESSAGE_ID] and email.id != row_id for email in known):
        _drop(work, change, "mail_already_promoted", message_id, row_id)
        return
    others = [email for email in known if email.id != row_id]
    match = correlate(headers, others, prefixes) if cycle.organization.correlation_enabled else None
    if not any(email.id == row_id for email in known) and not _is_wanted(work, item, match):
        _drop(work, change, "mail_not_wanted")
        return
    promote_to_row(cycle, work.people, item, row_id, message_id, match, work.before_write)
    link = Link("email", row_id, item.ref.item_id, item.ref.change_key, 0, {}, extra=_kept(item, match))
    with cycle.store.writing(cycle.lease) as writing:
        writing.promote(cycle.organization_id, message_id, row_id)
        writing.put_link(link)
        writing.drop_change(FOLDER, change.item_id)
        writing.release(_key(change))
    work.count("mail_promoted")
    if match is not None:
        work.count(f"mail_correlated_by_{match.rule}")


def _kept(item: ExchangeItem, match: Match | None) -> dict[str, str | int | float | bool | None]:
    """What CRM's API does not let be written: kept with our state."""
    return {
        "inreplyto": text_field(item, "InReplyTo"),
        "conversationindex": item.conversation_index.hex() if item.conversation_index else "",
        "correlationmethod": match.method if match else 0,
        "correlatedactivityid": match.email.id if match else "",
    }


def _is_wanted(work: _Run, item: ExchangeItem, match: Match | None) -> bool:
    """The options of every user and queue among the recipients; the mailbox's own user counts when he or she is one.

    A user who is no visible recipient (blind copy, distribution list) takes the mail with "all messages" only.
    """
    everyone = [address for name in _RECIPIENT_LISTS for address in addresses(item, name)]
    sender = sender_of(item)
    work.people.look_up([*everyone, sender])
    facts = MailFacts(match is not None, frozenset(one.logical_name for one in work.people.of(sender)))
    receivers = work.people.receivers(everyone)
    if accepted((work.people.filtering_method(receiver) for receiver in receivers), facts):
        return True
    own = work.cycle.mailbox.user
    if own is None or _same(own, receivers):
        return False
    return work.people.filtering_method(own) == _ALL_EMAIL


def _same(own: EntityReference, receivers: Iterable[EntityReference]) -> bool:
    return any(one.logical_name == own.logical_name and one.id == own.id for one in receivers)


def _why_not_mail(cycle: Cycle, item: ExchangeItem) -> str | None:
    """The count under which an item is dropped; None when it is mail to look at."""
    item_class = text_field(item, "ItemClass")
    if item.element != "Message" or (item_class and not item_class.upper().startswith("IPM.NOTE")):
        return "mail_not_mail"
    received = item.fields.get("DateTimeReceived")
    marks = [one for one in (cycle.mailbox.process_received_after, cycle.profile.process_received_after) if one]
    if marks and isinstance(received, datetime) and received < max(marks):
        return "mail_before_watermark"
    return "mail_test_message" if _is_test_message(cycle, item) else None


def _is_test_message(cycle: Cycle, item: ExchangeItem) -> bool:
    own = cycle.mailbox.email
    return (
        text_field(item, "Subject") == TEST_SUBJECT
        and sender_of(item).lower() == own
        and [address.lower() for address in addresses(item, "ToRecipients")] == [own]
        and text_field(item, "Body").lstrip().startswith(TEST_TEXT.partition("[")[0].rstrip())
    )


def _is_being_sent(cycle: Cycle, item: ExchangeItem) -> bool:
    """Whether this is a CRM user's e-mail whose sending is not written down as done yet: its row has no message id."""
    sender, subject = sender_of(item).lower(), text_field(item, "Subject")
    for mailbox in cycle.store.mailboxes():
        if mailbox.address.lower() != sender:
            continue
        for intent in cycle.store.intents(mailbox.mailbox_id):
            if intent.action == SEND_ACTION and str(intent.payload.get("subject", ""))[:255] == subject[:255]:
                return True
    return False


def _drop(work: _Run, change: Change, name: str | None, message_id: str = "", row_id: str = "") -> None:
    """Nothing (more) to do for this change."""
    cycle = work.cycle
    with cycle.store.writing(cycle.lease) as writing:
        writing.drop_change(FOLDER, change.item_id)
        writing.release(_key(change))
        if message_id:
            writing.promote(cycle.organization_id, message_id, row_id)
    if name is not None:
        work.count(name)


def _set_aside(work: _Run, change: Change, code: str, detail: str) -> None:
    """Quarantine one message with an alert; the others go on. One that is gone needs nothing."""
    if code in _GONE:
        _drop(work, change, "mail_gone")
        return
    cycle = work.cycle
    _log.warning("set aside", item=change.item_id, code=code, detail=detail)
    key = _key(change)
    with cycle.store.writing(cycle.lease) as writing:
        writing.quarantine(Quarantined(key, FOLDER, change.change_key, code, detail, cycle.clock()))
        writing.drop_change(FOLDER, change.item_id)
        raise_alert(cycle, writing, ITEM_QUARANTINED, key, item=change.item_id, reason=f"{code}: {detail}")
    work.quarantined += 1
    work.count("mail_quarantined")


def _key(change: Change) -> str:
    return _PREFIX + change.item_id


def _received(item: ExchangeItem | ItemProblem) -> tuple[bool, str]:
    moment = item.fields.get("DateTimeReceived") if isinstance(item, ExchangeItem) else None
    return (True, moment.isoformat()) if isinstance(moment, datetime) else (False, "")
