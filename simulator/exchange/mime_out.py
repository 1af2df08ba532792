"""An item as MIME: mail as RFC 5322, calendar items as iCalendar, contacts as vCard (MS-OXCMAIL, MS-OXCICAL)."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from simulator.exchange.attachments import Attachment
from simulator.exchange.icalendar import calendar_text
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.text_conversion import as_text, converted
from simulator.exchange.text_lines import escaped, folded
from simulator.exchange.values import Attendee, Body, EmailAddress, InternetHeader

_POLICY = SMTP.clone(utf8=False, raise_on_defect=False)
_STRUCTURED = frozenset(
    {"from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to",
     "mime-version", "content-type", "content-transfer-encoding", "importance", "content-disposition", "content-id"}
)  # fmt: skip


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
    message = _message(item)
    _set_body(message, item)
    for attachment in item.attachments:
        _attach(message, mailbox, attachment)
    multiparts = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(multiparts):
        part.set_boundary(f"_{number:03}_{mailbox.guid.hex}{item.key:012x}_")
    return message.as_bytes(policy=_POLICY)


def _message(item: Item) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    for path, header in (
        ("message:From", "From"),
        ("message:Sender", "Sender"),
        ("message:ToRecipients", "To"),
        ("message:CcRecipients", "Cc"),
        ("message:BccRecipients", "Bcc"),
        ("message:ReplyTo", "Reply-To"),
    ):
        people = _people(item.properties.get(path))
        if people and header not in message:
            message[header] = people
    for path, header in (
        ("item:Subject", "Subject"),
        ("message:InternetMessageId", "Message-ID"),
        ("item:InReplyTo", "In-Reply-To"),
        ("message:References", "References"),
    ):
        text = " ".join(item.text(path).split())
        if text:
            message[header] = text
    moment = item.get("item:DateTimeSent", datetime) or item.created
    if moment is not None:
        message["Date"] = format_datetime(moment)
    if item.text("item:Importance") in ("Low", "High"):
        message["Importance"] = item.text("item:Importance").lower()
    _other_headers(message, item)
    return message


def _other_headers(message: EmailMessage, item: Item) -> None:
    for path, lines in item.properties.items():
        if isinstance(path, IndexedPath) and path.uri == "item:InternetMessageHeader" and isinstance(lines, tuple):
            for line in lines:
                if isinstance(line, InternetHeader) and line.name.lower() not in _STRUCTURED:
                    message[line.name] = " ".join(line.value.split())


def _people(value: object) -> list[Address]:
    if value is None:
        return []
    found = []
    for entry in value if isinstance(value, tuple) else (value,):
        person = entry.mailbox if isinstance(entry, Attendee) else entry
        if isinstance(person, EmailAddress) and "@" in person.email:
            try:
                found.append(Address(display_name=" ".join(person.name.split()), addr_spec=person.email))
            except (ValueError, IndexError):
                continue
    return found


def _set_body(message: EmailMessage, item: Item) -> None:
    body = item.get("item:Body", Body) or Body("")
    if body.type == "HTML":
        message.set_content(as_text(body.text), charset="utf-8")
        message.add_alternative(body.text, subtype="html", charset="utf-8")
    else:
        message.set_content(body.text, charset="utf-8")


def _set_alternative(message: EmailMessage, item: Item, text: str, subtype: str) -> None:
    body = item.get("item:Body", Body) or Body("")
    message.set_content(converted(body, "Text").text, charset="utf-8")
    message.add_alternative(text, subtype=subtype, charset="utf-8", params={"method": "REQUEST"})


def _attach(message: EmailMessage, mailbox: Mailbox, attachment: Attachment) -> None:
    if attachment.item is not None:
        message.add_attachment(mime_of(mailbox, attachment.item), maintype="application", subtype="octet-stream",
                               filename=f"{attachment.name or 'item'}.eml")  # fmt: skip
        return
    maintype, _, subtype = (attachment.content_type or "").partition("/")
    if not maintype or not subtype or maintype in ("multipart", "message"):
        maintype, subtype = "application", "octet-stream"
    message.add_attachment(
        attachment.content or b"",
        maintype=maintype,
        subtype=subtype.split(";")[0].strip(),
        filename=" ".join(attachment.name.split()) or "attachment",
        disposition="inline" if attachment.is_inline else "attachment",
        cid=f"<{attachment.content_id}>" if attachment.content_id else None,
    )


def vcard_text(item: Item) -> str:
    """A contact as vCard 3.0 (RFC 2426)."""
    surname, given = item.text("contacts:Surname"), item.text("contacts:GivenName")
    full = item.text("contacts:DisplayName") or f"{given} {surname}".strip()
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{escaped(surname)};{escaped(given)};;;", f"FN:{escaped(full)}"]
    for name, path in (("ORG", "contacts:CompanyName"), ("TITLE", "contacts:JobTitle")):
        if item.text(path):
            lines.append(f"{name}:{escaped(item.text(path))}")
    for held, value in item.properties.items():
        if isinstance(held, IndexedPath) and isinstance(value, EmailAddress):
            lines.append(f"EMAIL;TYPE=INTERNET:{escaped(value.email)}")
        elif isinstance(held, IndexedPath) and held.uri == "contacts:PhoneNumber":
            lines.append(f"TEL:{escaped(str(value))}")
    lines.append("END:VCARD")
    return "\r\n".join(folded(line) for line in lines) + "\r\n"
