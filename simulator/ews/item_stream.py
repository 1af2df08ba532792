"""An item as the opaque stream that ExportItems gives and UploadItems takes (MS-OXWSBTRF 3.1.4).

Exchange writes fast transfer streams (MS-OXCFXICS) there. Ours is a form of its own, and that is our choice: four bytes
``TgIt``, one byte for the version of the form, the CRC-32 of the rest (big-endian), then the deflated text of
`item_encoding`. It carries everything that an item has, with its attachments, and whose mailbox it is from.
Neither takes the other's.
"""

import zlib
from dataclasses import dataclass, replace
from uuid import UUID

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_encoding import decode, encode

_MAGIC = b"TgIt"
_VERSION = 1
_HEADER_BYTES = len(_MAGIC) + 1 + 4


@dataclass(frozen=True)
class Exported:
    """What a stream says: the item, in no folder, and the mailbox that it was exported from."""

    mailbox: UUID
    item: Item


def stream_of(exported: Exported) -> bytes:
    """The stream; the same item gives the same bytes."""
    bare = replace(exported.item, key=0, folder=0, change=0, arrived=0)
    body = zlib.compress(encode((exported.mailbox, bare)).encode())
    return b"".join((_MAGIC, bytes((_VERSION,)), zlib.crc32(body).to_bytes(4, "big"), body))


def exported_of(stream: bytes) -> Exported:
    """What is in a stream. Raises ErrorCorruptData for anything that `stream_of` didn't write."""
    body = stream[_HEADER_BYTES:]
    header = b"".join((_MAGIC, bytes((_VERSION,)), zlib.crc32(body).to_bytes(4, "big")))
    if stream[:_HEADER_BYTES] != header:
        raise ExchangeError("ErrorCorruptData")
    try:
        found = decode(zlib.decompress(body).decode())
    except (zlib.error, ValueError):
        raise ExchangeError("ErrorCorruptData") from None
    match found:
        case (UUID() as mailbox, Item() as item):
            return Exported(mailbox, item)
    raise ExchangeError("ErrorCorruptData")
