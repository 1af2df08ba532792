"""From MIME to a message's properties and attachments, as Exchange imports it (MS-OXCMAIL 2.2)."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import getaddresses, parsedate_to_datetime
from typing import Literal

from simulator.clock import Clock
from simulator.exchange.attachments import MOST_LEVELS, Attachment
from simulator.exchange.conversation import HEADER_BYTES, topic
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.property_path import IndexedPath, PropertyPath
from simulator.exchange.values import Body, EmailAddress, InternetHeader

HEADER_PATH = "item:InternetMessageHeader"
_RECIPIENTS = (
    ("to", "message:ToRecipients"),
    ("cc", "message:CcRecipients"),
    ("bcc", "message:BccRecipients"),
    ("reply-to", "message:ReplyTo"),
)
_WITH_PEOPLE = frozenset({*(name for name, _ in _RECIPIENTS), "from", "sender"})
_TEXTS = (
    ("message-id", "message:InternetMessageId"),
    ("in-reply-to", "item:InReplyTo"),
    ("references", "message:References"),
)
_RECEIPTS = (
    ("disposition-notification-to", "message:IsReadReceiptRequested"),
    ("return-receipt-to", "message:IsDeliveryReceiptRequested"),
)
_IMPORTANCE = {"low": "Low", "high": "High", "5": "Low", "4": "Low", "2": "High", "1": "High"}
_SENSITIVITY = {"personal": "Personal", "private": "Private", "company-confidential": "Confidential"}
_UNREADABLE = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""What Python's email package raises for what it can't make sense of."""


@dataclass
class Imported:
    """A message read from MIME. Attachments have no number yet."""

    properties: dict[PropertyPath, object] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    item_class: str = "IPM.Note"


@dataclass(frozen=True)
class _Line:
    """One header: its name, its text, and the people in it."""

    name: str
    text: str
    people: tuple[EmailAddress, ...] = ()


def read_mime(content: bytes, clock: Clock) -> Imported:
    """Properties and attachments of an RFC 5322 message. Raises ErrorMimeContentInvalid."""
    try:
        return _imported(message_from_bytes(content, policy=default), clock, MOST_LEVELS)
    except _UNREADABLE as problem:
        raise ExchangeError("ErrorMimeContentInvalid") from problem


def _imported(message: MIMEPart, clock: Clock, levels: int) -> Imported:
    imported = Imported(_properties(_lines(message)), item_class=_item_class(message))
    _body_and_attachments(message, imported, clock, levels)
    return imported


def _lines(message: MIMEPart) -> dict[str, list[_Line]]:
    """The headers by lower-case name. Bytes above ASCII are UTF-8 (RFC 6532), or Latin-1 when they can't be."""
    found: dict[str, list[_Line]] = {}
    for name, raw in message.raw_items():
        text = str(raw)
        if not text.isascii():
            octets = text.encode("utf-8", "surrogateescape")
            try:
                text = octets.decode()
            except UnicodeDecodeError:
                text = octets.decode("latin-1")
        found.setdefault(name.lower(), []).append(_line(name, text))
    return found


def _line(name: str, raw: str) -> _Line:
    flat = raw.replace("\r", "").replace("\n", "")
    people: tuple[EmailAddress, ...] = ()
    if name.lower() in _WITH_PEOPLE:
        people = tuple(EmailAddress(_words(shown) or email, email) for shown, email in getaddresses([flat]) if email)
    try:
        return _Line(name, " ".join(str(default.header_factory(name, flat)).split()), people)
    except _UNREADABLE:
        return _Line(name, " ".join(flat.split()), people)


def _words(text: str) -> str:
    """Without encoded words. (The header registry puts spaces between those of a name.)"""
    try:
        return " ".join(str(make_header(decode_header(text))).split())
    except _UNREADABLE:
        return " ".join(text.split())


