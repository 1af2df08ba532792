"""From a folder's element to what the store keeps (MS-OXWSFOLD 2.2.4.5 and 3.1.4.2)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from simulator.ews.extended_values import read_value
from simulator.ews.folder_properties import BY_ELEMENT, DISPLAY_NAME, FOLDER_CLASS, MAPI_ALIASES
from simulator.ews.permission_set import read_permission_set
from simulator.ews.property_paths import read_path
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.schema_version import require
from simulator.ews.search_folders import read_search_parameters
from simulator.ews.xml_text import children, content, local_name, types_child
from simulator.exchange.distinguished_folders import MADE_BY_CLIENTS, is_in_schema
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import SEARCH_PARAMETERS, Folder
from simulator.exchange.folder_rules import check_parent
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.permissions import PERMISSIONS, inherited
from simulator.exchange.property_path import ExtendedPropertyPath, PropertyPath
from simulator.soap.namespaces import TYPES

CLASSES = {
    "Folder": "IPF.Note",
    "CalendarFolder": "IPF.Appointment",
    "ContactsFolder": "IPF.Contact",
    "TasksFolder": "IPF.Task",
    "SearchFolder": "IPF.Note",
}
"""The element a client writes a folder as, and the folder class that means."""


@dataclass
class GivenFolder:
    """A folder as a client gave it."""

    name: str = ""
    folder_class: str = ""
    distinguished: str = ""
    properties: dict[PropertyPath, object] = field(default_factory=dict)
    permission_set: etree._Element | None = None


def check_kind(element: etree._Element) -> str:
    """The name of a folder's element. Raises EwsFault for what is no folder."""
    kind = local_name(element)
    if kind not in CLASSES or etree.QName(element).namespace != TYPES:
        raise schema_fault(f"The element '{kind}' is not a folder.")
    return kind


def create_folder(context: RequestContext, mailbox: Mailbox, parent: Folder, element: etree._Element) -> Folder:
    """Make the folder in a folder's element.

    Raises ErrorFolderExists, ErrorInvalidParentFolder, ErrorFolderSavePropertyError without a name,
    ErrorInvalidPropertySet for what a client may not set, ErrorNoFolderClassOverride, and the errors of permissions and
    of search parameters.
    """
    check_parent(parent)
    given = read_folder_element(context, element)
    properties = inherited(parent, given.folder_class) | given.properties
    if given.permission_set is not None:
        to_be = Folder(0, 0, given.name, given.folder_class)
        properties[PERMISSIONS] = read_permission_set(context, to_be, given.permission_set)
    return mailbox.create_folder(
        parent, given.name, given.folder_class, distinguished=given.distinguished, properties=properties
    )


def read_folder_element(context: RequestContext, element: etree._Element) -> GivenFolder:
    """What a folder's element says. A name of blanks alone is none (our choice)."""
    kind, given = check_kind(element), GivenFolder()
    for child in children(element):
        name = local_name(child)
        if name == "ExtendedProperty":
            path, value = read_extended(child)
            if path in MAPI_ALIASES:
                _set_text(given, MAPI_ALIASES[path], str(value))
            else:
                given.properties[path] = value
            continue
        _READERS.get(name, _refuse)(context, given, child)
    if not given.name:
        raise ExchangeError("ErrorFolderSavePropertyError", path=DISPLAY_NAME)
    if (SEARCH_PARAMETERS in given.properties) is not (kind == "SearchFolder"):
        raise schema_fault(f"The element '{kind}' has SearchParameters, or lacks them.")
    given.folder_class = _class(kind, given.folder_class)
    return given


def read_extended(element: etree._Element) -> tuple[ExtendedPropertyPath, object]:
    """Path and value of a ``t:ExtendedProperty``."""
    uri = types_child(element, "ExtendedFieldURI")
    path = read_path(uri) if uri is not None else None
    if not isinstance(path, ExtendedPropertyPath):
        raise schema_fault("The element 'ExtendedProperty' has incomplete content.")
    return path, read_value(path, element)


def read_tag(element: etree._Element) -> str:
    """A PolicyTag or ArchiveTag, kept as it was written."""
    explicit = element.get("IsExplicit")
    if explicit not in ("true", "false", "1", "0"):
        raise schema_fault("The required attribute 'IsExplicit' is missing.")
    name = local_name(element)
    return f'<t:{name} IsExplicit="{explicit}">{content(element).strip().lower()}</t:{name}>'


def _set_text(given: GivenFolder, path: str, value: str) -> None:
    if path == DISPLAY_NAME:
        given.name = value.strip()
    elif path == FOLDER_CLASS:
        given.folder_class = value.strip()


def _read_text(_context: RequestContext, given: GivenFolder, element: etree._Element) -> None:
    _set_text(given, f"folder:{local_name(element)}", content(element))


def _read_distinguished(context: RequestContext, given: GivenFolder, element: etree._Element) -> None:
    """A folder made by name: ErrorInvalidPropertySet for those that a client cannot make (our choice)."""
    name = content(element).strip()
    require(context, "Exchange2013", "The child element 'DistinguishedFolderId'")
    if not is_in_schema(name, context.version):
        raise schema_fault(f"The 'DistinguishedFolderId' element is invalid - The value '{name}' is invalid.")
    if name not in MADE_BY_CLIENTS:
        raise ExchangeError("ErrorInvalidPropertySet")
    given.distinguished = name


def _read_tag(context: RequestContext, given: GivenFolder, element: etree._Element) -> None:
    require(context, "Exchange2013", f"The child element '{local_name(element)}'")
    given.properties[f"folder:{local_name(element)}"] = read_tag(element)


def _read_permissions(_context: RequestContext, given: GivenFolder, element: etree._Element) -> None:
    given.permission_set = element


def _read_search(context: RequestContext, given: GivenFolder, element: etree._Element) -> None:
    given.properties[SEARCH_PARAMETERS] = read_search_parameters(context, element)


def _refuse(_context: RequestContext, _given: GivenFolder, element: etree._Element) -> None:
    if local_name(element) not in BY_ELEMENT:
        raise schema_fault(f"The element has invalid child element '{local_name(element)}'.")
    raise ExchangeError("ErrorInvalidPropertySet")


_READERS: dict[str, Callable[[RequestContext, GivenFolder, etree._Element], None]] = {
    "DisplayName": _read_text,
    "FolderClass": _read_text,
    "DistinguishedFolderId": _read_distinguished,
    "PolicyTag": _read_tag,
    "ArchiveTag": _read_tag,
    "PermissionSet": _read_permissions,
    "SearchParameters": _read_search,
}


def _class(kind: str, given: str) -> str:
    """The class given, or the element's own; one that is not the element's own kind is refused."""
    if not given:
        return CLASSES[kind]
    if kind != "Folder" and not (given + ".").startswith(CLASSES[kind] + "."):
        raise ExchangeError("ErrorNoFolderClassOverride", "The folder class doesn't fit the type of folder.")
    return given
