"""UpdateFolder: set and delete properties of folders (MS-OXWSFOLD 3.1.4.8).

A FolderId needs its ChangeKey, but any that can be read will do: a folder's properties change at once and conflict with
nothing (MS-OXCPRPT 3.2.5.4; that an old one is no error is our choice). A folder named by its DistinguishedFolderId
needs none.
"""

from lxml import etree

from simulator.ews.folder_shapes import write_folder_id
from simulator.ews.folder_updates import read_folder_updates
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, schema_fault
from simulator.ews.target_ids import given_change, read_folder
from simulator.ews.xml_text import children, local_name
from simulator.exchange.errors import ExchangeError

NAME = "UpdateFolder"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer an UpdateFolder request."""

    def one(change: etree._Element) -> str:
        parts = children(change)
        if [local_name(part) for part in parts[1:]] != ["Updates"]:
            raise schema_fault("The element 'FolderChange' has incomplete content.")
        folder_id, updates_element = parts
        mailbox, folder = read_folder(context, folder_id)
        if given_change(folder_id) is None and local_name(folder_id) == "FolderId":
            raise ExchangeError("ErrorChangeKeyRequiredForWriteOperations")
        updates = read_folder_updates(context, folder, updates_element)
        mailbox.update_folder(folder, updates.set, updates.delete, name=updates.name, folder_class=updates.folder_class)
        return f"<m:Folders>{write_folder_id(mailbox, folder)}</m:Folders>"

    return answer_each(NAME, entries_of(request, "FolderChanges"), one, on_error="<m:Folders/>")


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="set and delete, permissions, search criteria, extended properties",
    lacks="public folders",
)
