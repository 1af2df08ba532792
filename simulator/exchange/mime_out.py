"""An item as MIME: mail as RFC 5322, calendar items as iCalendar, contacts as vCard (MS-OXCMAIL, MS-OXCICAL)."""

import base64
import re
from datetime import datetime
from email.utils import format_datetime

from simulator.exchange.attachments import Attachment
from simulator.exchange.icalendar import calendar_text
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mime_parts import (
    Part,
    address_header,
    file_part,
    header,
    message_part,
    multipart,
    text_part,
    token_header,
)
from simulator.exchange.property_path import IndexedPath, PropertyPath
from simulator.exchange.text_conversion import as_text
from simulator.exchange.values import Attendee, Body, EmailAddress, InternetHeader
from simulator.exchange.vcard import vcard_text

_PEOPLE = (
    ("message:From", "From"),
    ("message:Sender", "Sender"),
    ("message:ToRecipients", "To"),
    ("message:CcRecipients", "Cc"),
    ("message:BccRecipients", "Bcc"),
    ("message:ReplyTo", "Reply-To"),
)
_TOKENS = (
    ("message:InternetMessageId", "Message-ID"),
    ("item:InReplyTo", "In-Reply-To"),
    ("message:References", "References"),
)
_OWN = frozenset(
    {"from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to",
     "mime-version", "content-type", "content-transfer-encoding", "importance", "x-priority", "content-disposition",
     "content-id", "content-location", "sensitivity", "keywords", "thread-topic", "thread-index",
     "disposition-notification-to", "return-receipt-to"}
)  # fmt: skip
"""Headers that are made from properties."""
_METHODS = {"MeetingRequest": "REQUEST", "MeetingCancellation": "CANCEL", "MeetingResponse": "REPLY"}
_HEADER_NAME = re.compile(r"[!-9;-~]+")
_CONTENT_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")
SENSITIVITIES = {"Personal": "Personal", "Private": "Private", "Confidential": "Company-Confidential"}
"""What the Sensitivity header calls them (RFC 4021, MS-OXCMAIL 2.1.3.1.7)."""


def mime_of(mailbox: Mailbox, item: Item) -> bytes:
    """The item as MIME: the bytes it came with as long as nothing in it changed, else made from its properties.

    The same item gives the same bytes each time. Calendar items and contacts have no message around them: mail gateways
    read what Exchange gives for them as plain iCalendar.
    """
    if item.mime is not None:
        return item.mime
    if item.kind == "CalendarItem":
        return calendar_text(item).encode()
    if item.kind == "Contact":
        return vcard_text(item).encode()
    return _message(mailbox, item, f"{mailbox.guid.hex}{item.key:012x}_", 0)


def _message(mailbox: Mailbox, item: Item, mark: str, level: int) -> bytes:
    """A message that is `level` messages deep: boundaries must not be those of the messages around it."""
    inside = _content(mailbox, item, mark, level)
    return bytes(Part((*_headers(item), "MIME-Version: 1.0", *inside.headers), inside.content))


def _headers(item: Item) -> list[str]:
    found = []
    for path, name in _PEOPLE:
        people = _people(item.properties.get(path))
        if people:
            found.append(address_header(name, people))
    if item.text("item:Subject"):
        found.append(header("Subject", item.text("item:Subject")))
    found += [token_header(name, item.text(path)) for path, name in _TOKENS if item.text(path).split()]
    moment = item.get("item:DateTimeSent", datetime) or item.created
    if moment is not None:
        found.append(f"Date: {format_datetime(moment)}")
    if item.text("item:Importance") in ("Low", "High"):
        found.append(f"Importance: {item.text('item:Importance').lower()}")
    sensitivity = SENSITIVITIES.get(item.text("item:Sensitivity"))
    if sensitivity is not None:
        found.append(f"Sensitivity: {sensitivity}")
    categories = [" ".join(str(one).split()) for one in item.get("item:Categories", tuple) or ()]
    if any(categories):
        found.append(header("Keywords", ", ".join(one for one in categories if one)))
    return [*found, *_conversation(item), *_receipts(item), *_others(item)]


def _conversation(item: Item) -> list[str]:
    topic, index = item.text("message:ConversationTopic"), item.get("message:ConversationIndex", bytes)
    found = [header("Thread-Topic", topic)] if topic else []
    return [*found, token_header("Thread-Index", base64.b64encode(index).decode())] if index else found


