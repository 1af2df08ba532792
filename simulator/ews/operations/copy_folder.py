"""CopyFolder (MS-OXWSFOLD 3.1.4.1): folders with all in them and below them; one answer for each id.

The copies and what is in them have ids of their own. A distinguished folder can be copied.
"""

from lxml import etree

from simulator.ews.folder_shapes import write_folder_id
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.target_ids import read_folder, read_target_folder
from simulator.exchange.folder_copy import copy_folder
from simulator.exchange.folder_rules import check_copy

NAME = "CopyFolder"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a CopyFolder request."""
    target_id = required_child(request, "ToFolderId")

    def one(folder_id: etree._Element) -> str:
        _, target = read_target_folder(context, target_id, "ErrorToFolderNotFound")
        mailbox, folder = read_folder(context, folder_id)
        check_copy(mailbox, folder, target)
        copy = copy_folder(mailbox, folder, target)
        return f"<m:Folders>{write_folder_id(mailbox, copy)}</m:Folders>"

    return answer_each(NAME, entries_of(request, "FolderIds"), one, on_error="<m:Folders/>")


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="folders with all in them and below them, each with new ids",
    lacks="public folders",
)
