"""What happened in a folder since a reader last asked, page by page: the part of SyncFolderItems that knows no
XML.

A reader's position is a round: the changes after `base` and up to `until`, told in the order of each item's last
change. `until` stands still while the round is read, so that edits between two pages neither hide an item nor tell
it wrongly; they belong to the next round. The first round (`base` 0) tells what is in the folder, and costs what it
tells; any other costs as much as there are changes in it, however large the folder is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from simulator.exchange.change_log import Change, ChangeKind
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox

Tidings = Literal["Create", "Update", "Delete", "ReadFlagChange"]


@dataclass(frozen=True)
class Position:
    """How far a reader is. `number` and `skip`: after that many of the changes with this number."""

    base: int = 0
    until: int = 0
    number: int = 0
    skip: int = 0
    untold: frozenset[int] = frozenset()
    """Items that came and went while a round was being read: their deletion is not told either."""

    @property
    def is_round_end(self) -> bool:
        """Whether the whole round was read."""
        return self.number == self.until and self.skip == 0


@dataclass(frozen=True)
class ItemChange:
    """One entry of a page; `item` is None for a deletion."""

    tidings: Tidings
    key: int
    item: Item | None


@dataclass(frozen=True)
class ChangePage:
    """A page, where it ends, and whether nothing is left to tell at present."""

    changes: tuple[ItemChange, ...]
    position: Position
    includes_last: bool


@dataclass(frozen=True)
class _Step:
    """One change in the round's order: what to tell (None: nothing), and the position after it."""

    change: ItemChange | None
    position: Position


def next_page(
    mailbox: Mailbox, folder: Folder, position: Position, limit: int, wanted: Callable[[int, Item | None], bool]
) -> ChangePage:
    """Up to `limit` changes after `position`, of the items that `wanted` (key, item or None) lets through."""
    found: list[ItemChange] = []
    while True:
        if position.is_round_end:
            position = replace(position, base=position.until, until=mailbox.log.last, skip=0)
        for step in _steps(mailbox, folder, position):
            position = step.position
            if step.change is not None and wanted(step.change.key, step.change.item):
                found.append(step.change)
                if len(found) == limit:
                    return ChangePage(tuple(found), position, _is_last(mailbox, folder, position))
        position = replace(position, number=position.until, skip=0)
        if found or position.until == mailbox.log.last:
            return ChangePage(tuple(found), position, _is_last(mailbox, folder, position))


def _is_last(mailbox: Mailbox, folder: Folder, position: Position) -> bool:
    """Whether no change is left to tell, in this round or after it."""
    if not position.is_round_end and any(step.change for step in _steps(mailbox, folder, position)):
        return False
    return next(mailbox.log.items_since(folder.key, position.until), None) is None


def _steps(mailbox: Mailbox, folder: Folder, position: Position) -> Iterator[_Step]:
    """The rest of the round."""
    lines = _first_round(mailbox, folder, position) if position.base == 0 else _later_round(mailbox, folder, position)
    number, skip = position.number, position.skip
    to_skip = skip
    for line, kinds in lines:
        if line.number == number and to_skip > 0:
            to_skip -= 1
            continue
        skip = skip + 1 if line.number == number else 1
        number, to_skip = line.number, 0
        told, untold = _told(mailbox, folder, position, line, kinds)
        position = replace(position, number=number, skip=skip, untold=untold)
        yield _Step(told, position)


def _first_round(
    mailbox: Mailbox, folder: Folder, position: Position
) -> Iterator[tuple[Change, frozenset[ChangeKind]]]:
    """Every arrival up to the round's end, from the position on."""
    for line in mailbox.log.items_since(folder.key, max(position.number - 1, 0)):
        if line.number > position.until:
            return
        if line.kind is ChangeKind.CREATED:
            yield line, frozenset({ChangeKind.CREATED})


def _later_round(
    mailbox: Mailbox, folder: Folder, position: Position
) -> Iterator[tuple[Change, frozenset[ChangeKind]]]:
    """The last change of every item in the round with all kinds it had, in the order of those last changes."""
    last: dict[int, Change] = {}
    kinds: dict[int, set[ChangeKind]] = {}
    for line in mailbox.log.items_since(folder.key, position.base):
        if line.number > position.until:
            break
        last.pop(line.item, None)
        last[line.item] = line
        kinds.setdefault(line.item, set()).add(line.kind)
    return ((line, frozenset(kinds[key])) for key, line in last.items() if line.number >= position.number)


def _told(
    mailbox: Mailbox, folder: Folder, position: Position, line: Change, kinds: frozenset[ChangeKind]
) -> tuple[ItemChange | None, frozenset[int]]:
    """What to tell of an item, and who is untold from now on."""
    untold, key = position.untold, line.item
    new = line.arrived > position.base
    if line.kind is ChangeKind.DELETED:
        if new or key in untold:
            return None, untold - {key}
        return ItemChange("Delete", key, None), untold
    item = folder.items.get(key) or folder.associated.get(key)
    if item is None:
        gone_later = new and _deleted_after(mailbox, folder, position.until, key)
        return None, untold | {key} if gone_later else untold
    if new:
        return ItemChange("Create", key, item), untold
    if kinds == {ChangeKind.READ_FLAG}:
        return ItemChange("ReadFlagChange", key, item), untold
    return ItemChange("Update", key, item), untold


def _deleted_after(mailbox: Mailbox, folder: Folder, number: int, key: int) -> bool:
    return any(
        line.item == key and line.kind is ChangeKind.DELETED for line in mailbox.log.items_since(folder.key, number)
    )
