"""What a mailbox holds, without what follows from it: how a mailbox is written down and taken up again."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from simulator.exchange.change_log import Change
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item

Place = Literal["items", "associated", "dumpster"]
"""Which of a folder's three tables an item is in."""


@dataclass(frozen=True)
class MailboxContents:
    """A whole mailbox. Folders and items are in the order in which they came to where they are."""

    guid: UUID
    last_key: int
    last_change: int
    associated_keys: frozenset[int]
    born_with: frozenset[str]
    """The DistinguishedFolderIds that new mailboxes were considered for when it was written; one of them that is not
    there was deleted, or its version has none."""
    folders: tuple[Folder, ...]
    """Without items and children; parents may come after their children."""
    items: tuple[tuple[Place, int, Item], ...]
    """Each with its place and the key of its folder."""
    changes: tuple[Change, ...]
