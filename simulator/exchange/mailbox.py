"""One mailbox: its folders and items. Every change goes through here and leaves a line in the change log."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from simulator.clock import Clock, Ids
from simulator.exchange.attachments import Attachment, way_to
from simulator.exchange.change_log import Change, ChangeKind, ChangeLog
from simulator.exchange.distinguished_folders import DISTINGUISHED_FOLDERS, PURGED_FROM
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.folder_names import display_name
from simulator.exchange.folder_tree import HIDDEN, FolderTree
from simulator.exchange.ids import ItemKey, encode_change_key, encode_item_id
from simulator.exchange.item import Item
from simulator.exchange.item_copy import copy_item
from simulator.exchange.mailbox_contents import MailboxContents
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.series_changes import with_changes, without
from simulator.exchange_version import ExchangeVersion
from simulator.topology import Account

DisposalType = Literal["HardDelete", "SoftDelete", "MoveToDeletedItems"]
DISPOSALS: tuple[DisposalType, ...] = ("HardDelete", "SoftDelete", "MoveToDeletedItems")


class Mailbox(FolderTree):
    """Folders, items and change log of one account. Not locked: whoever handles a request holds the lock."""

    def __init__(
        self,
        account: Account,
        clock: Clock,
        ids: Ids,
        version: ExchangeVersion,
        contents: MailboxContents | None = None,
        on_change: Callable[["Mailbox"], object] = lambda _mailbox: None,
    ) -> None:
        """Take the contents, then create the distinguished folders of the version that it does not know yet, in the
        account's language.
        """
        super().__init__(contents.guid if contents is not None else ids.guid(), clock, ChangeLog(self._note_change))
        self._on_change = on_change
        self.account = account
        self.version = version
        self.ids = ids
        self.items: dict[int, Item] = {}
        self.associated_keys: set[int] = set()
        """Keys that associated items have or had: a reader who is not told of them is not told that one is gone."""
        if contents is not None:
            self._take_contents(contents)
        for row in DISTINGUISHED_FOLDERS:
            if version.at_least(row.since) and (contents is None or row.name not in contents.born_with):
                name = display_name(row, account.folder_language)
                parent = self._distinguished.get(row.parent, 0)
                folder = self._new_folder(parent, name, row.folder_class, row.name)
                if row.hidden:
                    folder.properties[HIDDEN] = True

    # ---- looking up

    def item(self, key: int, folder: int | None = None) -> Item:
        """The item with this key (in this folder, when given). Raises ErrorItemNotFound."""
        item = self.items.get(key)
        if item is None or (folder is not None and item.folder != folder):
            raise ExchangeError("ErrorItemNotFound")
        return item

    # ---- ids

    def item_key(self, item: Item) -> ItemKey:
        """What the item's ItemId says."""
        return ItemKey(self.guid, item.folder, item.key, item.occurrence)

    def item_id(self, item: Item) -> str:
        """The ItemId text."""
        return encode_item_id(self.item_key(item))

    def change_key(self, item: Item) -> str:
        """The ChangeKey text of an item."""
        return encode_change_key(item.kind, self.guid, item.change)

    # ---- folders

    def delete_folder(self, folder: Folder, how: DisposalType) -> None:
        """Delete a folder and all in it, or move it into Deleted Items.

        From Exchange 2010 on a folder cannot be soft-deleted: it goes for good, and what was in it goes where such an
        item goes by itself (Learn, "Deleting items by using EWS in Exchange"; for the items our choice).
        """
        if how == "MoveToDeletedItems":
            target = self.distinguished("deleteditems")
            self.move_folder(folder, target, name=self.free_name(target, folder.display_name))
            return
        for child in list(self.children(folder)):
            self.delete_folder(child, how)
        for item in [*folder.items.values(), *folder.associated.values()]:
            self.delete_item(item, how)
        parent = self.folders[folder.parent]
        del parent.children[folder.key]
        del self.folders[folder.key]
        self._distinguished.pop(folder.distinguished, None)
        if how == "SoftDelete" and not self.has_recoverable_items:
            parent.deleted_folders[folder.key] = folder
        self._log_folder(ChangeKind.DELETED, folder)

    # ---- items

    def add_item(self, item: Item, folder: Folder) -> Item:
        """Put a new item (without key) into a folder and log it; returns the item."""
        _check_holds_items(folder)
        item.key = self.new_key()
        item.folder = folder.key
        now = self.clock.now()
        item.created = item.created or now
        item.modified = now
        item.modified_by = item.modified_by or self.account.display_name
        item.change = item.arrived = self.log.next_number()
        self._put(item, folder)
        self._log_item(ChangeKind.CREATED, item, item.change)
        return item

    def update_item(
        self,
        item: Item,
        set_: dict[PropertyPath, object],
        delete: Iterable[PropertyPath] = (),
        *,
        by: str | None = None,
    ) -> Item:
        """Set and delete properties, move the change number on and log it (as READ_FLAG when it is only that).

        An occurrence of a series becomes an exception, kept by its master: what is logged is a change of the master.
        """
        if item.occurrence is not None:
            gone = [path for path in delete if path in item.properties]
            self._change_occurrence(item, set_, gone, by)
            return item
        was_read = item.is_read
        gone = [path for path in delete if path in item.properties]
        item.properties.update(set_)
        for path in gone:
            del item.properties[path]
        only_read = not gone and set(set_) == {"message:IsRead"}
        if not only_read:
            item.mime = None
        if item.is_read != was_read:
            self._count_unread(item, 1 if was_read else -1)
        self.touch(item, ChangeKind.READ_FLAG if only_read else ChangeKind.CHANGED, by=by)
        return item

    def replace_item(self, item: Item, content: Item) -> Item:
        """Give an item the whole content of another one, which is in no folder; its id stays. Returns the item."""
        was_read = item.is_read
        item.item_class, item.mime, item.created = content.item_class, content.mime, content.created or item.created
        item.properties, item.attachments = content.properties, content.attachments
        if item.is_read != was_read:
            self._count_unread(item, 1 if was_read else -1)
        self.touch(item)
        return item

    def touch(self, item: Item, kind: ChangeKind = ChangeKind.CHANGED, *, by: str | None = None) -> None:
        """Move the change number on and log it, after attachments (or the item's own fields) were changed."""
        if item.occurrence is not None:
            self._change_occurrence(item, {}, (), by)
            return
        if kind is not ChangeKind.READ_FLAG and "item:IsUnmodified" in item.properties:
            item.properties["item:IsUnmodified"] = False
        item.modified = self.clock.now()
        item.modified_by = by if by is not None else self.account.display_name
        item.change = self.log.next_number()
        self._log_item(kind, item, item.change)

    def add_attachment(self, item: Item, attachment: Attachment, numbers: Sequence[int] = ()) -> None:
        """Hang an attachment on an item, or on the item attached to it at the end of ``numbers``, and log the change.

        Raises ErrorInvalidIdNotAnItemAttachmentId when no item is there.
        """
        way = way_to(item, numbers) if numbers else None
        holder = item if way is None else way.attachment.item
        if holder is None:
            raise ExchangeError("ErrorInvalidIdNotAnItemAttachmentId")
        holder.attachments.append(attachment)
        self._attachments_changed(item, (*way.items, holder) if way is not None else (item,))

    def remove_attachment(self, item: Item, numbers: Sequence[int]) -> None:
        """Take the attachment at the end of ``numbers`` away and log the change. Raises ErrorInvalidAttachmentId."""
        way = way_to(item, numbers)
        way.holder.attachments.remove(way.attachment)
        self._attachments_changed(item, way.items)

    def move_item(self, item: Item, target: Folder) -> Item:
        """Move an item; it gets a new key, and so a new id. Returns the same item.

        Raises ErrorCalendarCannotMoveOrCopyOccurrence.
        """
        if item.occurrence is not None:
            raise ExchangeError("ErrorCalendarCannotMoveOrCopyOccurrence")
        _check_holds_items(target)
        source, old_key, old_arrived = self.folders[item.folder], item.key, item.arrived
        number = self.log.next_number()
        self._take(item, source)
        item.key = self.new_key()
        item.folder = target.key
        item.change = item.arrived = number
        item.modified = self.clock.now()
        self._put(item, target)
        now = item.modified
        self.log.append(
            Change(number, ChangeKind.DELETED, source.key, old_key, now, old_arrived, 0, target.key, item.key)
        )
        self.log.append(Change(number, ChangeKind.CREATED, target.key, item.key, now, number, 0, source.key, old_key))
        return item

    def copy_item(self, item: Item, target: Folder) -> Item:
        """Put a copy into a folder, with a key of its own; it was made now (our choice). Returns the copy."""
        return self.add_item(copy_item(item, self.new_key), target)

    @property
    def has_recoverable_items(self) -> bool:
        """Whether deleted items go to Recoverable Items; in Exchange 2007 each folder has a dumpster of its own."""
        return "recoverableitemsroot" in self._distinguished

    def disposal_in(self, folder: Folder, how: DisposalType) -> DisposalType:
        """How something in a folder is deleted when a client says ``how``.

        In Deleted Items and below, moving there is soft deletion (our choice).
        """
        if how == "MoveToDeletedItems" and self.is_within(folder, self.distinguished("deleteditems")):
            return "SoftDelete"
        return how

    def delete_item(self, item: Item, how: DisposalType) -> Item | None:
        """Delete an item; returns it when it is still somewhere.

        Soft-deleted it goes to Deletions, hard-deleted to Purges, and what is deleted from Purges is gone; nothing
        there expires (Learn, "Deleting items by using EWS in Exchange"). An occurrence goes from its series for good;
        with the last one the series is deleted (our choice).
        """
        if item.occurrence is not None:
            master = self.item(item.key)
            left = without(master, item.occurrence)
            if left is None:
                return self.delete_item(master, how)
            self.update_item(master, left)
            return None
        folder = self.folders[item.folder]
        if how == "MoveToDeletedItems":
            return self.move_item(item, self.distinguished("deleteditems"))
        if self.has_recoverable_items and folder.distinguished != "recoverableitemspurges":
            purged = how == "HardDelete" or folder.distinguished in PURGED_FROM
            return self.move_item(
                item, self.distinguished("recoverableitemspurges" if purged else "recoverableitemsdeletions")
            )
        self.remove_item(item)
        if how == "HardDelete" or self.has_recoverable_items:
            return None
        folder.dumpster[item.key] = item
        return item

    def remove_item(self, item: Item) -> None:
        """Take an item out for good, leaving nothing to recover: a draft that was sent, say."""
        folder = self.folders[item.folder]
        self._take(item, folder)
        number = self.log.next_number()
        self.log.append(Change(number, ChangeKind.DELETED, folder.key, item.key, self.clock.now(), item.arrived))

    # ---- inside

    def _change_occurrence(
        self, item: Item, set_: Mapping[PropertyPath, object], gone: Iterable[PropertyPath], by: str | None
    ) -> None:
        master = self.item(item.key)
        for path in gone:
            del item.properties[path]
        item.properties.update(set_)
        item.properties["calendar:CalendarItemType"] = "Exception"
        self.update_item(master, with_changes(master, item, set_, gone), by=by)
        item.change, item.modified, item.modified_by = master.change, master.modified, master.modified_by

    def _note_change(self) -> None:
        self._on_change(self)

    def _take_contents(self, contents: MailboxContents) -> None:
        self.log.restore(contents.changes, contents.last_change)
        self.last_key = contents.last_key
        self.associated_keys = set(contents.associated_keys)
        self._take_folders(contents.folders)
        for place, key, item in contents.items:
            folder = self.folders[key]
            if place == "dumpster":
                folder.dumpster[item.key] = item
            else:
                self._put(item, folder)

    def _attachments_changed(self, item: Item, changed: Iterable[Item]) -> None:
        for one in changed:
            one.mime = None
            one.modified = self.clock.now()
        self.touch(item)

    def _put(self, item: Item, folder: Folder) -> None:
        self.items[item.key] = item
        if item.is_associated:
            self.associated_keys.add(item.key)
        (folder.associated if item.is_associated else folder.items)[item.key] = item
        if not item.is_read:
            self._count_unread(item, 1)

    def _take(self, item: Item, folder: Folder) -> None:
        del self.items[item.key]
        del (folder.associated if item.is_associated else folder.items)[item.key]
        if not item.is_read and not item.is_associated:
            folder.unread -= 1

    def _count_unread(self, item: Item, by: int) -> None:
        if not item.is_associated:
            self.folders[item.folder].unread += by

    def _log_item(self, kind: ChangeKind, item: Item, number: int) -> None:
        self.log.append(Change(number, kind, item.folder, item.key, item.modified or self.clock.now(), item.arrived))


def _check_holds_items(folder: Folder) -> None:
    """Raise ErrorInvalidFolderTypeForOperation for a search folder, which has no items of its own (our choice)."""
    if folder.element == "SearchFolder":
        raise ExchangeError("ErrorInvalidFolderTypeForOperation")
