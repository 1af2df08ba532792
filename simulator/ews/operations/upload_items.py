"""UploadItems: items from the streams that ExportItems gave (MS-OXWSBTRF 3.1.4.2).

An item that is updated keeps its id. Our choices: a stale ChangeKey is ErrorIrresolvableConflict, a stream of another
kind of item ErrorObjectTypeChanged, and what refers to another item of its mailbox stays behind in another mailbox.
"""

from dataclasses import dataclass

from lxml import etree

from simulator.ews.item_stream import Exported, exported_of
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, flag, required_choice, schema_fault
from simulator.ews.target_ids import given_change
from simulator.ews.value_codecs import read_base64
from simulator.ews.xml_text import identifier, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import decode_folder_id, decode_item_id
from simulator.exchange.item import Item
from simulator.exchange.item_copy import copy_item
from simulator.exchange.mailbox import Mailbox
from simulator.soap.faults import EwsFault

ACTIONS = ("CreateNew", "Update", "UpdateOrCreate")
_OF_ITS_MAILBOX = "meeting:AssociatedCalendarItemId"


@dataclass(frozen=True)
class Upload:
    """One ``t:Item`` of a request."""

    action: str
    parent: str
    identity: etree._Element | None
    """Its ``t:ItemId``; None when the action doesn't look at it."""
    associated: bool
    data: bytes


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per item, with its new ids. Raises EwsFault when an update names no item."""
    uploads = [_read(entry) for entry in entries_of(request, "Items")]

    def one(upload: Upload) -> str:
        mailbox = context.mailbox
        folder = context.organization.find_folder(mailbox, decode_folder_id(upload.parent))
        target = _target(mailbox, folder, upload)
        item = _put(mailbox, folder, target, upload)
        return identifier("m:ItemId", mailbox.item_id(item), mailbox.change_key(item))

    return answer_each("UploadItems", uploads, one)


def _read(entry: etree._Element) -> Upload:
    action = required_choice(entry, "CreateAction", ACTIONS)
    parent, identity, data = (types_child(entry, name) for name in ("ParentFolderId", "ItemId", "Data"))
    if parent is None or data is None or parent.get("Id") is None:
        raise schema_fault("The element 'Item' has incomplete content.")
    if identity is None and action != "CreateNew":
        raise EwsFault("ErrorInvalidRequest", "An ItemId is required to update an item.")
    return Upload(
        action,
        parent.get("Id", ""),
        None if action == "CreateNew" else identity,
        flag(entry, "IsAssociated", False),
        read_base64(data),
    )


def _target(mailbox: Mailbox, folder: Folder, upload: Upload) -> Item | None:
    """The item to update; None when a new one is to be made. Raises ErrorItemNotFound and the errors of ids."""
    if upload.identity is None:
        return None
    key, change = decode_item_id(upload.identity.get("Id", "")), given_change(upload.identity)
    held = folder.associated if upload.associated else folder.items
    target = held.get(key.item) if (key.mailbox, key.folder) == (mailbox.guid, folder.key) else None
    if target is None and upload.action == "Update":
        raise ExchangeError("ErrorItemNotFound")
    if target is not None and change is not None and change != target.change:
        raise ExchangeError("ErrorIrresolvableConflict")
    return target


def _put(mailbox: Mailbox, folder: Folder, target: Item | None, upload: Upload) -> Item:
    item = _fresh(mailbox, exported_of(upload.data))
    item.is_associated = upload.associated
    if target is None:
        return mailbox.add_item(item, folder)
    if target.kind != item.kind:
        raise ExchangeError("ErrorObjectTypeChanged")
    return mailbox.replace_item(target, item)


def _fresh(mailbox: Mailbox, exported: Exported) -> Item:
    """The item with attachment numbers of this mailbox."""
    item = copy_item(exported.item, mailbox.new_key)
    item.created, item.modified_by = exported.item.created, exported.item.modified_by
    if exported.mailbox != mailbox.guid:
        item.properties.pop(_OF_ITS_MAILBOX, None)
    return item


OPERATION = Operation(
    "UploadItems",
    "Exchange2010_SP1",
    handle,
    simulated="streams of ExportItems become new items or replace old ones",
    lacks="streams of a real Exchange",
)
