"""The changes in an UpdateFolder request: SetFolderField and DeleteFolderField (MS-OXWSFOLD 3.1.4.8.3).

AppendToFolderField is an error for every property (MS-OXWSFOLD 3.1.4.8.3.3).
"""

from dataclasses import dataclass, field

from lxml import etree

from simulator.ews.folder_parsing import CLASSES, read_extended, read_tag
from simulator.ews.folder_properties import (
    BY_PATH,
    COMPUTED,
    DISPLAY_NAME,
    FOLDER_CLASS,
    MAPI_ALIASES,
    FolderProperty,
)
from simulator.ews.permission_set import read_permission_set
from simulator.ews.property_paths import read_path
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.search_folders import read_search_parameters
from simulator.ews.xml_text import children, content, local_name
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import SEARCH_PARAMETERS, Folder, element_of_class
from simulator.exchange.folder_rules import check_rename
from simulator.exchange.permissions import PERMISSIONS
from simulator.exchange.property_path import ExtendedPropertyPath, PropertyPath
from simulator.exchange_version import is_older

_PATHS = ("FieldURI", "IndexedFieldURI", "ExtendedFieldURI")


@dataclass
class FolderUpdates:
    """What a FolderChange comes to, in terms of the store."""

    set: dict[PropertyPath, object] = field(default_factory=dict)
    delete: dict[PropertyPath, None] = field(default_factory=dict)
    name: str | None = None
    folder_class: str | None = None


def read_folder_updates(context: RequestContext, folder: Folder, element: etree._Element) -> FolderUpdates:
    """All changes in a ``t:Updates``. Raises ExchangeError, and then nothing is changed."""
    updates = FolderUpdates()
    if not children(element):
        raise schema_fault("The element 'Updates' has incomplete content.")
    for change in children(element):
        name, parts = local_name(change), children(change)
        if not parts or local_name(parts[0]) not in _PATHS:
            raise schema_fault(f"The element '{name}' has incomplete content.")
        path = read_path(parts[0])
        if name == "DeleteFolderField":
            _delete(context, updates, path)
        elif name == "SetFolderField":
            _set(context, folder, updates, path, _value_element(parts))
        elif name == "AppendToFolderField":
            raise ExchangeError("ErrorInvalidPropertyAppend", path=path)
        else:
            raise schema_fault(f"The element 'Updates' has invalid child element '{name}'.")
    return updates


def _value_element(parts: list[etree._Element]) -> etree._Element:
    """The one property inside the folder element. Raises ErrorIncorrectUpdatePropertyCount."""
    if len(parts) != 2 or local_name(parts[1]) not in CLASSES:
        raise schema_fault("The element 'SetFolderField' has incomplete content.")
    inner = children(parts[1])
    if len(inner) != 1:
        raise ExchangeError("ErrorIncorrectUpdatePropertyCount")
    return inner[0]


def _row(context: RequestContext, path: PropertyPath) -> FolderProperty:
    """The row of a FieldURI. Raises ErrorInvalidPropertyRequest when folders don't have it, or not in this version."""
    row = BY_PATH.get(path) if isinstance(path, str) else None
    if row is None or is_older(context.version, row.since):
        raise ExchangeError("ErrorInvalidPropertyRequest", path=path)
    return row


def _set(
    context: RequestContext, folder: Folder, updates: FolderUpdates, path: PropertyPath, element: etree._Element
) -> None:
    if isinstance(path, ExtendedPropertyPath):
        _set_extended(folder, updates, path, element)
        return
    row = _row(context, path)
    if folder.element not in row.elements:
        raise ExchangeError("ErrorInvalidPropertyRequest", path=path)
    if local_name(element) != row.element:
        raise ExchangeError("ErrorUpdatePropertyMismatch", path=path)
    if not row.settable:
        raise ExchangeError("ErrorInvalidPropertySet", path=path)
    if row.path == DISPLAY_NAME:
        _rename(folder, updates, content(element))
    elif row.path == FOLDER_CLASS:
        _set_class(folder, updates, content(element))
    elif row.path == PERMISSIONS:
        updates.set[PERMISSIONS] = read_permission_set(context, folder, element)
    elif row.path == SEARCH_PARAMETERS:
        updates.set[SEARCH_PARAMETERS] = read_search_parameters(context, element)
    else:
        _put(updates, row.path, read_tag(element))


def _set_extended(folder: Folder, updates: FolderUpdates, path: ExtendedPropertyPath, element: etree._Element) -> None:
    if local_name(element) != "ExtendedProperty":
        raise ExchangeError("ErrorUpdatePropertyMismatch", path=path)
    given, value = read_extended(element)
    if given != path:
        raise ExchangeError("ErrorUpdatePropertyMismatch", path=path)
    if path in COMPUTED:
        raise ExchangeError("ErrorInvalidPropertySet", path=path)
    alias = MAPI_ALIASES.get(path)
    if alias == DISPLAY_NAME:
        _rename(folder, updates, str(value))
    elif alias == FOLDER_CLASS:
        _set_class(folder, updates, str(value))
    else:
        _put(updates, path, value)


def _put(updates: FolderUpdates, path: PropertyPath, value: object) -> None:
    updates.delete.pop(path, None)
    updates.set[path] = value


def _rename(folder: Folder, updates: FolderUpdates, name: str) -> None:
    check_rename(folder)
    if not name.strip():
        raise ExchangeError("ErrorFolderSavePropertyError", path=DISPLAY_NAME)
    updates.name = name.strip()


def _set_class(folder: Folder, updates: FolderUpdates, folder_class: str) -> None:
    """A class of the same type of folder: another type is ErrorObjectTypeChanged (Learn, "ResponseCode")."""
    folder_class = folder_class.strip()
    if element_of_class(folder_class) != element_of_class(folder.folder_class):
        raise ExchangeError("ErrorObjectTypeChanged")
    updates.folder_class = folder_class


def _delete(context: RequestContext, updates: FolderUpdates, path: PropertyPath) -> None:
    if isinstance(path, ExtendedPropertyPath):
        if path in COMPUTED or path in MAPI_ALIASES:
            raise ExchangeError("ErrorInvalidPropertyDelete", path=path)
    elif not _row(context, path).deletable:
        raise ExchangeError("ErrorInvalidPropertyDelete", path=path)
    updates.set.pop(path, None)
    updates.delete[path] = None
