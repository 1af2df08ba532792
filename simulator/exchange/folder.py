"""One folder of a mailbox."""

from dataclasses import dataclass, field

from simulator.exchange.item import Item
from simulator.exchange.property_path import PropertyPath

ELEMENTS = (
    ("IPF.Appointment", "CalendarFolder"),
    ("IPF.Contact", "ContactsFolder"),
    ("IPF.Task", "TasksFolder"),
)
"""Folder classes that are not written as ``Folder`` (MS-OXWSFOLD 2.2.4)."""
SEARCH_PARAMETERS = "folder:SearchParameters"
"""The property that makes a folder a search folder."""


def element_of_class(folder_class: str) -> str:
    """The EWS element of folders of a class: Folder, CalendarFolder, ContactsFolder, TasksFolder."""
    for prefix, element in ELEMENTS:
        if folder_class == prefix or folder_class.startswith(prefix + "."):
            return element
    return "Folder"


@dataclass(slots=True)
class Folder:
    """State of one folder. Only :class:`~simulator.exchange.mailbox.Mailbox` changes it."""

    key: int
    parent: int
    """Key of the parent folder; the root's parent is the root itself."""
    display_name: str
    folder_class: str = ""
    """Empty for the root and other folders that have none."""
    distinguished: str = ""
    """The DistinguishedFolderId name, or empty."""
    properties: dict[PropertyPath, object] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    """By key, oldest first."""
    associated: dict[int, Item] = field(default_factory=dict)
    dumpster: dict[int, Item] = field(default_factory=dict)
    """Soft-deleted items, in mailboxes of Exchange 2007."""
    deleted_folders: dict[int, "Folder"] = field(default_factory=dict)
    """Soft-deleted sub-folders, in mailboxes of Exchange 2007; no id leads to them any more."""
    children: dict[int, None] = field(default_factory=dict)
    """Keys of the sub-folders, oldest first."""
    unread: int = 0
    change: int = 0
    arrived: int = 0
    """The change number with which it was created."""

    @property
    def element(self) -> str:
        """The EWS element: Folder, CalendarFolder, ContactsFolder, TasksFolder, SearchFolder."""
        return "SearchFolder" if SEARCH_PARAMETERS in self.properties else element_of_class(self.folder_class)

    @property
    def total(self) -> int:
        """How many items of its own are in it (not counting sub-folders)."""
        return len(self.items)
