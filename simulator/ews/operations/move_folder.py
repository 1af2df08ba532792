"""MoveFolder (MS-OXWSFOLD 3.1.4.7): folders into another parent; one answer for each id.

A folder keeps its id, and so does all that is in it.
"""

from lxml import etree

from simulator.ews.folder_shapes import write_folder_id
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.target_ids import read_folder, read_target_folder
from simulator.exchange.folder_rules import check_move

NAME = "MoveFolder"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a MoveFolder request."""
    target_id = required_child(request, "ToFolderId")

    def one(folder_id: etree._Element) -> str:
        _, target = read_target_folder(context, target_id, "ErrorToFolderNotFound")
        mailbox, folder = read_folder(context, folder_id)
        check_move(mailbox, folder, target)
        mailbox.move_folder(folder, target)
        return f"<m:Folders>{write_folder_id(mailbox, folder)}</m:Folders>"

    return answer_each(NAME, entries_of(request, "FolderIds"), one, on_error="<m:Folders/>")


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="folders into another parent; they keep their ids",
    lacks="public folders",
)
