"""Ids in the formats that ConvertId knows, as bytes and texts around a MAPI EntryID (MS-OXWSITEMID 2.1.3, MS-OXWSCVTID
3.1.4.1.4.1).

An EntryId, a HexEntryId and a StoreId are the EntryID itself, in base64 or in hexadecimal. An OwaId has the EntryID's
length before it and the number of the object's kind after it, and is written to stand in a URL. An EwsLegacyId, of the
first Exchange 2007, names the mailbox by its address instead of its GUID.
"""

import base64
import binascii
from itertools import groupby
from urllib.parse import quote, unquote
from uuid import UUID

from simulator.exchange.errors import ExchangeError

MAPI_FORMATS = ("EntryId", "HexEntryId", "StoreId", "OwaId")
_BY_ADDRESS, _PUBLIC_FOLDER, _PUBLIC_ITEM = 0, 1, 2
"""MS-OXWSITEMID 2.1.3.2: MailboxItemSmtpAddressBased, PublicFolder, PublicFolderItem."""
_LONGEST_ADDRESS = 1000
_PUBLIC_STORE = UUID("1a447390-aa66-11cd-9bc8-00aa002fc45a").bytes
"""The provider in every EntryID of a public folder (MS-OXCDATA 2.2.4.1; Learn, "ConvertId operation")."""
_PUBLIC_LENGTHS = {0x03: 46, 0x09: 70}
"""By the first byte of the type: a public folder, a message in one."""


def _malformed() -> ExchangeError:
    return ExchangeError("ErrorInvalidIdMalformed")


def from_base64(text: str) -> bytes:
    """Base64 as bytes. Raises ErrorInvalidIdMalformed."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise _malformed() from None


def compressed(plain: bytes) -> bytes:
    """The bytes with repeated ones written twice and then counted, behind a 1; or as they are behind a 0, when that is
    shorter (MS-OXWSITEMID 2.1.3.1).
    """
    parts = []
    for value, run in groupby(plain):
        length = len(list(run))
        while length > 1:
            now = min(length, 257)
            parts.append(bytes((value, value, now - 2)))
            length -= now
        parts.append(bytes((value,)) * length)
    packed = b"".join(parts)
    return b"\x01" + packed if len(packed) < len(plain) else b"\x00" + plain


def decompressed(packed: bytes) -> bytes:
    """The way back from :func:`compressed`. Raises ErrorInvalidIdMalformed."""
    if packed[:1] == b"\x00":
        return packed[1:]
    if packed[:1] != b"\x01":
        raise _malformed()
    found, at = bytearray(), 1
    while at < len(packed):
        value = packed[at : at + 1]
        if packed[at + 1 : at + 2] != value:
            found += value
            at += 1
        elif at + 2 < len(packed):
            found += value * (packed[at + 2] + 2)
            at += 3
        else:
            raise _malformed()
    return bytes(found)


def _counted(content: bytes) -> bytes:
    return len(content).to_bytes(2, "little") + content


def _take(raw: bytes) -> tuple[bytes, bytes]:
    """A counted part and what follows it. Raises ErrorInvalidIdMalformed."""
    length = int.from_bytes(raw[:2], "little")
    if len(raw) < 2 + length:
        raise _malformed()
    return raw[2 : 2 + length], raw[2 + length :]


def write_legacy(address: str, entry: bytes) -> str:
    """An EwsLegacyId."""
    plain = bytes((_BY_ADDRESS,)) + _counted(address.encode()) + b"\x00" + _counted(entry)
    return base64.b64encode(compressed(plain)).decode()


def read_legacy(text: str) -> tuple[str, bytes]:
    """The address and the EntryID in an EwsLegacyId. Raises ErrorInvalidIdMalformed."""
    plain = decompressed(from_base64(text))
    if plain[:1] != bytes((_BY_ADDRESS,)):
        raise _malformed()
    address, rest = _take(plain[1:])
    if rest[:1] != b"\x00" or not 0 < len(address) <= _LONGEST_ADDRESS:
        raise _malformed()
    entry, rest = _take(rest[1:])
    if rest or b"@" not in address:
        raise _malformed()
    return address.decode(errors="replace"), entry


def is_legacy(text: str) -> bool:
    """Whether a text is an EwsLegacyId."""
    try:
        read_legacy(text)
    except ExchangeError:
        return False
    return True


def write_mapi(entry: bytes, wanted: str, kind: int) -> str:
    """An EntryID in one of `MAPI_FORMATS`; `kind` is the number of the object's kind, which an OwaId tells."""
    if wanted == "HexEntryId":
        return entry.hex().upper()
    if wanted == "OwaId":
        return quote(base64.b64encode(bytes((len(entry),)) + entry + bytes((kind,))), safe="")
    return base64.b64encode(entry).decode()


def read_mapi(text: str, source: str) -> bytes:
    """The EntryID in one of `MAPI_FORMATS`. Raises ErrorInvalidIdMalformed."""
    if source == "HexEntryId":
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise _malformed() from None
    if source != "OwaId":
        return from_base64(text)
    raw = from_base64(unquote(text, errors="replace"))
    if len(raw) < 3 or raw[0] != len(raw) - 2:
        raise _malformed()
    return raw[1:-1]


def checked_public(entry: bytes, kind: int) -> bytes:
    """The EntryID of a public folder (`kind` 3) or of an item in one (9). Raises ErrorInvalidIdMalformed."""
    if len(entry) != _PUBLIC_LENGTHS[kind] or entry[4:20] != _PUBLIC_STORE or entry[20] != kind:
        raise _malformed()
    return entry


def write_public_folder(folder: bytes) -> str:
    """The EwsId of a public folder (its bytes after the storage type: our choice, as those of an item's folder)."""
    return base64.b64encode(bytes((0, _PUBLIC_FOLDER)) + _counted(folder)).decode()


def read_public_folder(text: str) -> bytes:
    """The EntryID in a public folder's EwsId. Raises ErrorInvalidIdMalformed."""
    plain = decompressed(from_base64(text))
    if plain[:1] != bytes((_PUBLIC_FOLDER,)):
        raise _malformed()
    folder, rest = _take(plain[1:])
    if rest:
        raise _malformed()
    return folder


def write_public_item(item: bytes, folder: bytes) -> str:
    """The EwsId of an item in a public folder (MS-OXWSITEMID 2.1.3.5)."""
    plain = bytes((_PUBLIC_ITEM, 0)) + _counted(item) + _counted(folder)
    return base64.b64encode(b"\x00" + plain).decode()


def read_public_item(text: str) -> tuple[bytes, bytes]:
    """The EntryIDs of the item and of its folder. Raises ErrorInvalidIdMalformed."""
    plain = decompressed(from_base64(text))
    if plain[:2] != bytes((_PUBLIC_ITEM, 0)):
        raise _malformed()
    item, rest = _take(plain[2:])
    folder, rest = _take(rest)
    if rest:
        raise _malformed()
    return item, folder
