"""SyncState texts: opaque, base64, and checked when they come back (MS-OXWSSYNC 3.1.1).

A state belongs to one folder of one mailbox; a state of another one, or one that was changed on its way, is
ErrorInvalidSyncStateData.
"""

import base64
import binascii
import json
import zlib
from typing import Literal

from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item_changes import Position
from simulator.exchange.mailbox import Mailbox

Kind = Literal["items", "hierarchy", "mailbox"]
"""Of SyncFolderItems, of SyncFolderHierarchy below a folder, and of one that names no folder: none goes for another."""


def _invalid() -> ExchangeError:
    return ExchangeError("ErrorInvalidSyncStateData")


def _pack(kind: Kind, mailbox: Mailbox, folder: Folder, numbers: list[int]) -> str:
    raw = json.dumps([kind, mailbox.guid.hex, folder.key, *numbers], separators=(",", ":")).encode()
    return base64.b64encode(zlib.crc32(raw).to_bytes(4, "big") + zlib.compress(raw, 1)).decode()


def _unpack(kind: Kind, mailbox: Mailbox, folder: Folder, text: str) -> list[int]:
    try:
        packed = base64.b64decode(text, validate=True)
        raw = zlib.decompress(packed[4:])
    except (binascii.Error, ValueError, zlib.error):
        raise _invalid() from None
    if zlib.crc32(raw).to_bytes(4, "big") != packed[:4]:
        raise _invalid()
    owner, numbers = _read(raw)
    if owner != [kind, mailbox.guid.hex, folder.key]:
        raise _invalid()
    if numbers[0] > mailbox.log.last:
        raise _invalid()
    return numbers


def _read(raw: bytes) -> tuple[list[str | int], list[int]]:
    """Whose state it is, and its numbers."""
    found: list[str | int] = json.loads(raw)
    return found[:3], [int(one) for one in found[3:]]


def item_state(mailbox: Mailbox, folder: Folder, position: Position) -> str:
    """The SyncState of SyncFolderItems for a position."""
    numbers = [position.until, position.base, position.number, position.skip, *sorted(position.untold)]
    return _pack("items", mailbox, folder, numbers)


def item_position(mailbox: Mailbox, folder: Folder, text: str) -> Position:
    """The position of a SyncState. Raises ErrorInvalidSyncStateData."""
    until, base, number, skip, *untold = _unpack("items", mailbox, folder, text)
    return Position(base, until, number, skip, frozenset(untold))


def hierarchy_state(mailbox: Mailbox, folder: Folder, number: int, *, is_named: bool) -> str:
    """The SyncState of SyncFolderHierarchy after the change `number`; `is_named` says that the request named `folder`.

    A state of a request without a folder is not one of a request that names the root (Learn, "Handling
    synchronization-related errors").
    """
    return _pack("hierarchy" if is_named else "mailbox", mailbox, folder, [number])


def hierarchy_number(mailbox: Mailbox, folder: Folder, text: str, *, is_named: bool) -> int:
    """The change number of a SyncState. Raises ErrorInvalidSyncStateData."""
    return _unpack("hierarchy" if is_named else "mailbox", mailbox, folder, text)[0]
