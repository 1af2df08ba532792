"""FindFolder (MS-OXWSFOLD 3.1.4.5): one answer for each parent folder."""

from lxml import etree

from simulator.ews.folder_shapes import folder_value, read_folder_shape, write_folder
from simulator.ews.operation import Operation, answer_each
from simulator.ews.paging import page, read_view
from simulator.ews.property_paths import read_path
from simulator.ews.query_types import folder_type
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child, required_choice
from simulator.ews.restriction import Predicate, predicate_of
from simulator.ews.target_ids import read_folder
from simulator.ews.xml_text import messages_child
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath

NAME = "FindFolder"
_VIEWS = ("IndexedPageFolderView", "FractionalPageFolderView")
_TRAVERSALS = ("Shallow", "Deep", "SoftDeleted")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a FindFolder request."""
    traversal = required_choice(request, "Traversal", _TRAVERSALS)
    shape_element = required_child(request, "FolderShape")
    restriction = messages_child(request, "Restriction")
    view_element = next((found for name in _VIEWS if (found := messages_child(request, name)) is not None), None)

    def one(folder_id: etree._Element) -> str:
        shape = read_folder_shape(shape_element)
        view = read_view(view_element)
        predicate = predicate_of(restriction, read_path, folder_type) if restriction is not None else None
        mailbox, parent = read_folder(context, folder_id)
        found = _matching(mailbox, _below(mailbox, parent, traversal), predicate)
        result = page(found, view)
        attributes = "".join(f' {name}="{value}"' for name, value in result.attributes.items())
        folders = "".join(write_folder(context, mailbox, found_folder, shape) for found_folder in result.entries)
        return f"<m:RootFolder{attributes}><t:Folders>{folders}</t:Folders></m:RootFolder>"

    return answer_each(NAME, entries_of(request, "ParentFolderIds"), one)


def _below(mailbox: Mailbox, parent: Folder, traversal: str) -> list[Folder]:
    """The folders under a parent; soft-deleted ones are kept in Exchange 2007 alone, and found under their parent."""
    if traversal == "SoftDeleted":
        return list(parent.deleted_folders.values())
    return list(mailbox.descendants(parent) if traversal == "Deep" else mailbox.children(parent))


def _matching(mailbox: Mailbox, folders: list[Folder], predicate: Predicate[PropertyPath] | None) -> list[Folder]:
    if predicate is None:
        return folders

    def holds(folder: Folder) -> bool:
        return predicate(lambda path: folder_value(mailbox, folder, path))

    return [one for one in folders if holds(one)]


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="restrictions on every property, paging, shallow, deep and soft-deleted",
    lacks="public folders",
)
