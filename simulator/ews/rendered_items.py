"""Response messages of GetItem that are rendered already, kept until the item changes: a cache limited by bytes.

What an item's XML says depends on the item (its ChangeKey moves with every change), on the folder it is in (whose
ChangeKey ParentFolderId shows), and on how it was asked for. All of it is part of the entry; an entry that no longer
fits is rendered anew. Nothing here is true by itself: without the cache every answer is the same, only slower.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox

MAXIMUM_BYTES = 128 * 1024 * 1024
"""Beyond it what was not asked for longest goes (our choice)."""
ENTRY_BYTES = 400
"""What an entry weighs beside its text, roughly."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One response message, and what it was rendered from."""

    mailbox: Mailbox
    item: Item
    change: int
    folder_change: int
    message: bytes

    @property
    def is_current(self) -> bool:
        """Whether it would be rendered the same again."""
        item = self.item
        return (
            item.change == self.change
            and self.mailbox.items.get(item.key) is item
            and self.mailbox.folders[item.folder].change == self.folder_change
        )


OF_OTHERS = frozenset(
    {"calendar:ConflictingMeetingCount", "calendar:AdjacentMeetingCount", "calendar:ConflictingMeetings",
     "calendar:AdjacentMeetings"}
)  # fmt: skip
"""Properties that change with other items."""


def is_its_own(item: Item, uris: frozenset[str]) -> bool:
    """Whether what is shown of an item changes with that item alone: a meeting message tells of the calendar's item."""
    return not uris & OF_OTHERS and item.properties.get("meeting:AssociatedCalendarItemId") is None


@lru_cache(maxsize=1024)
def view_of(*asked: Hashable) -> object:
    """A token for one way to ask for items: the same one for equal arguments, and quick to look up."""
    del asked
    return object()


class RenderedItems:
    """The cache of one site. Not locked: whoever handles a request holds the organization's lock."""

    def __init__(self, maximum_bytes: int = MAXIMUM_BYTES) -> None:
        """Keep at most ``maximum_bytes``."""
        self._maximum_bytes = maximum_bytes
        self._entries: OrderedDict[tuple[object, str], _Entry] = OrderedDict()
        self.bytes = 0
        """What is kept now."""

    def get(self, view: object, item_id: str) -> bytes | None:
        """The message for this ItemId text in a view (``view_of``), or None."""
        key = (view, item_id)
        entry = self._entries.get(key)
        if entry is None:
            return None
        if not entry.is_current:
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return entry.message

    def keep(self, view: object, item_id: str, mailbox: Mailbox, item: Item, message: bytes) -> None:
        """Remember a message that was just rendered."""
        key = (view, item_id)
        if key in self._entries:
            self._drop(key)
        folder = mailbox.folders[item.folder]
        self._entries[key] = _Entry(mailbox, item, item.change, folder.change, message)
        self.bytes += len(message) + ENTRY_BYTES
        while self.bytes > self._maximum_bytes:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: tuple[object, str]) -> None:
        self.bytes -= len(self._entries.pop(key).message) + ENTRY_BYTES
