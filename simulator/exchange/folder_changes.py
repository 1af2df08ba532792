"""What happened to the folders below a folder since a reader last asked: the part of SyncFolderHierarchy that
knows no XML.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from simulator.exchange.change_log import Change, ChangeKind
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox

Tidings = Literal["Create", "Update", "Delete"]


@dataclass(frozen=True)
class FolderChange:
    """One change; `folder` is None for a deletion."""

    tidings: Tidings
    key: int
    folder: Folder | None


def folder_changes(mailbox: Mailbox, root: Folder, since: int) -> tuple[FolderChange, ...]:
    """Every folder below `root` that changed after the change number `since`, once, in the order of the last changes.

    A folder that came into the tree from elsewhere in the mailbox is a Create, one that left it a Delete.
    """
    lines: dict[int, list[Change]] = {}
    for line in mailbox.log.hierarchy_since(since):
        lines.setdefault(line.folder, []).append(line)
    parents = {key: of_folder[-1].parent for key, of_folder in lines.items()}
    found = []
    for key, of_folder in sorted(lines.items(), key=lambda entry: entry[1][-1].number):
        told = _told(mailbox, root, since, key, of_folder, parents)
        if told is not None:
            found.append(told)
    return tuple(found)


def _told(
    mailbox: Mailbox, root: Folder, since: int, key: int, lines: list[Change], parents: dict[int, int]
) -> FolderChange | None:
    folder = mailbox.folders.get(key)
    known = lines[-1].arrived <= since
    was_below = known and _below(mailbox, root, _parent_before(lines, folder, parents), parents)
    is_below = folder is not None and _below(mailbox, root, folder.parent, parents)
    if folder is not None and is_below and key != root.key:
        return FolderChange("Update" if was_below else "Create", key, folder)
    return FolderChange("Delete", key, None) if was_below else None


def _parent_before(lines: Iterable[Change], folder: Folder | None, parents: dict[int, int]) -> int:
    """The parent a folder had before these changes: where its first move came from, else the one it has."""
    moved = next((line.other_folder for line in lines if line.kind is ChangeKind.CHANGED and line.other_folder), 0)
    if moved:
        return moved
    first = next(iter(lines))
    return folder.parent if folder is not None else parents.get(first.folder, first.parent)


def _below(mailbox: Mailbox, root: Folder, parent: int, parents: dict[int, int]) -> bool:
    """Whether a folder with this parent is below the root, by way of folders that may be gone."""
    seen = set[int]()
    while parent != root.key:
        if parent in seen or parent == 0:
            return False
        seen.add(parent)
        folder = mailbox.folders.get(parent)
        parent = folder.parent if folder is not None else parents.get(parent, 0)
    return True
