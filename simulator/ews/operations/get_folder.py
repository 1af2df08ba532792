"""GetFolder (MS-OXWSFOLD 3.1.4.6): each id is answered by itself."""

from lxml import etree

from simulator.ews.folder_shapes import read_folder_shape, write_folder
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.target_ids import read_folder

NAME = "GetFolder"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a GetFolder request."""
    shape = required_child(request, "FolderShape")

    def one(folder_id: etree._Element) -> str:
        mailbox, folder = read_folder(context, folder_id)
        return f"<m:Folders>{write_folder(context, mailbox, folder, read_folder_shape(shape))}</m:Folders>"

    return answer_each(NAME, entries_of(request, "FolderIds"), one, on_error="<m:Folders/>")


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="every shape, distinguished folders by the version and language of the mailbox",
    lacks="public folders; other people's folders but by impersonation",
)
