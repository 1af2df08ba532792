"""The one ordered log of everything that happens in a mailbox; synchronizing and notifications read it.

Reading costs as much as there are changes after the reader's number, however large the mailbox is.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to an item or a folder."""

    CREATED = "created"
    CHANGED = "changed"
    READ_FLAG = "read_flag"
    """Only message:IsRead changed."""
    DELETED = "deleted"
    """Gone from this folder: deleted, or moved elsewhere (then ``other_folder`` says where to)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log. ``item`` is 0 when the folder itself changed."""

    number: int
    kind: ChangeKind
    folder: int
    item: int
    at: datetime
    arrived: int
    """Number of the change that brought the item (or folder) here: a reader who is before it has never seen it."""
    parent: int = 0
    """Of a folder change: the parent folder (before a move, for DELETED)."""
    other_folder: int = 0
    """Of a move: where to (DELETED) or where from (CREATED)."""
    other_item: int = 0


class ChangeLog:
    """All changes of one mailbox, in order. Numbers start at 1 and have gaps in a single folder's list."""

    def __init__(self, on_append: Callable[[], object] = lambda: None) -> None:
        """`on_append` is called after every line."""
        self._on_append = on_append
        self._all: list[Change] = []
        self._of_folder: defaultdict[int, list[Change]] = defaultdict(list)
        self._hierarchy: list[Change] = []
        self.last = 0

    def next_number(self) -> int:
        """Take the next change number. Every number taken is followed by at least one :meth:`append` with it."""
        self.last += 1
        return self.last

    def append(self, change: Change) -> None:
        """Add a change; numbers never fall."""
        self._all.append(change)
        (self._of_folder[change.folder] if change.item else self._hierarchy).append(change)
        self._on_append()

    def restore(self, changes: Iterable[Change], last: int) -> None:
        """Take lines that were written down before."""
        for change in changes:
            self._all.append(change)
            (self._of_folder[change.folder] if change.item else self._hierarchy).append(change)
        self.last = last

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._all)

    def lines(self, start: int) -> Sequence[Change]:
        """The lines from the `start`-th on, in order; several may have the same number."""
        return self._all[start:]

    def since(self, number: int) -> Iterator[Change]:
        """Everything after ``number``."""
        return _after(self._all, number)

    def items_since(self, folder: int, number: int) -> Iterator[Change]:
        """What happened to items of one folder after ``number``."""
        return _after(self._of_folder.get(folder, []), number)

    def last_of_items(self, folder: int) -> datetime | None:
        """When something last happened to an item of this folder."""
        changes = self._of_folder.get(folder)
        return changes[-1].at if changes else None

    def last_of_hierarchy(self, folder: int) -> datetime | None:
        """When the folder itself last changed; None for one that is gone."""
        return next((change.at for change in reversed(self._hierarchy) if change.folder == folder), None)

    def hierarchy_since(self, number: int) -> Iterator[Change]:
        """What happened to folders after ``number``."""
        return _after(self._hierarchy, number)


def _after(changes: list[Change], number: int) -> Iterator[Change]:
    start = bisect_right(changes, number, key=lambda change: change.number)
    return (changes[at] for at in range(start, len(changes)))
