"""One mailbox as rows of the state file: all of it, or what its change log names since a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.exchange.change_log import Change, ChangeKind
from simulator.exchange.distinguished_folders import DISTINGUISHED_FOLDERS
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mailbox_contents import MailboxContents, Place
from simulator.state.database import Database, Write
from simulator.state.encoding import Fetch, Store, decode, encode

_BORN_WITH = tuple(row.name for row in DISTINGUISHED_FOLDERS)
PLACES: tuple[Place, ...] = ("items", "associated", "dumpster")

_HEAD = "INSERT OR REPLACE INTO mailboxes VALUES (?, ?, ?)"
_LINE = "INSERT INTO changes VALUES (?, ?, ?)"
_FOLDER = (
    "INSERT INTO folders VALUES (?, ?, ?, ?) ON CONFLICT (mailbox, key) DO UPDATE SET"
    " placed = coalesce(excluded.placed, placed), value = excluded.value"
)
_ITEM = (
    "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (mailbox, key) DO UPDATE SET folder = excluded.folder,"
    " place = excluded.place, placed = coalesce(excluded.placed, placed), value = excluded.value"
)
_NO_FOLDER = "DELETE FROM folders WHERE mailbox = ? AND key = ?"
_EMPTY_FOLDER = "DELETE FROM items WHERE mailbox = ? AND folder = ?"
_NO_ITEM = "DELETE FROM items WHERE mailbox = ? AND key = ?"
_EMPTY_MAILBOX = tuple(f"DELETE FROM {table} WHERE mailbox = ?" for table in ("folders", "items", "changes"))


@dataclass
class MailboxRows:
    """How far the rows of a mailbox follow it; `number` stands for the mailbox in the file."""

    number: int
    mailbox: Mailbox
    lines: int = 0
    last_key: int = 0

    @property
    def is_behind(self) -> bool:
        """Whether the mailbox has moved on."""
        return len(self.mailbox.log) != self.lines or self.mailbox.last_key != self.last_key

    def whole(self, store: Store) -> Iterator[Write]:
        """The whole mailbox, in place of whatever the file has of it."""
        mailbox, number = self.mailbox, self.number
        for statement in _EMPTY_MAILBOX:
            yield statement, (number,)
        order = [0, *(key for folder in mailbox.folders.values() for key in folder.children)]
        placed = {key: at for at, key in enumerate(order)}
        for folder in mailbox.folders.values():
            yield _FOLDER, (number, folder.key, placed.get(folder.key, 0), encode(folder, store))
            for place in PLACES:
                for at, item in enumerate(getattr(folder, place).values()):
                    yield _ITEM, (number, item.key, folder.key, place, at, encode(item, store))
        yield from self._end(mailbox.log.lines(0), 0)

    def news(self, store: Store) -> Iterator[Write]:
        """What the lines that the file does not have speak of, and the lines."""
        mailbox, number, start = self.mailbox, self.number, self.lines
        lines = mailbox.log.lines(start)
        placed = {
            (line.folder, line.item): start + at
            for at, line in enumerate(lines)
            if line.kind in (ChangeKind.CREATED, ChangeKind.DELETED) or (not line.item and line.other_folder)
        }
        for key in dict.fromkeys(key for line in lines if not line.item for key in (line.folder, line.parent)):
            folder = mailbox.folders.get(key)
            if folder is None:
                yield _NO_FOLDER, (number, key)
                yield _EMPTY_FOLDER, (number, key)
            else:
                yield _FOLDER, (number, key, placed.get((key, 0)), encode(folder, store))
        for key, folders in _named_items(lines).items():
            found = _place_of(mailbox, key, folders)
            if found is None:
                yield _NO_ITEM, (number, key)
            else:
                place, folder_key, item = found
                at = placed.get((folder_key, key))
                yield _ITEM, (number, key, folder_key, place, at, encode(item, store))
        yield from self._end(lines, start)

    def _end(self, lines: Sequence[Change], start: int) -> Iterator[Write]:
        mailbox = self.mailbox
        for at, line in enumerate(lines, start):
            yield _LINE, (self.number, at, encode(line))
        associated = tuple(sorted(mailbox.associated_keys))
        head = (mailbox.guid, mailbox.last_key, mailbox.log.last, associated, _BORN_WITH)
        yield _HEAD, (self.number, mailbox.account.smtp.lower(), encode(head))
        self.lines, self.last_key = start + len(lines), mailbox.last_key


def _named_items(lines: Sequence[Change]) -> dict[int, dict[int, None]]:
    """The items that lines name, each with the folders it may be in."""
    found: dict[int, dict[int, None]] = {}
    for line in lines:
        if line.item:
            found.setdefault(line.item, {}).update({line.folder: None, line.other_folder: None})
    return found


def _place_of(mailbox: Mailbox, key: int, folders: dict[int, None]) -> tuple[Place, int, Item] | None:
    """Where an item is now: its place, its folder and itself."""
    known = mailbox.items.get(key)
    for folder_key in (*((known.folder,) if known is not None else ()), *folders):
        folder = mailbox.folders.get(folder_key)
        if folder is None:
            continue
        for place in PLACES:
            item = getattr(folder, place).get(key)
            if item is not None:
                return place, folder_key, item
    return None


def read_contents(database: Database, number: int, fetch: Fetch) -> MailboxContents:
    """What the file has of a mailbox. Raises UnreadableState."""
    value = database.read("SELECT value FROM mailboxes WHERE number = ?", (number,))[0][0]
    guid, last_key, last_change, associated, born_with = decode(value)
    folders = database.read("SELECT value FROM folders WHERE mailbox = ? ORDER BY placed, key", (number,))
    items = database.read("SELECT place, folder, value FROM items WHERE mailbox = ? ORDER BY placed, key", (number,))
    lines = database.read("SELECT value FROM changes WHERE mailbox = ? ORDER BY line", (number,))
    return MailboxContents(
        guid,
        last_key,
        last_change,
        frozenset(associated),
        frozenset(born_with),
        tuple(decode(value, fetch) for (value,) in folders),
        tuple((place, folder, decode(value, fetch)) for place, folder, value in items),
        tuple(decode(value) for (value,) in lines),
    )
