"""An item as MIME: mail as RFC 5322, calendar items as iCalendar, contacts as vCard (MS-OXCMAIL, MS-OXCICAL)."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from simulator.exchange.attachments import Attachment
from simulator.exchange.global_object_id import uid_of_global_object_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import GLOBAL_OBJECT_ID, IndexedPath
from simulator.exchange.text_conversion import as_text, converted
from simulator.exchange.values import Attendee, Body, EmailAddress, InternetHeader

_POLICY = SMTP.clone(utf8=False, raise_on_defect=False)
_STRUCTURED = frozenset(
    {"from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to",
     "mime-version", "content-type", "content-transfer-encoding", "importance", "content-disposition", "content-id"}
)  # fmt: skip
_PARTSTAT = {"Accept": "ACCEPTED", "Decline": "DECLINED", "Tentative": "TENTATIVE"}


def mime_of(mailbox: Mailbox, item: Item) -> bytes:
    """The item as MIME: the bytes it came with as long as nothing in it changed, else made from its properties.

    The same item gives the same bytes each time.
    """
    if item.mime is not None:
        return item.mime
    message = _message(item)
    if item.kind == "CalendarItem":
        _set_alternative(message, item, calendar_text(item), "calendar")
    elif item.kind == "Contact":
        message.set_content(vcard_text(item), subtype="vcard", charset="utf-8")
    else:
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
        ("calendar:Organizer", "From"),
        ("message:ToRecipients", "To"),
        ("message:CcRecipients", "Cc"),
        ("message:BccRecipients", "Bcc"),
        ("message:ReplyTo", "Reply-To"),
        ("calendar:RequiredAttendees", "To"),
        ("calendar:OptionalAttendees", "Cc"),
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


def calendar_text(item: Item) -> str:
    """A calendar item as iCalendar (RFC 5545), times in UTC."""
    identifier = item.get(GLOBAL_OBJECT_ID, bytes)
    lines = [
        "BEGIN:VCALENDAR",
        "METHOD:REQUEST",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VEVENT",
    ]
    lines.extend(_calendar_people(item))
    lines.append(f"UID:{uid_of_global_object_id(identifier) if identifier else ''}")
    lines.append(f"SUMMARY:{_escaped(item.text('item:Subject'))}")
    for name, path in (("DTSTART", "calendar:Start"), ("DTEND", "calendar:End"), ("DTSTAMP", "calendar:DateTimeStamp")):
        moment = item.get(path, datetime)
        if moment is not None:
            lines.append(f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if item.text("calendar:Location"):
        lines.append(f"LOCATION:{_escaped(item.text('calendar:Location'))}")
    lines.append(f"SEQUENCE:{item.get('calendar:AppointmentSequenceNumber', int) or 0}")
    lines.extend(("END:VEVENT", "END:VCALENDAR"))
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def _calendar_people(item: Item) -> list[str]:
    organizer = item.get("calendar:Organizer", EmailAddress)
    lines = [f"ORGANIZER;CN={_quoted(organizer.name)}:mailto:{organizer.email}"] if organizer is not None else []
    for path, role in (
        ("calendar:RequiredAttendees", "REQ-PARTICIPANT"),
        ("calendar:OptionalAttendees", "OPT-PARTICIPANT"),
        ("calendar:Resources", "NON-PARTICIPANT"),
    ):
        for attendee in item.get(path, tuple) or ():
            status = _PARTSTAT.get(attendee.response, "NEEDS-ACTION")
            who = attendee.mailbox
            lines.append(f"ATTENDEE;ROLE={role};PARTSTAT={status};RSVP=TRUE;CN={_quoted(who.name)}:mailto:{who.email}")
    return lines


def vcard_text(item: Item) -> str:
    """A contact as vCard 3.0 (RFC 2426)."""
    surname, given = item.text("contacts:Surname"), item.text("contacts:GivenName")
    full = item.text("contacts:DisplayName") or f"{given} {surname}".strip()
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(surname)};{_escaped(given)};;;", f"FN:{_escaped(full)}"]
    for name, path in (("ORG", "contacts:CompanyName"), ("TITLE", "contacts:JobTitle")):
        if item.text(path):
            lines.append(f"{name}:{_escaped(item.text(path))}")
    for held, value in item.properties.items():
        if isinstance(held, IndexedPath) and isinstance(value, EmailAddress):
            lines.append(f"EMAIL;TYPE=INTERNET:{_escaped(value.email)}")
        elif isinstance(held, IndexedPath) and held.uri == "contacts:PhoneNumber":
            lines.append(f"TEL:{_escaped(str(value))}")
    lines.append("END:VCARD")
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return '"' + "".join(text.replace('"', "'").split("\n")) + '"'


def _folded(line: str) -> str:
    return "\r\n ".join(line[at : at + 60] for at in range(0, len(line), 60)) or line
