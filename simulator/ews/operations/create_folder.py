"""CreateFolder (MS-OXWSFOLD 3.1.4.2): one answer for each folder."""

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.extended_values import read_value
from simulator.ews.folder_shapes import write_folder_id
from simulator.ews.operation import Operation, answer_each
from simulator.ews.property_paths import read_path
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.target_ids import read_target_folder
from simulator.ews.xml_text import children, content, local_name, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import ExtendedPropertyPath, PropertyPath
from simulator.soap.faults import EwsFault

NAME = "CreateFolder"
_CLASSES = {
    "Folder": "IPF.Note",
    "CalendarFolder": "IPF.Appointment",
    "ContactsFolder": "IPF.Contact",
    "TasksFolder": "IPF.Task",
}
_SETTABLE = frozenset({"FolderClass", "DisplayName", "ExtendedProperty", "PermissionSet"})


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a CreateFolder request."""
    parent_id = required_child(request, "ParentFolderId")

    def one(element: etree._Element) -> str:
        mailbox, parent = _parent(context, parent_id)
        folder = _created(mailbox, parent, element)
        return f"<m:Folders>{write_folder_id(mailbox, folder)}</m:Folders>"

    return answer_each(NAME, entries_of(request, "Folders"), one, on_error="<m:Folders/>")


def _parent(context: RequestContext, element: etree._Element) -> tuple[Mailbox, Folder]:
    try:
        return read_target_folder(context, element)
    except ExchangeError as error:
        if error.code == "ErrorFolderNotFound":
            raise ExchangeError("ErrorParentFolderNotFound") from error
        raise


def _created(mailbox: Mailbox, parent: Folder, element: etree._Element) -> Folder:
    name, folder_class = _name(element), _class(element)
    properties = _extended(element)
    folder = mailbox.create_folder(parent, name, folder_class)
    folder.properties.update(properties)
    return folder


def _name(element: etree._Element) -> str:
    for child in children(element):
        if local_name(child) not in _SETTABLE:
            raise ExchangeError("ErrorInvalidPropertySet")
    named = types_child(element, "DisplayName")
    name = content(named).strip() if named is not None else ""
    if not name:
        raise ExchangeError("ErrorRequiredPropertyMissing", "A folder needs a display name.")
    return name


def _class(element: etree._Element) -> str:
    """The class given, or the element's own; one that is not the element's own kind is refused."""
    kind = local_name(element)
    if kind == "SearchFolder":
        raise NotSimulated("search folders")
    if kind not in _CLASSES:
        raise EwsFault("ErrorSchemaValidation", f"The element '{kind}' is not a folder.")
    given = types_child(element, "FolderClass")
    if given is None:
        return _CLASSES[kind]
    folder_class = content(given).strip()
    if kind != "Folder" and not (folder_class + ".").startswith(_CLASSES[kind] + "."):
        raise ExchangeError("ErrorNoFolderClassOverride", "The folder class doesn't fit the type of folder.")
    return folder_class


def _extended(element: etree._Element) -> dict[PropertyPath, object]:
    found: dict[PropertyPath, object] = {}
    for child in children(element):
        if local_name(child) != "ExtendedProperty":
            continue
        uri = types_child(child, "ExtendedFieldURI")
        path = read_path(uri) if uri is not None else None
        if not isinstance(path, ExtendedPropertyPath):
            raise EwsFault("ErrorSchemaValidation", "The element 'ExtendedProperty' has incomplete content.")
        found[path] = read_value(path, child)
    return found


OPERATION = Operation(NAME, "Exchange2007", handle)
