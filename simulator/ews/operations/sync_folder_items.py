"""SyncFolderItems (MS-OXWSSYNC 3.1.4.2): what happened in one folder since a SyncState."""

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import required_child, schema_fault
from simulator.ews.shapes import ItemShape, read_shape, write_item
from simulator.ews.sync_request import sync_folder, text_of
from simulator.ews.sync_state import item_position, item_state
from simulator.ews.xml_text import children, identifier, messages_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import ItemKey, decode_item_id, encode_item_id
from simulator.exchange.item import Item
from simulator.exchange.item_changes import ItemChange, Position, next_page
from simulator.exchange.mailbox import Mailbox

NAME = "SyncFolderItems"
_MOST = 512
_SCOPES = ("NormalItems", "NormalAndAssociatedItems")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a SyncFolderItems request."""
    shape, folder_id = required_child(request, "ItemShape"), required_child(request, "SyncFolderId")
    limit = _limit(text_of(request, "MaxChangesReturned"))
    scope = text_of(request, "SyncScope") or "NormalItems"
    if scope not in _SCOPES:
        raise schema_fault("The 'SyncScope' element is invalid.")
    ignored = messages_child(request, "Ignore")

    def one(_: None) -> str:
        mailbox, folder = sync_folder(context, folder_id)
        if folder.element == "SearchFolder":
            raise NotSimulated("SyncFolderItems of a search folder")
        read = read_shape(shape, server=context.site.version, version=context.version)
        if read.include_mime:
            raise ExchangeError("ErrorInvalidPropertyForOperation")
        keys = _ignored(ignored)
        with_associated = scope == "NormalAndAssociatedItems"

        def wanted(key: int, _item: Item | None) -> bool:
            return key not in keys and (with_associated or key not in mailbox.associated_keys)

        state = text_of(request, "SyncState")
        position = item_position(mailbox, folder, state) if state else Position()
        page = next_page(mailbox, folder, position, limit, wanted)
        changes = "".join(_written(context, mailbox, folder, change, read) for change in page.changes)
        last = "true" if page.includes_last else "false"
        return (
            f"<m:SyncState>{item_state(mailbox, folder, page.position)}</m:SyncState>"
            f"<m:IncludesLastItemInRange>{last}</m:IncludesLastItemInRange><m:Changes>{changes}</m:Changes>"
        )

    return answer_each(NAME, (None,), one)


def _limit(text: str) -> int:
    try:
        limit = int(text)
    except ValueError:
        limit = 0
    if not 1 <= limit <= _MOST:
        raise schema_fault("The 'MaxChangesReturned' element is invalid: 1 to 512 are allowed.")
    return limit


def _ignored(element: etree._Element | None) -> frozenset[int]:
    ids = children(element) if element is not None else []
    return frozenset(decode_item_id(one.get("Id", "")).item for one in ids)


def _written(context: RequestContext, mailbox: Mailbox, folder: Folder, change: ItemChange, shape: ItemShape) -> str:
    item = change.item
    if item is None:
        gone = identifier("t:ItemId", encode_item_id(ItemKey(mailbox.guid, folder.key, change.key)))
        return f"<t:Delete>{gone}</t:Delete>"
    if change.tidings == "ReadFlagChange":
        named = identifier("t:ItemId", mailbox.item_id(item), mailbox.change_key(item))
        read = "true" if item.is_read else "false"
        return f"<t:ReadFlagChange>{named}<t:IsRead>{read}</t:IsRead></t:ReadFlagChange>"
    return f"<t:{change.tidings}>{write_item(context, mailbox, item, shape, find=True)}</t:{change.tidings}>"


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="items that came, changed, were read and went since a SyncState of any age, with Ignore and SyncScope",
    lacks="search folders",
)
