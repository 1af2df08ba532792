"""ConvertId: one id in another format (MS-OXWSCVTID 3.1.4.1).

An EwsId names its mailbox itself: the answer has that mailbox's own address, whatever the request says. A widely used
mail gateway learns so whose mailbox it is in. Of the request's Mailbox only the form is checked, not whether there is
one (Learn, "ConvertId operation"). Nothing is looked up, so ids of what is gone are converted, too. Mailboxes here have
no public folders; their ids are converted by their form.
"""

import re

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, flag, required_choice, schema_fault
from simulator.ews.xml_text import attribute, local_name
from simulator.exchange import alternate_ids
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
    kind_number,
)
from simulator.soap.namespaces import XSI

FORMATS = ("EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId")
EWS_FORMATS = ("EwsLegacyId", "EwsId")
LONGEST_ID = 2048
"""Our choice: a longer id is ErrorInvalidIdStoreObjectIdTooLong."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_PUBLIC_FOLDER, _PUBLIC_ITEM = 3, 9
"""Kinds of public objects, in their EntryIDs."""


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per source id."""
    wanted = required_choice(request, "DestinationFormat", FORMATS)

    def one(entry: etree._Element) -> str:
        source = required_choice(entry, "Format", FORMATS)
        if local_name(entry) == "AlternateId":
            written = _mailbox_id(context, entry, source, wanted)
        elif local_name(entry) == "AlternatePublicFolderId":
            written = _public_folder(entry, source, wanted)
        else:
            written = _public_item(entry, source, wanted)
        name = local_name(entry)
        return f'<m:AlternateId xmlns:xsi="{XSI}" xsi:type="t:{name}Type" Format="{wanted}" {written}/>'

    return answer_each("ConvertId", entries_of(request, "SourceIds"), one)


def _given(entry: etree._Element, name: str) -> str:
    """An id in a request. Raises ErrorInvalidIdEmpty or ErrorInvalidIdStoreObjectIdTooLong; EwsFault without one."""
    value = entry.get(name)
    if value is None:
        raise schema_fault(f"The required attribute '{name}' is missing.")
    if not value:
        raise ExchangeError("ErrorInvalidIdEmpty")
    if len(value) > LONGEST_ID:
        raise ExchangeError("ErrorInvalidIdStoreObjectIdTooLong")
    return value


def _mailbox_id(context: RequestContext, entry: etree._Element, source: str, wanted: str) -> str:
    """The attributes of an AlternateId. Raises ErrorInvalidSmtpAddress and the errors of malformed ids."""
    mailbox = entry.get("Mailbox")
    if mailbox is None:
        raise schema_fault("The required attribute 'Mailbox' is missing.")
    if not _ADDRESS.fullmatch(mailbox):
        raise ExchangeError("ErrorInvalidSmtpAddress")
    key = read_id(_given(entry, "Id"), source)
    address = _address(context, key, mailbox)
    archive = f' IsArchive="{str(flag(entry, "IsArchive", False)).lower()}"' if entry.get("IsArchive") else ""
    identity = write_id(key, wanted, address, _kind(context, key))
    return f"Id={attribute(identity)} Mailbox={attribute(address)}{archive}"


def _address(context: RequestContext, key: ItemKey | FolderKey, given: str) -> str:
    """The primary address of the mailbox an id belongs to; ``given`` for an id of no mailbox here (our choice)."""
    mailbox = context.organization.mailbox_with(key.mailbox)
    return given if mailbox is None else mailbox.account.smtp


def _kind(context: RequestContext, key: ItemKey | FolderKey) -> int:
    """The number of the object's kind; of one that isn't here, that of a message or of a folder."""
    mailbox = context.organization.mailbox_with(key.mailbox)
    if isinstance(key, ItemKey):
        item = mailbox.items.get(key.item) if mailbox is not None else None
        return kind_number(item.kind if item is not None else "Message")
    folder = mailbox.folders.get(key.folder) if mailbox is not None else None
    return kind_number(folder.element if folder is not None else "Folder")


def read_id(text: str, source: str) -> ItemKey | FolderKey:
    """What an id says. Raises ErrorInvalidIdMalformed, or ErrorUnsupportedTypeForConversion for an attachment's."""
    if source == "EwsId":
        key = decode(text)
        if not isinstance(key, ItemKey | FolderKey):
            raise ExchangeError("ErrorUnsupportedTypeForConversion")
        return key
    if source == "EwsLegacyId":
        return key_of_entry_id(alternate_ids.read_legacy(text)[1])
    return key_of_entry_id(alternate_ids.read_mapi(text, source))


def write_id(key: ItemKey | FolderKey, wanted: str, address: str, kind: int) -> str:
    """The id in the wanted format."""
    if wanted == "EwsId":
        return encode_item_id(key) if isinstance(key, ItemKey) else encode_folder_id(key)
    entry = item_entry_id(key) if isinstance(key, ItemKey) else folder_entry_id(key)
    if wanted == "EwsLegacyId":
        return alternate_ids.write_legacy(address, entry)
    return alternate_ids.write_mapi(entry, wanted, kind)


def _public_folder(entry: etree._Element, source: str, wanted: str) -> str:
    """The attributes of an AlternatePublicFolderId."""
    text = _given(entry, "FolderId")
    is_ews = source in EWS_FORMATS
    raw = alternate_ids.read_public_folder(text) if is_ews else alternate_ids.read_mapi(text, source)
    folder = alternate_ids.checked_public(raw, _PUBLIC_FOLDER)
    return f"FolderId={attribute(_folder_text(folder, wanted))}"


def _folder_text(folder: bytes, wanted: str) -> str:
    if wanted in EWS_FORMATS:
        return alternate_ids.write_public_folder(folder)
    return alternate_ids.write_mapi(folder, wanted, kind_number("Folder"))


def _public_item(entry: etree._Element, source: str, wanted: str) -> str:
    """The attributes of an AlternatePublicFolderItemId. An EwsId of an item tells its folder, too."""
    folder_text, item_text = _given(entry, "FolderId"), _given(entry, "ItemId")
    if source in EWS_FORMATS:
        item, folder = alternate_ids.read_public_item(item_text)
        if alternate_ids.read_public_folder(folder_text) != folder:
            raise ExchangeError("ErrorInvalidIdMalformed")
    else:
        item = alternate_ids.read_mapi(item_text, source)
        folder = alternate_ids.read_mapi(folder_text, source)
    item = alternate_ids.checked_public(item, _PUBLIC_ITEM)
    folder = alternate_ids.checked_public(folder, _PUBLIC_FOLDER)
    if wanted in EWS_FORMATS:
        written = alternate_ids.write_public_item(item, folder)
    else:
        written = alternate_ids.write_mapi(item, wanted, kind_number("Message"))
    return f"FolderId={attribute(_folder_text(folder, wanted))} ItemId={attribute(written)}"


OPERATION = Operation(
    "ConvertId",
    "Exchange2007_SP1",
    handle,
    simulated="ids of items, folders and public folders, between all six formats",
)
