"""CreateFolderPath (MS-OXWSFOLD 3.1.4, Learn "CreateFolderPath operation"): folders one below the other.

Each folder has its own answer, with the properties of the default shape. A folder that is there already is answered as
it is (our choice: no page says it), and below one that could not be made is ErrorParentFolderNotFound.
"""

from lxml import etree

from simulator.ews.folder_parsing import check_kind, create_folder, read_folder_element
from simulator.ews.folder_shapes import FolderShape, write_folder
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.target_ids import read_target_folder
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox

NAME = "CreateFolderPath"
_SHAPE = FolderShape("Default")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a CreateFolderPath request."""
    parent_id = required_child(request, "ParentFolderId")
    path = entries_of(request, "RelativeFolderPath")
    made: list[Folder | None] = []

    def one(element: etree._Element) -> str:
        check_kind(element)
        mailbox, parent = read_target_folder(context, parent_id, "ErrorParentFolderNotFound")
        above = made[-1] if made else parent
        made.append(None)
        if above is None:
            raise ExchangeError("ErrorParentFolderNotFound")
        folder = _existing(context, mailbox, above, element) or create_folder(context, mailbox, above, element)
        made[-1] = folder
        return f"<m:Folders>{write_folder(context, mailbox, folder, _SHAPE)}</m:Folders>"

    return answer_each(NAME, path, one, on_error="<m:Folders/>")


def _existing(context: RequestContext, mailbox: Mailbox, parent: Folder, element: etree._Element) -> Folder | None:
    name = read_folder_element(context, element).name.lower()
    return next((child for child in mailbox.children(parent) if child.display_name.lower() == name), None)


OPERATION = Operation(
    NAME,
    "Exchange2013",
    handle,
    simulated="folders one below the other; those that are there are answered as they are",
    lacks="public folders",
)
