"""Every property of a folder: where it is read, how it is written, and which folders and shapes have it
(MS-OXWSFOLD 2.2.4, types.xsd `BaseFolderType`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from simulator.ews.permission_set import write_permission_set
from simulator.ews.request_context import RequestContext
from simulator.ews.search_folders import items_shown, write_search_parameters
from simulator.ews.xml_text import identifier, leaf
from simulator.exchange.distinguished_folders import is_in_schema
from simulator.exchange.folder import SEARCH_PARAMETERS, Folder
from simulator.exchange.folder_tree import HIDDEN
from simulator.exchange.ids import FolderKey, folder_entry_id
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.permissions import PERMISSIONS
from simulator.exchange.property_path import ExtendedPropertyPath, tagged
from simulator.exchange_version import is_older

Getter = Callable[[Mailbox, Folder], object]

COUNTED = frozenset({"Folder", "TasksFolder", "SearchFolder"})
EVERY = COUNTED | {"CalendarFolder", "ContactsFolder"}
DISPLAY_NAME, FOLDER_CLASS = "folder:DisplayName", "folder:FolderClass"
_POLICY, _ARCHIVE = "folder:PolicyTag", "folder:ArchiveTag"


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
    elements: frozenset[str] = EVERY
    since: str = "Exchange2007"
    settable: bool = False
    deletable: bool = False
    render: Callable[[RequestContext, Folder], str] | None = None
    """Writes it when it depends on who asks and in which version."""

    @property
    def element(self) -> str:
        """The name of its element."""
        return self.path.removeprefix("folder:")


def _id(name: str) -> Callable[[object], str]:
    return lambda value: identifier(f"t:{name}", *cast(tuple[str, str], value))


def _text(name: str) -> Callable[[object], str]:
    return lambda value: leaf(f"t:{name}", str(value))


def _raw(value: object) -> str:
    return str(value)


def _parent(mailbox: Mailbox, folder: Folder) -> object:
    parent = mailbox.folders[folder.parent]
    return mailbox.folder_id(parent), mailbox.folder_change_key(parent)


def _total(mailbox: Mailbox, folder: Folder) -> object:
    return len(items_shown(mailbox, folder)) if folder.element == "SearchFolder" else folder.total


def _unread(mailbox: Mailbox, folder: Folder) -> object:
    if folder.element != "SearchFolder":
        return folder.unread
    return sum(not item.is_read for item in items_shown(mailbox, folder))


def _folder_type(_mailbox: Mailbox, folder: Folder) -> object:
    """PidTagFolderType (MS-OXCFOLD 2.2.2.2.1.3): root, generic or search."""
    if folder.key == folder.parent:
        return 0
    return 2 if folder.element == "SearchFolder" else 1


def _kept(path: str) -> Getter:
    return lambda _mailbox, folder: folder.properties.get(path)


def _absent(_mailbox: Mailbox, _folder: Folder) -> object:
    return None


_RIGHTS = ("CreateAssociated", "CreateContents", "CreateHierarchy", "Delete", "Modify", "Read")


def _effective_rights(context: RequestContext, _folder: Folder) -> str:
    """Everything, in one's own mailbox; private items are spoken of from Exchange 2013 on (MS-OXWSCDATA 2.2.4.29)."""
    private = ("ViewPrivateItems",) if not is_older(context.version, "Exchange2013") else ()
    rights = "".join(leaf(f"t:{right}", "true") for right in (*_RIGHTS, *private))
    return f"<t:EffectiveRights>{rights}</t:EffectiveRights>"


def _distinguished(context: RequestContext, folder: Folder) -> str:
    if not is_in_schema(folder.distinguished, context.version):
        return ""
    return leaf("t:DistinguishedFolderId", folder.distinguished)


