"""Ids as clients see them: opaque base64, laid out as Exchange lays them out.

An ItemId is a mailbox GUID followed by a MAPI EntryID (MS-OXCDATA 2.2.4.1 and 2.2.4.2); a ChangeKey is a kind, a length
and a replica GUID with a counter. An item's EntryID names its folder, so that moving an item changes its id. The id of
an occurrence is its master's, with the day behind the EntryID as a GlobalObjectId writes it (our choice).
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from simulator.exchange.alternate_ids import is_legacy
from simulator.exchange.errors import ExchangeError

MESSAGE_ENTRY_BYTES = 70
_DAY_BYTES = 4
FOLDER_ENTRY_BYTES = 46
_HEADER = b"\x00\x03\x24\x00"
_COUNTER_LIMIT = 1 << 48

CHANGE_KEY_KINDS = (
    ("Folder", 0x01),
    ("CalendarFolder", 0x02),
    ("ContactsFolder", 0x03),
    ("TasksFolder", 0x04),
    ("SearchFolder", 0x08),
    ("Message", 0x09),
    ("MeetingRequest", 0x0B),
    ("MeetingCancellation", 0x0C),
    ("MeetingResponse", 0x0D),
    ("CalendarItem", 0x0F),
    ("Contact", 0x11),
    ("DistributionList", 0x12),
    ("Task", 0x13),
    ("PostItem", 0x0A),
)
"""The first number of a ChangeKey for each element (our choice where nothing public says it)."""

_KIND_NUMBER = dict(CHANGE_KEY_KINDS)


def kind_number(element: str) -> int:
    """The number of an item or folder written as ``element``; that of a message for one that has none."""
    return _KIND_NUMBER.get(element, 0x09)


@dataclass(frozen=True, slots=True)
class ItemKey:
    """What an ItemId says."""

    mailbox: UUID
    folder: int
    item: int
    occurrence: date | None = None
    """The day of an occurrence of the series with this key."""


@dataclass(frozen=True, slots=True)
class FolderKey:
    """What a FolderId says."""

    mailbox: UUID
    folder: int


@dataclass(frozen=True, slots=True)
class AttachmentKey:
    """What an AttachmentId says: the item it hangs on and the attachments on the way (an attached item has its own)."""

    owner: ItemKey
    numbers: tuple[int, ...]


def item_entry_id(key: ItemKey) -> bytes:
    """The 70 bytes of a message EntryID (MS-OXCDATA 2.2.4.2)."""
    guid = key.mailbox.bytes_le
    folder, item = key.folder.to_bytes(6, "big"), key.item.to_bytes(6, "big")
    return b"".join((bytes(4), guid, b"\x07\x00", guid, folder, bytes(2), guid, item, bytes(2)))


def folder_entry_id(key: FolderKey) -> bytes:
    """The 46 bytes of a folder EntryID (MS-OXCDATA 2.2.4.1)."""
    guid = key.mailbox.bytes_le
    return b"".join((bytes(4), guid, b"\x01\x00", guid, key.folder.to_bytes(6, "big"), bytes(2)))


def key_of_entry_id(entry: bytes) -> ItemKey | FolderKey:
    """What an EntryID says. Raises ErrorInvalidIdMalformed."""
    if len(entry) == MESSAGE_ENTRY_BYTES and entry[20:22] == b"\x07\x00":
        key: ItemKey | FolderKey = ItemKey(
            UUID(bytes_le=entry[4:20]), int.from_bytes(entry[38:44], "big"), int.from_bytes(entry[62:68], "big")
        )
        valid = isinstance(key, ItemKey) and item_entry_id(key) == entry
    elif len(entry) == FOLDER_ENTRY_BYTES and entry[20:22] == b"\x01\x00":
        key = FolderKey(UUID(bytes_le=entry[4:20]), int.from_bytes(entry[38:44], "big"))
        valid = folder_entry_id(key) == entry
    else:
        raise ExchangeError("ErrorInvalidIdMalformed")
    if not valid:
        raise ExchangeError("ErrorInvalidIdMalformed")
    return key


def encode_item_id(key: ItemKey) -> str:
    """The ItemId text."""
    return _encode(key.mailbox, item_entry_id(key) + _day_bytes(key), ())


def encode_folder_id(key: FolderKey) -> str:
    """The FolderId text."""
    return _encode(key.mailbox, folder_entry_id(key), ())


def encode_attachment_id(key: AttachmentKey) -> str:
    """The AttachmentId text."""
    return _encode(key.owner.mailbox, item_entry_id(key.owner) + _day_bytes(key.owner), key.numbers)


def decode(text: str) -> ItemKey | FolderKey | AttachmentKey:
    """What an id text says.

    Raises ErrorInvalidIdEmpty, ErrorInvalidIdMalformed, or ErrorInvalidIdMalformedEwsLegacyIdFormat for an id of the
    first Exchange 2007, which only ConvertId takes.
    """
    raw = _unbase64(text)
    if len(raw) < 43 or raw[:4] != _HEADER:
        is_old = is_legacy(text)
        raise ExchangeError("ErrorInvalidIdMalformedEwsLegacyIdFormat" if is_old else "ErrorInvalidIdMalformed")
    length = int.from_bytes(raw[41:43], "little")
    entry, rest = raw[43 : 43 + length], raw[43 + length :]
    key: ItemKey | FolderKey
    if len(entry) == MESSAGE_ENTRY_BYTES + _DAY_BYTES:
        key = _with_day(key_of_entry_id(entry[:MESSAGE_ENTRY_BYTES]), entry[MESSAGE_ENTRY_BYTES:])
    else:
        key = key_of_entry_id(entry)
    if len(entry) != length or raw[4:40] != str(key.mailbox).encode() or raw[40] != 0:
        raise ExchangeError("ErrorInvalidIdMalformed")
    if not rest:
        return key
    if not isinstance(key, ItemKey) or rest[0] != len(rest) // 8 or len(rest) != 1 + 8 * rest[0]:
        raise ExchangeError("ErrorInvalidIdMalformed")
    return AttachmentKey(key, tuple(int.from_bytes(rest[at : at + 8], "big") for at in range(1, len(rest), 8)))


def decode_item_id(text: str) -> ItemKey:
    """The key in an ItemId. Raises ErrorInvalidIdEmpty, ErrorInvalidIdMalformed, ErrorCannotUseFolderIdForItemId."""
    key = decode(text)
    if isinstance(key, FolderKey):
        raise ExchangeError("ErrorCannotUseFolderIdForItemId")
    if isinstance(key, AttachmentKey):
        raise ExchangeError("ErrorCannotUseItemIdForFolderId", "Id must be an item id, not an attachment id.")
    return key


def decode_folder_id(text: str) -> FolderKey:
    """The key in a FolderId. Raises ErrorInvalidIdEmpty, ErrorInvalidIdMalformed, ErrorCannotUseItemIdForFolderId."""
    key = decode(text)
    if not isinstance(key, FolderKey):
        raise ExchangeError("ErrorCannotUseItemIdForFolderId")
    return key


def decode_attachment_id(text: str) -> AttachmentKey:
    """The key in an AttachmentId. Raises ErrorInvalidIdEmpty, ErrorInvalidIdMalformed or ErrorInvalidAttachmentId."""
    key = decode(text)
    if not isinstance(key, AttachmentKey):
        raise ExchangeError("ErrorInvalidAttachmentId")
    return key


def encode_change_key(element: str, mailbox: UUID, change: int) -> str:
    """The ChangeKey text of an item or folder written as ``element``, last changed by change number ``change``."""
    return base64.b64encode(
        b"".join(
            (
                kind_number(element).to_bytes(4, "little"),
                (22).to_bytes(4, "little"),
                mailbox.bytes_le,
                change.to_bytes(6, "big"),
            )
        )
    ).decode()


def decode_change_key(text: str) -> int:
    """The change number in a ChangeKey. Raises ErrorInvalidChangeKey."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ExchangeError("ErrorInvalidChangeKey") from None
    if len(raw) != 30 or raw[4:8] != b"\x16\x00\x00\x00":
        raise ExchangeError("ErrorInvalidChangeKey")
    return int.from_bytes(raw[24:30], "big")


def _day_bytes(key: ItemKey) -> bytes:
    day = key.occurrence
    return day.year.to_bytes(2, "big") + bytes((day.month, day.day)) if day is not None else b""


def _with_day(key: ItemKey | FolderKey, raw: bytes) -> ItemKey:
    try:
        day = date(int.from_bytes(raw[:2], "big"), raw[2], raw[3])
    except ValueError:
        raise ExchangeError("ErrorInvalidIdMalformed") from None
    if not isinstance(key, ItemKey):
        raise ExchangeError("ErrorInvalidIdMalformed")
    return ItemKey(key.mailbox, key.folder, key.item, day)


def _encode(mailbox: UUID, entry: bytes, numbers: tuple[int, ...]) -> str:
    parts = [_HEADER, str(mailbox).encode(), b"\x00", len(entry).to_bytes(2, "little"), entry]
    if numbers:
        parts.append(bytes((len(numbers),)))
        parts.extend(number.to_bytes(8, "big") for number in numbers)
    return base64.b64encode(b"".join(parts)).decode()


def _unbase64(text: str) -> bytes:
    if not text:
        raise ExchangeError("ErrorInvalidIdEmpty")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ExchangeError("ErrorInvalidIdMalformed") from None