def _properties(lines: dict[str, list[_Line]]) -> dict[PropertyPath, object]:
    found: dict[PropertyPath, object] = {}
    for name, held in lines.items():
        found[IndexedPath(HEADER_PATH, name)] = tuple(InternetHeader(one.name, one.text) for one in held)

    def first(name: str) -> str:
        return lines[name][0].text if name in lines else ""

    found["item:Subject"] = first("subject")[:255]
    found["message:ConversationTopic"] = first("thread-topic") or topic(first("subject"))
    for name, path in _RECIPIENTS:
        people = tuple(person for one in lines.get(name, ()) for person in one.people)
        if people:
            found[path] = people
    for name, path in (("from", "message:From"), ("sender", "message:Sender")):
        if name in lines and lines[name][0].people:
            found[path] = lines[name][0].people[0]
    if "message:From" in found:
        found.setdefault("message:Sender", found["message:From"])
    found.update({path: first(name) for name, path in _TEXTS if first(name)})
    found.update({path: True for name, path in _RECEIPTS if name in lines})
    sent = _moment(first("date"))
    if sent is not None:
        found["item:DateTimeSent"] = sent
    level = first("importance").lower() or first("x-priority")[:1]
    found["item:Importance"] = _IMPORTANCE.get(level, "Normal")
    found["item:Sensitivity"] = _SENSITIVITY.get(first("sensitivity").lower(), "Normal")
    return found | _conversation(first("thread-index")) | _categories(first("keywords"))


def _conversation(text: str) -> dict[PropertyPath, object]:
    try:
        index = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return {}
    return {"message:ConversationIndex": index} if len(index) >= HEADER_BYTES else {}


def _categories(text: str) -> dict[PropertyPath, object]:
    names = tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))
    return {"item:Categories": names} if names else {}


def _item_class(message: MIMEPart) -> str:
    """The class that the kind of message brings (MS-OXCMAIL 2.2.3.4)."""
    kind = message.get_content_type()
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return "IPM.Note.SMIME"
    if kind == "multipart/signed":
        return "IPM.Note.SMIME.MultipartSigned"
    if kind != "multipart/report":
        return "IPM.Note"
    wanted = str(message.get_param("report-type") or "").lower()
    if wanted == "disposition-notification":
        return "REPORT.IPM.Note.IPNRN"
    return "REPORT.IPM.Note.NDR" if wanted == "delivery-status" else "IPM.Note"


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body_and_attachments(message: MIMEPart, imported: Imported, clock: Clock, levels: int) -> None:
    body = message.get_body(("html", "plain"))
    if body is not None:
        kind: Literal["HTML", "Text"] = "HTML" if body.get_content_subtype() == "html" else "Text"
        imported.properties["item:Body"] = Body(_text(body), kind)
    bodies = {id(part) for part in (message.get_body(("plain",)), message.get_body(("html",))) if part is not None}
    imported.attachments += [_attachment(part, clock, levels) for part in _leaves(message) if id(part) not in bodies]


def _leaves(part: MIMEPart) -> list[MIMEPart]:
    """The parts that hold no parts of this message: a message in it is one of them."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        return [part]
    return [leaf for inner in part.iter_parts() if isinstance(inner, MIMEPart) for leaf in _leaves(inner)]


def _text(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return content.decode("utf-8", "replace")


def _attachment(part: MIMEPart, clock: Clock, levels: int) -> Attachment:
    identity = str(part.get("Content-ID") or "").strip().strip("<>")
    payload = part.get_payload()
    inner = (
        payload[0] if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload else None
    )
    if isinstance(inner, EmailMessage) and levels > 1:
        return _attached_message(inner, clock, levels)
    raw = inner.as_bytes() if isinstance(inner, EmailMessage) else part.get_payload(decode=True)
    location = str(part.get("Content-Location") or "")
    return Attachment(
        number=0,
        name=part.get_filename() or ("message.eml" if inner is not None else "attachment"),
        modified=clock.now(),
        content=raw if isinstance(raw, bytes) else b"",
        content_type=part.get_content_type(),
        content_id=identity or None,
        content_location=location or None,
        is_inline=part.get_content_disposition() == "inline" or bool(identity),
    )


def _attached_message(message: EmailMessage, clock: Clock, levels: int) -> Attachment:
    """A message in the message: an item that was sent and read, named by its subject."""
    imported = _imported(message, clock, levels - 1)
    item = Item("Message", imported.item_class, imported.properties, imported.attachments)
    item.properties |= {"item:IsDraft": False, "message:IsRead": True}
    return Attachment(number=0, name=item.text("item:Subject") or "message", modified=clock.now(), item=item)