FOLDER_PROPERTIES: tuple[FolderProperty, ...] = (
    FolderProperty("folder:FolderId", _id("FolderId"), lambda m, f: (m.folder_id(f), m.folder_change_key(f)), EVERY),
    FolderProperty("folder:ParentFolderId", _id("ParentFolderId"), _parent),
    FolderProperty(FOLDER_CLASS, _text("FolderClass"), lambda _m, f: f.folder_class or None, settable=True),
    FolderProperty(DISPLAY_NAME, _text("DisplayName"), lambda _m, f: f.display_name, EVERY, settable=True),
    FolderProperty("folder:TotalCount", _text("TotalCount"), _total, EVERY),
    FolderProperty("folder:ChildFolderCount", _text("ChildFolderCount"), lambda _m, f: len(f.children), EVERY),
    FolderProperty("folder:ExtendedProperty", _raw, _absent, all=False),
    FolderProperty("folder:ManagedFolderInformation", _raw, _absent),
    FolderProperty("folder:EffectiveRights", _raw, _absent, render=_effective_rights),
    FolderProperty("folder:DistinguishedFolderId", _raw, _absent, since="Exchange2013", render=_distinguished),
    FolderProperty(_POLICY, _raw, _kept(_POLICY), since="Exchange2013", settable=True, deletable=True),
    FolderProperty(_ARCHIVE, _raw, _kept(_ARCHIVE), since="Exchange2013", settable=True, deletable=True),
    FolderProperty("folder:ReplicaList", _raw, _absent, since="Exchange2016"),
    FolderProperty("folder:SharingEffectiveRights", _raw, _absent, elements=frozenset()),
    FolderProperty(PERMISSIONS, _raw, _absent, all=False, settable=True, render=write_permission_set),
    FolderProperty("folder:UnreadCount", _text("UnreadCount"), _unread, COUNTED, elements=COUNTED),
    FolderProperty(
        SEARCH_PARAMETERS,
        _raw,
        lambda m, f: write_search_parameters(m, f) or None,
        elements=frozenset({"SearchFolder"}),
        settable=True,
    ),
)
"""In the order of types.xsd. No folder is a managed folder or a replica: those properties are absent.

Permissions are written only when asked for by name.
"""

BY_PATH = {row.path: row for row in FOLDER_PROPERTIES}
BY_ELEMENT = {row.element: row for row in FOLDER_PROPERTIES}

_MAPI: tuple[tuple[ExtendedPropertyPath, Getter], ...] = (
    (tagged(0x3001, "String"), lambda _m, f: f.display_name),
    (tagged(0x3613, "String"), lambda _m, f: f.folder_class or None),
    (tagged(0x3602, "Integer"), _total),
    (tagged(0x3603, "Integer"), _unread),
    (tagged(0x360A, "Boolean"), lambda _m, f: bool(f.children)),
    (tagged(0x3601, "Integer"), _folder_type),
    (tagged(0x0FFF, "Binary"), lambda m, f: folder_entry_id(FolderKey(m.guid, f.key))),
    (tagged(0x0E08, "Integer"), lambda _m, f: sum(item.size for item in f.items.values())),
    (tagged(0x3008, "SystemTime"), lambda m, f: m.log.last_of_hierarchy(f.key)),
    (tagged(0x670A, "SystemTime"), lambda m, f: m.log.last_of_items(f.key) or m.log.last_of_hierarchy(f.key)),
    (tagged(0x6751, "Integer"), lambda m, _f: m.last_key + 1),
    (HIDDEN, lambda _m, f: f.properties.get(HIDDEN, False)),
)
"""MAPI properties of folders (MS-OXPROPS 2).

Mail gateways watch a folder by two of them: 0x670A is when something in it last changed, 0x6751 is the
PidTagInternetArticleNumber that its next item will have at least.
"""

MAPI_GETTER = dict(_MAPI)
MAPI_ALIASES = {tagged(0x3001, "String"): DISPLAY_NAME, tagged(0x3613, "String"): FOLDER_CLASS}
"""MAPI properties that are another name of a FieldURI, and can be set by it."""
COMPUTED = frozenset(MAPI_GETTER) - frozenset(MAPI_ALIASES) - {HIDDEN}
"""MAPI properties that no client can set."""
