"""Real .eml files into Inboxes: one sub-folder a mailbox, every file accounted for.

A sub-folder is named after an address or a login of the mailbox. A file becomes a message with the properties that
its MIME gives it, received when its topmost Received line says so, else when it was sent. Files that can't be taken
are listed with the reason; nothing is left out silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypedDict

from simulator.errors import SimulatorMisuse
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.new_message import message_id
from simulator.exchange.organization import ExchangeOrganization

LARGEST = 150 * 1024 * 1024
"""Bytes; a larger file is refused (our choice, above the largest message size an administrator usually sets)."""

_HEADERS = BytesHeaderParser()


class Loaded(TypedDict):
    """What became of the files of one sub-folder: how many were taken, and which were not, each with the reason."""

    loaded: int
    refused: list[list[str]]


@dataclass(frozen=True)
class _Refused(Exception):
    reason: str


def load(organization: ExchangeOrganization, folder: Path) -> dict[str, Loaded]:
    """Put every .eml file below `folder` into its mailbox's Inbox; the answer has an entry for each sub-folder.

    Files that lie beside the sub-folders are refused under the empty name. Raises SimulatorMisuse when there is no
    such folder.
    """
    if not folder.is_dir():
        raise SimulatorMisuse(f"there is no folder {folder}; give one with a sub-folder for each mailbox")
    result: dict[str, Loaded] = {}
    with organization.lock:
        for entry in sorted(folder.iterdir()):
            if entry.is_dir():
                result[entry.name] = _load_mailbox(organization, entry)
            elif not entry.name.startswith("."):
                beside = result.setdefault("", Loaded(loaded=0, refused=[]))
                beside["refused"].append([entry.name, "it is in no mailbox's sub-folder"])
    return result


def _load_mailbox(organization: ExchangeOrganization, folder: Path) -> Loaded:
    account = organization.directory.by_smtp(folder.name) or organization.directory.by_login(folder.name)
    result = Loaded(loaded=0, refused=[])
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            if account is None:
                raise _Refused(f"nobody has the address or login {folder.name}")
            _load_file(organization, organization.mailbox(account), path)
        except _Refused as refused:
            result["refused"].append([name, refused.reason])
        else:
            result["loaded"] += 1
    return result


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


def _load_file(organization: ExchangeOrganization, mailbox: Mailbox, path: Path) -> None:
    if path.suffix.lower() != ".eml":
        raise _Refused("it is not an .eml file")
    try:
        if path.stat().st_size > LARGEST:
            raise _Refused(f"it is larger than {LARGEST} bytes")
        content = path.read_bytes()
    except OSError as problem:
        raise _Refused(f"it can't be read: {problem.strerror}") from problem
    mailbox.add_item(message_from(organization, mailbox, content), mailbox.distinguished("inbox"))


def message_from(organization: ExchangeOrganization, mailbox: Mailbox, content: bytes) -> Item:
    """A received message from its MIME content, in no folder yet; raises _Refused for what is no message."""
    received = _received(content)
    item = Item("Message", "IPM.Note", mime=content)
    try:
        complete_new_item(mailbox, item)
    except ExchangeError as error:
        raise _Refused(f"its MIME content is invalid ({error.code})") from error
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
    """The moment of the topmost Received line; None without one. Raises _Refused when there is no header at all."""
    try:
        headers = _HEADERS.parsebytes(content)
    except (MessageError, ValueError) as problem:
        raise _Refused("it has no readable header") from problem
    if not headers.keys():
        raise _Refused("it has no header: it is no RFC 5322 message")
    line = str(headers.get("Received") or "")
    try:
        moment = parsedate_to_datetime(line.rpartition(";")[2].strip())
    except (ValueError, TypeError, IndexError):
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
