"""SyncFolderHierarchy (MS-OXWSSYNC 3.1.4.1): what happened to the folders below one since a SyncState.

Without SyncFolderId the whole mailbox is meant. Everything is told in one answer: IncludesLastFolderInRange is
always true.
"""

from lxml import etree

from simulator.ews.folder_shapes import FolderShape, read_folder_shape, write_folder
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import required_child
from simulator.ews.sync_request import sync_folder, text_of
from simulator.ews.sync_state import hierarchy_number, hierarchy_state
from simulator.ews.xml_text import identifier, messages_child
from simulator.exchange.folder import Folder
from simulator.exchange.folder_changes import FolderChange, folder_changes
from simulator.exchange.ids import FolderKey, encode_folder_id
from simulator.exchange.mailbox import Mailbox

NAME = "SyncFolderHierarchy"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a SyncFolderHierarchy request."""
    shape_element, folder_id = required_child(request, "FolderShape"), messages_child(request, "SyncFolderId")

    def one(_: None) -> str:
        mailbox, root = _root(context, folder_id)
        shape = read_folder_shape(shape_element)
        state = text_of(request, "SyncState")
        is_named = folder_id is not None
        since = hierarchy_number(mailbox, root, state, is_named=is_named) if state else 0
        changes = folder_changes(mailbox, root, since)
        written = "".join(_written(context, mailbox, change, shape) for change in changes)
        new_state = hierarchy_state(mailbox, root, mailbox.log.last, is_named=is_named)
        return (
            f"<m:SyncState>{new_state}</m:SyncState>"
            f"<m:IncludesLastFolderInRange>true</m:IncludesLastFolderInRange><m:Changes>{written}</m:Changes>"
        )

    return answer_each(NAME, (None,), one)


def _root(context: RequestContext, element: etree._Element | None) -> tuple[Mailbox, Folder]:
    if element is None:
        return context.mailbox, context.mailbox.distinguished("root")
    return sync_folder(context, element)


def _written(context: RequestContext, mailbox: Mailbox, change: FolderChange, shape: FolderShape) -> str:
    if change.folder is None:
        gone = identifier("t:FolderId", encode_folder_id(FolderKey(mailbox.guid, change.key)))
        return f"<t:Delete>{gone}</t:Delete>"
    return f"<t:{change.tidings}>{write_folder(context, mailbox, change.folder, shape)}</t:{change.tidings}>"


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="folders that came, changed and went since a SyncState of any age",
    lacks="public folders",
)
