"""The tree of a mailbox's folders. Every change of a folder goes through here and leaves a line in the change log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from simulator.clock import Clock
from simulator.exchange.change_log import Change, ChangeKind, ChangeLog
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.ids import FolderKey, encode_change_key, encode_folder_id
from simulator.exchange.property_path import PropertyPath, tagged

HIDDEN = tagged(0x10F4, "Boolean")
"""PidTagAttributeHidden: whether clients are asked not to show a folder."""
NOTHING: Mapping[PropertyPath, object] = MappingProxyType({})


class FolderTree:
    """The folders of one mailbox, the keys that they and its items have, and the log of what happened."""

    def __init__(self, guid: UUID, clock: Clock, log: ChangeLog) -> None:
        """A tree without a root: the first folder that is made is its own parent."""
        self.guid = guid
        self.clock = clock
        self.log = log
        self.folders: dict[int, Folder] = {}
        self.last_key = 0x100
        """The last number given to a folder, item or attachment."""
        self._distinguished: dict[str, int] = {}

    # ---- looking up

    def folder(self, key: int) -> Folder:
        """The folder with this key. Raises ErrorFolderNotFound."""
        folder = self.folders.get(key)
        if folder is None:
            raise ExchangeError("ErrorFolderNotFound")
        return folder

    def distinguished(self, name: str) -> Folder:
        """The folder with this DistinguishedFolderId. Raises ErrorFolderNotFound when this mailbox has none."""
        key = self._distinguished.get(name.lower())
        if key is None:
            raise ExchangeError("ErrorFolderNotFound")
        return self.folders[key]

    def children(self, folder: Folder) -> Iterator[Folder]:
        """Sub-folders, oldest first."""
        return (self.folders[key] for key in folder.children)

    def descendants(self, folder: Folder) -> Iterator[Folder]:
        """All folders below, parents before their children."""
        for child in self.children(folder):
            yield child
            yield from self.descendants(child)

    def is_within(self, folder: Folder, above: Folder) -> bool:
        """Whether a folder is this one, or somewhere below it."""
        while folder is not above and folder.parent != folder.key:
            folder = self.folders[folder.parent]
        return folder is above

    def folder_id(self, folder: Folder) -> str:
        """The FolderId text."""
        return encode_folder_id(FolderKey(self.guid, folder.key))

    def folder_change_key(self, folder: Folder) -> str:
        """The ChangeKey text of a folder."""
        return encode_change_key(folder.element, self.guid, folder.change)

    # ---- changing

    def create_folder(
        self,
        parent: Folder,
        name: str,
        folder_class: str = "IPF.Note",
        *,
        distinguished: str = "",
        properties: Mapping[PropertyPath, object] | None = None,
    ) -> Folder:
        """A new folder; ``distinguished`` is the DistinguishedFolderId that it gets, if any.

        Raises ErrorFolderExists when a sibling has the name, in any case, or a folder has that DistinguishedFolderId.
        """
        self.check_name_is_free(parent, name)
        if distinguished in self._distinguished:
            raise ExchangeError("ErrorFolderExists")
        return self._new_folder(parent.key, name, folder_class, distinguished, properties or {})

    def check_name_is_free(self, parent: Folder, name: str, but: Folder | None = None) -> None:
        """Raise ErrorFolderExists when a sub-folder (other than ``but``) has the name, in any case."""
        if any(child is not but and child.display_name.lower() == name.lower() for child in self.children(parent)):
            raise ExchangeError("ErrorFolderExists")

    def update_folder(
        self,
        folder: Folder,
        set_: Mapping[PropertyPath, object] = NOTHING,
        delete: Iterable[PropertyPath] = (),
        *,
        name: str | None = None,
        folder_class: str | None = None,
    ) -> None:
        """Change a folder's own properties and log it. Raises ErrorFolderExists when a sibling has the name."""
        if name is not None:
            self.check_name_is_free(self.folders[folder.parent], name, folder)
            folder.display_name = name
        if folder_class is not None:
            folder.folder_class = folder_class
        folder.properties.update(set_)
        for path in delete:
            folder.properties.pop(path, None)
        folder.change = self._log_folder(ChangeKind.CHANGED, folder)

    def move_folder(self, folder: Folder, target: Folder, *, name: str | None = None) -> None:
        """Hang a folder elsewhere, under another name if one is given; a folder keeps its id."""
        old = folder.parent
        del self.folders[old].children[folder.key]
        folder.parent = target.key
        folder.display_name = name or folder.display_name
        target.children[folder.key] = None
        folder.change = self._log_folder(ChangeKind.CHANGED, folder, other=old)

    def free_name(self, parent: Folder, name: str) -> str:
        """The name, with a number behind it where sub-folders have it already (our choice: as Outlook shows it)."""
        taken = {child.display_name.lower() for child in self.children(parent)}
        names = (name, *(f"{name}{number}" for number in range(1, len(taken) + 1)))
        return next(one for one in names if one.lower() not in taken)

    def new_key(self) -> int:
        """A number that no item, folder or attachment of this mailbox has had."""
        self.last_key += 1
        return self.last_key

    # ---- inside

    def _take_folders(self, folders: Sequence[Folder]) -> None:
        """Take folders that were written down before, in the order in which they came to where they are."""
        self.folders = {folder.key: folder for folder in sorted(folders, key=lambda folder: folder.key)}
        for folder in folders:
            if folder.parent != folder.key:
                self.folders[folder.parent].children[folder.key] = None
            if folder.distinguished:
                self._distinguished[folder.distinguished] = folder.key

    def _new_folder(
        self,
        parent: int,
        name: str,
        folder_class: str,
        distinguished: str = "",
        properties: Mapping[PropertyPath, object] = NOTHING,
    ) -> Folder:
        key = self.new_key()
        folder = Folder(key, parent or key, name, folder_class, distinguished, dict(properties))
        self.folders[key] = folder
        if distinguished:
            self._distinguished[distinguished] = key
        if parent:
            self.folders[parent].children[key] = None
        folder.change = self._log_folder(ChangeKind.CREATED, folder)
        return folder

    def _log_folder(self, kind: ChangeKind, folder: Folder, other: int = 0) -> int:
        number = self.log.next_number()
        arrived = number if kind is ChangeKind.CREATED else folder.arrived
        if kind is ChangeKind.CREATED:
            folder.arrived = number
        self.log.append(Change(number, kind, folder.key, 0, self.clock.now(), arrived, folder.parent, other))
        return number
