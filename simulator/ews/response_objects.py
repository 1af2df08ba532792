"""Answers to items, made with CreateItem: accept, decline, reply, forward (MS-OXWSCORE 2.2.4.33, MS-OXWSMTGS 2.2.4)."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.item_parsing import MAXIMUM_SUBJECT
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import Disposition
from simulator.ews.target_ids import given_change
from simulator.ews.value_codecs import BODY, BOOLEAN, RECIPIENT, RECIPIENTS
from simulator.ews.xml_text import content, types_child
from simulator.exchange import meetings
from simulator.exchange.conversation import answer_index
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import decode_item_id
from simulator.exchange.item import DEFAULT_ITEM_CLASS, Item
from simulator.exchange.item_copy import copy_attachments
from simulator.exchange.item_defaults import MESSAGES, complete_new_item
from simulator.exchange.item_placement import check_place
from simulator.exchange.meeting_answer import Position
from simulator.exchange.meeting_copies import associated
from simulator.exchange.quotation import with_quotation
from simulator.exchange.read_receipts import suppress_receipt
from simulator.exchange.submission import check_sendable, send
from simulator.exchange.values import Attendee, Body, EmailAddress


@dataclass(frozen=True)
class Answer:
    """One response object of a request."""

    context: RequestContext
    element: etree._Element
    reference: Item
    disposition: Disposition
    folder: Folder | None

    def body(self, name: str = "Body") -> Body | None:
        """The text given with the answer."""
        found = types_child(self.element, name)
        value = None if found is None else BODY.read(found, self.context.time_zone)
        return value if isinstance(value, Body) else None

    @property
    def sender(self) -> EmailAddress | None:
        """Who wrote the item that is answered: the organizer of a meeting."""
        path = "calendar:Organizer" if self.reference.kind == "CalendarItem" else "message:From"
        return self.reference.get(path, EmailAddress)

    def people(self, name: str) -> tuple[EmailAddress, ...] | None:
        """Recipients given with the answer; None when it names none."""
        found = types_child(self.element, name)
        value = None if found is None else RECIPIENTS.read(found, self.context.time_zone)
        return value if isinstance(value, tuple) else None


def answer_item(
    context: RequestContext, element: etree._Element, disposition: Disposition | None, folder: Folder | None
) -> list[Item]:
    """Do what a response object says; returns the items that the answer names.

    Raises ErrorMissingInformationReferenceItemId, ErrorMessageDispositionRequired, ErrorItemNotFound,
    ErrorIrresolvableConflict and what each answer has of its own.
    """
    handle = RESPONSE_OBJECTS[etree.QName(element).localname]
    if handle is None:
        raise NotSimulated(f"the response object {etree.QName(element).localname}")
    named = types_child(element, "ReferenceItemId")
    if named is None:
        raise ExchangeError("ErrorMissingInformationReferenceItemId")
    reference = context.organization.find_item(context.mailbox, decode_item_id(named.get("Id", "")))
    change = given_change(named)
    if change is not None and change != reference.change:
        raise ExchangeError("ErrorIrresolvableConflict")
    if disposition is None:
        if handle not in (_remove, _suppress_receipt, _post_reply):
            raise ExchangeError("ErrorMessageDispositionRequired")
        disposition = "SaveOnly"
    return handle(Answer(context, element, reference, disposition, folder))


def _respond(position: Position, code: str) -> Callable[[Answer], list[Item]]:
    def handle(answer: Answer) -> list[Item]:
        if answer.reference.kind not in ("MeetingRequest", "CalendarItem"):
            raise ExchangeError(code)
        context = answer.context
        return meetings.respond(context.organization, context.mailbox, answer.reference, position, answer.body(),
                                answer.disposition, answer.folder)  # fmt: skip

    return handle


def _cancel(answer: Answer) -> list[Item]:
    item, context = answer.reference, answer.context
    if item.kind != "CalendarItem":
        raise ExchangeError("ErrorInvalidItemForOperationCancelItem")
    if item.text("calendar:MyResponseType") != "Organizer":
        raise ExchangeError("ErrorCalendarIsNotOrganizer")
    copy = answer.disposition == "SendAndSaveCopy"
    meetings.send_cancellations(context.organization, context.mailbox, item, copy)
    context.mailbox.delete_item(item, "MoveToDeletedItems")
    return [item]


def _remove(answer: Answer) -> list[Item]:
    item, mailbox = answer.reference, answer.context.mailbox
    if item.kind != "MeetingCancellation":
        raise ExchangeError("ErrorInvalidItemForOperationRemoveItem")
    meeting = associated(mailbox, item)
    if meeting is not None:
        mailbox.delete_item(meeting, "MoveToDeletedItems")
    mailbox.delete_item(item, "MoveToDeletedItems")
    return [one for one in (item, meeting) if one is not None]


def _reply(answer: Answer) -> list[Item]:
    _check_reference(answer, answered=True)
    sender = answer.sender
    reply_to = answer.reference.get("message:ReplyTo", tuple) or ((sender,) if sender is not None else ())
    return _write(answer, "RE: ", answer.people("ToRecipients") or reply_to, answer.people("CcRecipients") or ())


def _reply_all(answer: Answer) -> list[Item]:
    _check_reference(answer, answered=True)
    mine = {address.lower() for address in answer.context.mailbox.account.addresses}
    sender, old = answer.sender, answer.reference
    if old.kind == "CalendarItem":
        to, cc = _invited(old, "calendar:RequiredAttendees"), _invited(old, "calendar:OptionalAttendees")
    else:
        to, cc = old.get("message:ToRecipients", tuple) or (), old.get("message:CcRecipients", tuple) or ()
    people = (*((sender,) if sender is not None else ()), *to)
    others = tuple(dict.fromkeys(person for person in people if person.email.lower() not in mine))
    copies = tuple(person for person in cc if person.email.lower() not in mine)
    return _write(answer, "RE: ", answer.people("ToRecipients") or others, answer.people("CcRecipients") or copies)


def _invited(meeting: Item, path: str) -> tuple[EmailAddress, ...]:
    held = meeting.get(path, tuple) or ()
    return tuple(one.mailbox for one in held if isinstance(one, Attendee))


def _forward(answer: Answer) -> list[Item]:
    _check_reference(answer, answered=False)
    return _write(answer, "FW: ", answer.people("ToRecipients") or (), answer.people("CcRecipients") or ())


def _check_reference(answer: Answer, *, answered: bool) -> None:
    """Raise ErrorInvalidReferenceItem for what can't be answered or forwarded (Learn "ResponseCode").

    A post can: its ResponseObjects offer it.
    """
    old = answer.reference
    known = old.kind in MESSAGES or old.kind in ("CalendarItem", "PostItem")
    own_meeting = old.kind == "CalendarItem" and old.text("calendar:MyResponseType") == "Organizer"
    draft = old.kind == "Message" and old.flag("item:IsDraft")
    if not known or (answered and (own_meeting or draft)):
        raise ExchangeError("ErrorInvalidReferenceItem")


def _write(answer: Answer, prefix: str, to: tuple[EmailAddress, ...], cc: tuple[EmailAddress, ...]) -> list[Item]:
    context, mailbox, old = answer.context, answer.context.mailbox, answer.reference
    message = _follow_up(answer, "Message", prefix)
    held = message.properties
    held["message:ToRecipients"], held["message:CcRecipients"] = to, cc
    bcc = answer.people("BccRecipients")
    if bcc:
        held["message:BccRecipients"] = bcc
    for name in ("IsReadReceiptRequested", "IsDeliveryReceiptRequested"):
        wanted = types_child(answer.element, name)
        if wanted is not None:
            held[f"message:{name}"] = BOOLEAN.read(wanted, context.time_zone)
    sender = types_child(answer.element, "From")
    if sender is not None:
        held["message:From"] = RECIPIENT.read(sender, context.time_zone)
    kept = old.attachments if prefix == "FW: " else [one for one in old.attachments if one.is_inline]
    message.attachments = copy_attachments(kept, mailbox.new_key)
    complete_new_item(mailbox, message)
    if answer.disposition == "SaveOnly":
        return [mailbox.add_item(message, answer.folder or mailbox.distinguished("drafts"))]
    check_sendable(context.organization, mailbox, message)
    send(context.organization, mailbox, message)
    if answer.disposition == "SendAndSaveCopy":
        mailbox.add_item(message, answer.folder or mailbox.distinguished("sentitems"))
    return []


def _follow_up(answer: Answer, kind: str, prefix: str) -> Item:
    """A new item that goes on with the conversation of the reference: subject, quoted text, what it answers."""
    old = answer.reference
    item = Item(kind, DEFAULT_ITEM_CLASS[kind])
    held = item.properties
    given = types_child(answer.element, "Subject")
    topic = old.text("message:ConversationTopic") or old.text("item:Subject")
    held["item:Subject"] = (content(given) if given is not None else f"{prefix}{topic}")[:MAXIMUM_SUBJECT]
    held["message:ConversationTopic"] = topic
    held["item:Body"] = with_quotation(answer.body("NewBodyContent") or answer.body() or Body(""), old)
    index = old.get("message:ConversationIndex", bytes)
    if index is not None:
        held["message:ConversationIndex"] = answer_index(index, answer.context.clock.now())
    identity = old.text("message:InternetMessageId")
    if identity:
        held["item:InReplyTo"] = identity
        held["message:References"] = f"{old.text('message:References')} {identity}".strip()
    return item


def _post_reply(answer: Answer) -> list[Item]:
    mailbox, old = answer.context.mailbox, answer.reference
    if old.kind != "PostItem":
        raise ExchangeError("ErrorInvalidReferenceItem")
    post = _follow_up(answer, "PostItem", "RE: ")
    folder = answer.folder or mailbox.folders[old.folder]
    check_place(post, folder)
    complete_new_item(mailbox, post)
    return [mailbox.add_item(post, folder)]


def _suppress_receipt(answer: Answer) -> list[Item]:
    suppress_receipt(answer.context.mailbox, answer.reference)
    return []


RESPONSE_OBJECTS: dict[str, Callable[[Answer], list[Item]] | None] = {
    "AcceptItem": _respond("Accept", "ErrorInvalidItemForOperationAcceptItem"),
    "TentativelyAcceptItem": _respond("Tentative", "ErrorInvalidItemForOperationTentative"),
    "DeclineItem": _respond("Decline", "ErrorInvalidItemForOperationDeclineItem"),
    "CancelCalendarItem": _cancel,
    "RemoveItem": _remove,
    "ReplyToItem": _reply,
    "ReplyAllToItem": _reply_all,
    "ForwardItem": _forward,
    "SuppressReadReceipt": _suppress_receipt,
    "PostReplyItem": _post_reply,
    "AcceptSharingInvitation": None,
    "AddItemToMyCalendar": None,
    "ProposeNewTime": None,
}
"""Every response object that CreateItem may hold; None is not simulated."""
