"""What a client asked to see of a folder, and writing exactly that (MS-OXWSFOLD 2.2.4, types.xsd
`BaseFolderType`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

from lxml import etree

from simulator.ews.extended_values import write_value
from simulator.ews.permission_set import permission_set
from simulator.ews.property_paths import echo, read_path
from simulator.ews.request_context import RequestContext
from simulator.ews.xml_text import children, content, identifier, leaf, local_name
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import FolderKey, folder_entry_id
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import ExtendedPropertyPath, PropertyPath, tagged
from simulator.exchange_version import API_VERSIONS
from simulator.soap.faults import EwsFault

BaseShape = Literal["IdOnly", "Default", "AllProperties"]
Getter = Callable[[Mailbox, Folder], object]

_COUNTED = frozenset({"Folder", "TasksFolder"})
_EVERY = frozenset({"Folder", "CalendarFolder", "ContactsFolder", "TasksFolder"})
_RIGHTS = "".join(
    f"<t:{right}>true</t:{right}>"
    for right in (
        "CreateAssociated",
        "CreateContents",
        "CreateHierarchy",
        "Delete",
        "Modify",
        "Read",
        "ViewPrivateItems",
    )
)


@dataclass(frozen=True)
class FolderProperty:
    """One property of a folder: its FieldURI, how it is written, its value, and which folders and base shapes have
    it.
    """

    path: str
    write: Callable[[object], str]
    value: Getter
    default: frozenset[str] = frozenset()
    all: bool = True
    elements: frozenset[str] = _EVERY
    since: str = "Exchange2007"


def _id(name: str) -> Callable[[object], str]:
    return lambda value: identifier(f"t:{name}", *cast(tuple[str, str], value))


def _text(name: str) -> Callable[[object], str]:
    return lambda value: leaf(f"t:{name}", str(value))


def _raw(value: object) -> str:
    return str(value)


def _parent(mailbox: Mailbox, folder: Folder) -> object:
    parent = mailbox.folders[folder.parent]
    return mailbox.folder_id(parent), mailbox.folder_change_key(parent)


def _may_delete(_mailbox: Mailbox, folder: Folder) -> object:
    rights = _RIGHTS if not folder.distinguished else _RIGHTS.replace("<t:Delete>true", "<t:Delete>false")
    return f"<t:EffectiveRights>{rights}</t:EffectiveRights>"


FOLDER_PROPERTIES: tuple[FolderProperty, ...] = (
    FolderProperty("folder:FolderId", _id("FolderId"), lambda m, f: (m.folder_id(f), m.folder_change_key(f)), _EVERY),
    FolderProperty("folder:ParentFolderId", _id("ParentFolderId"), _parent),
    FolderProperty("folder:FolderClass", _text("FolderClass"), lambda _m, f: f.folder_class or None),
    FolderProperty("folder:DisplayName", _text("DisplayName"), lambda _m, f: f.display_name, _EVERY),
    FolderProperty(
        "folder:TotalCount", _text("TotalCount"), lambda _m, f: f.total, _COUNTED | {"ContactsFolder", "CalendarFolder"}
    ),
    FolderProperty("folder:ChildFolderCount", _text("ChildFolderCount"), lambda _m, f: len(f.children), _EVERY),
    FolderProperty("folder:ExtendedProperty", _raw, lambda _m, _f: None, all=False),
    FolderProperty("folder:ManagedFolderInformation", _raw, lambda _m, _f: None),
    FolderProperty("folder:EffectiveRights", _raw, _may_delete),
    FolderProperty(
        "folder:DistinguishedFolderId",
        _text("DistinguishedFolderId"),
        lambda _m, f: f.distinguished or None,
        since="Exchange2013",
    ),
    FolderProperty("folder:PolicyTag", _raw, lambda _m, _f: None),
    FolderProperty("folder:ArchiveTag", _raw, lambda _m, _f: None),
    FolderProperty("folder:ReplicaList", _raw, lambda _m, _f: None),
    FolderProperty("folder:SharingEffectiveRights", _raw, lambda _m, _f: None),
    FolderProperty("folder:PermissionSet", _raw, lambda _m, f: permission_set(f.element), all=False),
    FolderProperty("folder:SearchParameters", _raw, lambda _m, _f: None),
    FolderProperty("folder:UnreadCount", _text("UnreadCount"), lambda _m, f: f.unread, _COUNTED, elements=_COUNTED),
)
"""In the order of types.xsd.

