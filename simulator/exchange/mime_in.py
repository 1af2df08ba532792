"""From MIME to a message's properties and attachments, as Exchange imports it (MS-OXCMAIL 2.2)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import getaddresses, parsedate_to_datetime
from typing import Literal

from simulator.clock import Clock
from simulator.exchange.attachments import Attachment
from simulator.exchange.conversation import topic
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import IndexedPath, PropertyPath
from simulator.exchange.values import Body, EmailAddress, InternetHeader

HEADER_PATH = "item:InternetMessageHeader"
_RECIPIENTS = (
    ("to", "message:ToRecipients"),
    ("cc", "message:CcRecipients"),
    ("bcc", "message:BccRecipients"),
    ("reply-to", "message:ReplyTo"),
)
_TEXTS = (
    ("message-id", "message:InternetMessageId"),
    ("in-reply-to", "item:InReplyTo"),
    ("references", "message:References"),
)
_IMPORTANCE = {"low": "Low", "high": "High", "5": "Low", "4": "Low", "2": "High", "1": "High"}


@dataclass
class Imported:
    """A message read from MIME. Attachments have no number yet."""

    properties: dict[PropertyPath, object] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)


def read_mime(content: bytes, clock: Clock) -> Imported:
    """Properties and attachments of an RFC 5322 message. Raises ErrorMimeContentInvalid."""
    try:
        message = message_from_bytes(content, policy=default)
        imported = Imported(_headers(message))
        _body_and_attachments(message, imported, clock)
    except (MessageError, ValueError, LookupError, AttributeError, TypeError) as problem:
        raise ExchangeError("ErrorMimeContentInvalid") from problem
    return imported


def _headers(message: EmailMessage) -> dict[PropertyPath, object]:
    found: dict[PropertyPath, object] = {}
    lines: dict[str, list[InternetHeader]] = {}
    for name, value in message.items():
        lines.setdefault(name.lower(), []).append(InternetHeader(name, " ".join(str(value).split())))
    for name, held in lines.items():
        found[IndexedPath(HEADER_PATH, name)] = tuple(held)

    def first(name: str) -> str:
        return lines[name][0].value if name in lines else ""

    found["item:Subject"] = first("subject")[:255]
    found["message:ConversationTopic"] = topic(first("subject"))
    for name, path in _RECIPIENTS:
        people = _people([line.value for line in lines.get(name, ())])
        if people:
            found[path] = people
    for name, path in (("from", "message:From"), ("sender", "message:Sender")):
        people = _people([first(name)] if first(name) else [])
        if people:
            found[path] = people[0]
    if "message:From" in found:
        found.setdefault("message:Sender", found["message:From"])
    for name, path in _TEXTS:
        if first(name):
            found[path] = first(name)
    sent = _moment(first("date"))
    if sent is not None:
        found["item:DateTimeSent"] = sent
    level = first("importance").lower() or first("x-priority")[:1]
    found["item:Importance"] = _IMPORTANCE.get(level, "Normal")
    return found


def _people(values: list[str]) -> tuple[EmailAddress, ...]:
    return tuple(EmailAddress(name or email, email) for name, email in getaddresses(values) if email)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _body_and_attachments(message: EmailMessage, imported: Imported, clock: Clock) -> None:
    body = message.get_body(("html", "plain"))
    if body is not None:
        kind: Literal["HTML", "Text"] = "HTML" if body.get_content_subtype() == "html" else "Text"
        imported.properties["item:Body"] = Body(_text(body), kind)
    text_parts = {id(part) for part in (message.get_body(("plain",)), message.get_body(("html",))) if part is not None}
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        if id(part) in text_parts:
            continue
        imported.attachments.append(_attachment(part, clock))


def _text(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return content.decode("utf-8", "replace")


def _attachment(part: MIMEPart, clock: Clock) -> Attachment:
    inner = part.get_content() if part.get_content_type() == "message/rfc822" else part.get_payload(decode=True)
    content = inner if isinstance(inner, bytes) else bytes(inner) if isinstance(inner, EmailMessage) else b""
    identity = str(part.get("Content-ID") or "").strip().strip("<>")
    return Attachment(
        number=0,
        name=part.get_filename() or ("message.eml" if part.get_content_type() == "message/rfc822" else "attachment"),
        modified=clock.now(),
        content=content,
        content_type=part.get_content_type(),
        content_id=identity or None,
        is_inline=part.get_content_disposition() == "inline" or bool(identity),
    )
