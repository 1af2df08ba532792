"""CreateFolder (MS-OXWSFOLD 3.1.4.2): one answer for each folder."""

from lxml import etree

from simulator.ews.folder_parsing import check_kind, create_folder
from simulator.ews.folder_shapes import write_folder_id
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.target_ids import read_target_folder

NAME = "CreateFolder"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a CreateFolder request."""
    parent_id = required_child(request, "ParentFolderId")

    def one(element: etree._Element) -> str:
        check_kind(element)
        mailbox, parent = read_target_folder(context, parent_id, "ErrorParentFolderNotFound")
        folder = create_folder(context, mailbox, parent, element)
        return f"<m:Folders>{write_folder_id(mailbox, folder)}</m:Folders>"

    return answer_each(NAME, entries_of(request, "Folders"), one, on_error="<m:Folders/>")


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="folders of every kind, with their classes, permissions and extended properties; search folders",
    lacks="public folders",
)