Permissions are written only when asked for by name (our choice: they are the same everywhere).
"""

_BY_PATH = {row.path: row for row in FOLDER_PROPERTIES}

_MAPI: tuple[tuple[ExtendedPropertyPath, Getter], ...] = (
    (tagged(0x3001, "String"), lambda _m, f: f.display_name),
    (tagged(0x3613, "String"), lambda _m, f: f.folder_class or None),
    (tagged(0x3602, "Integer"), lambda _m, f: f.total),
    (tagged(0x3603, "Integer"), lambda _m, f: f.unread),
    (tagged(0x360A, "Boolean"), lambda _m, f: bool(f.children)),
    (tagged(0x3601, "Integer"), lambda _m, f: 0 if f.key == f.parent else 1),
    (tagged(0x0FFF, "Binary"), lambda m, f: folder_entry_id(FolderKey(m.guid, f.key))),
    (tagged(0x0E08, "Integer"), lambda _m, f: sum(item.size for item in f.items.values())),
    (tagged(0x3008, "SystemTime"), lambda m, f: m.log.last_of_hierarchy(f.key)),
    (tagged(0x670A, "SystemTime"), lambda m, f: m.log.last_of_items(f.key) or m.log.last_of_hierarchy(f.key)),
    (tagged(0x6751, "Integer"), lambda m, _f: m.last_key + 1),
)
"""MAPI properties of folders (MS-OXPROPS 2).

Mail gateways watch a folder by two of them: 0x670A is when something in it last changed, 0x6751 is the
PidTagInternetArticleNumber that its next item will have at least.
"""

_MAPI_GETTER = dict(_MAPI)


@dataclass(frozen=True)
class FolderShape:
    """One folder shape, read once for a whole request."""

    base: BaseShape = "IdOnly"
    paths: frozenset[str] = frozenset()
    extended: tuple[tuple[ExtendedPropertyPath, str], ...] = ()
    """Each with its element as the client spelled it."""


def read_folder_shape(element: etree._Element | None) -> FolderShape:
    """The shape of an `m:FolderShape`.

    Raises ErrorInvalidPropertyRequest for an item's property, EwsFault for nonsense.
    """
    part = {local_name(child): child for child in children(element)} if element is not None else {}
    base = content(part["BaseShape"]).strip() if "BaseShape" in part else ""
    if base not in ("IdOnly", "Default", "AllProperties"):
        raise EwsFault("ErrorSchemaValidation", "The folder shape is invalid.")
    paths: set[str] = set()
    extended: dict[str, ExtendedPropertyPath] = {}
    for child in children(part["AdditionalProperties"]) if "AdditionalProperties" in part else ():
        path = read_path(child)
        if isinstance(path, ExtendedPropertyPath):
            extended[echo(child)] = path
        elif isinstance(path, str) and path in _BY_PATH:
            paths.add(path)
        else:
            raise ExchangeError("ErrorInvalidPropertyRequest")
    pairs = tuple((path, spelling) for spelling, path in extended.items())
    return FolderShape(cast(BaseShape, base), frozenset(paths), pairs)


def folder_value(mailbox: Mailbox, folder: Folder, path: PropertyPath) -> object:
    """The value of a path for restrictions and sort orders.

    Raises ErrorUnsupportedPathForQuery for what folders don't have.
    """
    if isinstance(path, ExtendedPropertyPath):
        getter = _MAPI_GETTER.get(path)
        return getter(mailbox, folder) if getter is not None else folder.properties.get(path)
    row = _BY_PATH.get(path) if isinstance(path, str) else None
    if row is None:
        raise ExchangeError("ErrorUnsupportedPathForQuery", "The property can't be used in a folder query.")
    value = row.value(mailbox, folder)
    return value[0] if isinstance(value, tuple) else value


def write_folder(context: RequestContext, mailbox: Mailbox, folder: Folder, shape: FolderShape) -> str:
    """The folder's element."""
    parts = []
    for row in FOLDER_PROPERTIES:
        if row.path == "folder:ExtendedProperty":
            parts.append(_write_extended(mailbox, folder, shape))
        elif folder.element in row.elements and _wanted(context, folder, shape, row):
            value = row.value(mailbox, folder)
            parts.append(row.write(value) if value is not None else "")
    return f"<t:{folder.element}>{''.join(parts)}</t:{folder.element}>"


def write_folder_id(mailbox: Mailbox, folder: Folder) -> str:
    """The folder's element with its FolderId alone."""
    inner = identifier("t:FolderId", mailbox.folder_id(folder), mailbox.folder_change_key(folder))
    return f"<t:{folder.element}>{inner}</t:{folder.element}>"


def _wanted(context: RequestContext, folder: Folder, shape: FolderShape, row: FolderProperty) -> bool:
    if row.path in shape.paths:
        return True
    if API_VERSIONS.index(row.since) > API_VERSIONS.index(context.version):
        return False
    if shape.base == "IdOnly":
        return row.path == "folder:FolderId"
    return row.all if shape.base == "AllProperties" else folder.element in row.default


def _write_extended(mailbox: Mailbox, folder: Folder, shape: FolderShape) -> str:
    parts = []
    for path, spelling in shape.extended:
        value = folder_value(mailbox, folder, path)
        if value is not None and value != ():
            parts.append(f"<t:ExtendedProperty>{spelling}{write_value(path, value)}</t:ExtendedProperty>")
    return "".join(parts)
