"""ConvertId: one id in another format (MS-OXWSCVTID 3.1.4.1). All formats here carry the same EntryID.

An EwsId names its mailbox itself: the Mailbox of the request isn't looked at, and the answer has that mailbox's own
address. A widely used mail gateway learns so whose mailbox it is in, with an address that nobody has. The other formats
are MAPI's and need the Mailbox.
"""

import base64
import binascii

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_choice
from simulator.ews.xml_text import attribute, local_name
from simulator.exchange.errors import ExchangeError
from simulator.exchange.ids import (
    FolderKey,
    ItemKey,
    decode,
    encode_folder_id,
    encode_item_id,
    folder_entry_id,
    item_entry_id,
    key_of_entry_id,
)
from simulator.soap.namespaces import XSI

FORMATS = ("EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId")
EWS_FORMATS = ("EwsLegacyId", "EwsId")
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per source id."""
    wanted = required_choice(request, "DestinationFormat", FORMATS)

    def one(entry: etree._Element) -> str:
        if local_name(entry) != "AlternateId":
            raise NotSimulated(f"ConvertId of {local_name(entry)}")
        source = required_choice(entry, "Format", FORMATS)
        if source not in EWS_FORMATS and context.organization.directory.by_smtp(entry.get("Mailbox", "")) is None:
            raise ExchangeError("ErrorNonExistentMailbox")
        key = read_id(entry.get("Id", ""), source)
        identity, mailbox = write_id(key, wanted), _address(context, key, entry.get("Mailbox", ""))
        archive = f' IsArchive="{entry.get("IsArchive")}"' if entry.get("IsArchive") else ""
        return (
            f'<m:AlternateId xmlns:xsi="{XSI}" xsi:type="t:AlternateIdType" Format="{wanted}" '
            f"Id={attribute(identity)} Mailbox={attribute(mailbox)}{archive}/>"
        )

    return answer_each("ConvertId", entries_of(request, "SourceIds"), one)


def _address(context: RequestContext, key: ItemKey | FolderKey, given: str) -> str:
    """The primary address of the mailbox an id belongs to; ``given`` for an id of no mailbox here (our choice)."""
    mailbox = context.organization.mailbox_with(key.mailbox)
    return given if mailbox is None else mailbox.account.smtp


def read_id(text: str, source: str) -> ItemKey | FolderKey:
    """What an id says. Raises ErrorInvalidIdEmpty, ErrorInvalidIdMalformed or ErrorUnsupportedTypeForConversion."""
    if not text:
        raise ExchangeError("ErrorInvalidIdEmpty")
    if source in EWS_FORMATS:
        key = decode(text)
        if not isinstance(key, ItemKey | FolderKey):
            raise ExchangeError("ErrorUnsupportedTypeForConversion")
        return key
    try:
        if source == "HexEntryId":
            raw = bytes.fromhex(text)
        else:
            plain = text.encode("ascii")
            raw = base64.b64decode(
                plain.translate(bytes.maketrans(b"-_", b"+/")) if source == "OwaId" else plain, validate=True
            )
    except (ValueError, binascii.Error):
        raise ExchangeError("ErrorInvalidIdMalformed") from None
    return key_of_entry_id(raw)


def write_id(key: ItemKey | FolderKey, wanted: str) -> str:
    """The id in the wanted format."""
    if wanted in EWS_FORMATS:
        return encode_item_id(key) if isinstance(key, ItemKey) else encode_folder_id(key)
    entry = item_entry_id(key) if isinstance(key, ItemKey) else folder_entry_id(key)
    if wanted == "HexEntryId":
        return entry.hex().upper()
    encoded = base64.b64encode(entry)
    return (encoded.translate(_URL_SAFE) if wanted == "OwaId" else encoded).decode()


OPERATION = Operation("ConvertId", "Exchange2007_SP1", handle)
