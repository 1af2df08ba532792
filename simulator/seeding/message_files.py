"""Messages from .eml and .mbox files.

A message has the properties that its MIME gives it, and was received when its topmost Received line says so, else when
it was sent. In an .mbox file the Status line tells what was read, and `>From` at the start of a line is `From` again
(RFC 4155, the mboxrd form).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from mailbox import mbox
from pathlib import Path

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.new_message import message_id
from simulator.exchange.organization import ExchangeOrganization
from simulator.seeding.load_report import LARGEST, Found, Refused, read_bytes

_HEADERS = BytesHeaderParser()
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_eml(organization: ExchangeOrganization, mailbox: Mailbox, path: Path) -> Iterator[Found]:
    """The message of an .eml file."""
    yield Found(message_from(organization, mailbox, read_bytes(path)), "inbox")


def read_mbox(organization: ExchangeOrganization, mailbox: Mailbox, path: Path) -> Iterator[Found | Refused]:
    """The messages of an .mbox file, in their order."""
    try:
        box = mbox(path, create=False)
        keys = box.keys()
    except (OSError, ValueError) as problem:
        raise Refused(f"it can't be read: {problem}") from problem
    try:
        if not keys:
            raise Refused("it has no message: no line begins with 'From '")
        for number, key in enumerate(keys, 1):
            part = f"message {number}"
            content = _QUOTED_FROM.sub(rb"\1", box.get_bytes(key))
            try:
                if len(content) > LARGEST:
                    raise Refused(f"it is larger than {LARGEST} bytes")
                item = message_from(organization, mailbox, content)
            except Refused as refused:
                yield Refused(refused.reason, part)
                continue
            item.properties["message:IsRead"] = "R" in box.get_message(key).get_flags()
            yield Found(item, "inbox", part)
    finally:
        box.close()


def message_from(organization: ExchangeOrganization, mailbox: Mailbox, content: bytes) -> Item:
    """A received message from its MIME content, in no folder yet; raises Refused for what is no message."""
    received = _received(content)
    item = Item("Message", "IPM.Note", mime=content)
    try:
        complete_new_item(mailbox, item)
    except ExchangeError as error:
        raise Refused(f"its MIME content is invalid ({error.code})") from error
    sent = item.get("item:DateTimeSent", datetime)
    item.properties |= {
        "item:IsDraft": False,
        "message:IsRead": False,
        "item:DateTimeReceived": received or sent or organization.clock.now(),
    }
    if not item.text("message:InternetMessageId"):
        item.properties["message:InternetMessageId"] = message_id(organization)
    return item


def _received(content: bytes) -> datetime | None:
    """The moment of the topmost Received line; None without one. Raises Refused when there is no header at all."""
    try:
        headers = _HEADERS.parsebytes(content)
    except (MessageError, ValueError) as problem:
        raise Refused("it has no readable header") from problem
    if not headers.keys():
        raise Refused("it has no header: it is no RFC 5322 message")
    line = str(headers.get("Received") or "")
    try:
        moment = parsedate_to_datetime(line.rpartition(";")[2].strip())
    except (ValueError, TypeError, IndexError):
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