def _receipts(item: Item) -> list[str]:
    sender = _people(item.properties.get("message:From"))
    asked = (
        ("message:IsReadReceiptRequested", "Disposition-Notification-To"),
        ("message:IsDeliveryReceiptRequested", "Return-Receipt-To"),
    )
    return [address_header(name, sender) for path, name in asked if sender and item.flag(path)]


def _others(item: Item) -> list[str]:
    lines = [
        line
        for path, held in item.properties.items()
        if isinstance(path, IndexedPath) and path.uri == "item:InternetMessageHeader" and isinstance(held, tuple)
        for line in held
        if isinstance(line, InternetHeader)
    ]
    return [
        header(line.name, line.value)
        for line in lines
        if line.name.lower() not in _OWN and _HEADER_NAME.fullmatch(line.name)
    ]


def _people(value: object) -> tuple[EmailAddress, ...]:
    entries = value if isinstance(value, tuple) else (value,)
    people = (entry.mailbox if isinstance(entry, Attendee) else entry for entry in entries)
    return tuple(one for one in people if isinstance(one, EmailAddress) and _has_address(one))


def _has_address(person: EmailAddress) -> bool:
    local, at, domain = person.email.rpartition("@")
    return bool(at and local and domain) and not any(one.isspace() for one in person.email)


def _content(mailbox: Mailbox, item: Item, mark: str, level: int) -> Part:
    """The body with what belongs to it, then what hangs on the item."""
    body = item.get("item:Body", Body) or Body("")
    inside = [one for one in item.attachments if body.type == "HTML" and one.is_inline and one.content is not None]
    beside = [one for one in item.attachments if one not in inside and one.reference is None]
    parts = [text_part(body.text if body.type == "Text" else as_text(body.text), "plain")]
    if body.type == "HTML":
        parts.append(text_part(body.text, "html"))
    if item.kind in _METHODS:
        parts.append(_invitation(item))
    hung = {id(one): _attached(mailbox, one, mark, level) for one in (*inside, *beside)}
    shown = [multipart("alternative", f"_{level:02}2_{mark}", parts), *(hung[id(one)] for one in inside)]
    whole = [multipart("related", f"_{level:02}1_{mark}", shown), *(hung[id(one)] for one in beside)]
    return multipart("mixed", f"_{level:02}0_{mark}", whole)


def _invitation(item: Item) -> Part:
    """What a meeting message says, for programs that know iCalendar (RFC 6047): of a response the answer alone."""
    shown, method = item, _METHODS[item.kind]
    who = item.get("message:From", EmailAddress)
    if method == "REPLY" and who is not None:
        answer = (Attendee(who, item.text("meeting:ResponseType")),)
        people: dict[PropertyPath, object] = {"calendar:RequiredAttendees": answer, "calendar:OptionalAttendees": ()}
        shown = Item(item.kind, item.item_class, item.properties | people | {"calendar:Resources": ()})
    return text_part(calendar_text(shown, method), "calendar", f"; method={method}")


def _attached(mailbox: Mailbox, attachment: Attachment, mark: str, level: int) -> Part:
    name = " ".join(attachment.name.split()) or "attachment"
    if attachment.item is None:
        kind = (attachment.content_type or "").partition(";")[0].strip()
        if not _CONTENT_TYPE.fullmatch(kind) or kind.lower().startswith(("multipart/", "message/")):
            kind = "application/octet-stream"
        return file_part(
            attachment.content or b"",
            kind,
            name,
            inline=attachment.is_inline,
            content_id=attachment.content_id,
            location=attachment.content_location,
        )
    item = attachment.item
    if item.mime is None and item.kind not in ("CalendarItem", "Contact"):
        return message_part(_message(mailbox, item, mark, level + 1), f"{name}.eml")
    content = mime_of(mailbox, item)
    for kind, content_type, ending in (("CalendarItem", "text/calendar", "ics"), ("Contact", "text/vcard", "vcf")):
        if item.kind == kind:
            whole = f"{content_type}; charset=utf-8"
            return file_part(content, whole, f"{name}.{ending}", inline=False, content_id=None, location=None)
    return message_part(content, f"{name}.eml")
