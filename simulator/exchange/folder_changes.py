"""What happened to the folders below a folder since a reader last asked: the part of SyncFolderHierarchy that
knows no XML.
"""

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

    A folder that came into the tree from elsewhere in the mailbox is a Create, one that left it a Delete; so are the
    folders below it, which move along without a change of their own.
    """
    lines: dict[int, list[Change]] = {}
    for line in mailbox.log.hierarchy_since(since):
        lines.setdefault(line.folder, []).append(line)
    before = {key: _parent_before(of_folder, mailbox.folders.get(key)) for key, of_folder in lines.items()}
    found = []
    for key in _in_order(mailbox, lines):
        told = _told(mailbox, root, since, key, lines.get(key, []), before)
        if told is not None:
            found.append(told)
    return tuple(found)


def _in_order(mailbox: Mailbox, lines: dict[int, list[Change]]) -> list[int]:
    """The folders that changed, in the order of their last changes, each followed by those that moved along."""
    keys: dict[int, None] = {}
    for key, of_folder in sorted(lines.items(), key=lambda entry: entry[1][-1].number):
        keys[key] = None
        folder = mailbox.folders.get(key)
        if folder is not None and any(_is_move(line) for line in of_folder):
            keys.update((below.key, None) for below in mailbox.descendants(folder) if below.key not in lines)
    return list(keys)


def _told(
    mailbox: Mailbox, root: Folder, since: int, key: int, lines: list[Change], before: dict[int, int]
) -> FolderChange | None:
    folder = mailbox.folders.get(key)
    was_below = all(line.arrived <= since for line in lines[-1:]) and _below(mailbox, root, key, before)
    is_below = folder is not None and _below(mailbox, root, key, {})
    if folder is not None and is_below:
        if was_below and not lines:
            return None
        return FolderChange("Update" if was_below else "Create", key, folder)
    return FolderChange("Delete", key, None) if was_below else None


def _is_move(line: Change) -> bool:
    return line.kind is ChangeKind.CHANGED and line.other_folder != 0


def _parent_before(lines: list[Change], folder: Folder | None) -> int:
    """The parent a folder had before these changes: where its first move came from, else the one it has or had."""
    moved = next((line.other_folder for line in lines if _is_move(line)), 0)
    return moved or (folder.parent if folder is not None else lines[0].parent)


def _below(mailbox: Mailbox, root: Folder, key: int, before: dict[int, int]) -> bool:
    """Whether a folder is below the root, by the parents in `before` and else the present ones."""
    seen = {root.key}
    while key not in seen:
        seen.add(key)
        folder = mailbox.folders.get(key)
        key = before.get(key, folder.parent if folder is not None else 0)
        if key == root.key:
            return True
    return False
