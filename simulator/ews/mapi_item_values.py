"""MAPI properties of items that the store works out, and that no FieldURI gives in one value."""

from collections.abc import Callable

from simulator.exchange.ids import FolderKey, folder_entry_id
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import MESSAGE_FLAGS, RESEND, UNSENT
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import ExtendedPropertyPath, numbered, tagged

_READ, _UNMODIFIED, _HAS_ATTACHMENTS, _FROM_ME, _ASSOCIATED = 0x1, 0x2, 0x10, 0x20, 0x40


def _message_flags(_mailbox: Mailbox, item: Item) -> object:
    """PidTagMessageFlags (MS-OXCMSG 2.2.1.6)."""
    bits = (
        (_READ, item.is_read),
        (_UNMODIFIED, item.flag("item:IsUnmodified")),
        (RESEND, item.flag("item:IsResend")),
        (UNSENT, item.flag("item:IsDraft")),
        (_HAS_ATTACHMENTS, bool(item.attachments)),
        (_FROM_ME, item.flag("item:IsFromMe")),
        (_ASSOCIATED, item.is_associated),
    )
    return sum(bit for bit, is_set in bits if is_set)


def _article_number(_mailbox: Mailbox, item: Item) -> object:
    """PidTagInternetArticleNumber: grows with every item that comes into a folder. IMAP gateways make it the UID."""
    return item.key


def _record_key(mailbox: Mailbox, item: Item) -> object:
    """PidTagRecordKey (MS-OXCPRPT 2.2.1.8): tells two objects apart; the mailbox and the item's number (our choice)."""
    return mailbox.guid.bytes_le + item.key.to_bytes(6, "big")


def _parent(mailbox: Mailbox, item: Item) -> object:
    """PidTagParentEntryId (MS-OXPROPS)."""
    return folder_entry_id(FolderKey(mailbox.guid, item.folder))


def _is_recurring(_mailbox: Mailbox, item: Item) -> object:
    """PidLidRecurring (MS-OXOCAL 2.2.1.12): every calendar item has it, and searches for events ask it."""
    return item.flag("calendar:IsRecurring") if item.kind == "CalendarItem" else None


ITEM_VALUES: dict[ExtendedPropertyPath, Callable[[Mailbox, Item], object]] = {
    MESSAGE_FLAGS: _message_flags,
    tagged(0x0E09, "Binary"): _parent,
    tagged(0x0E23, "Integer"): _article_number,
    tagged(0x0FF9, "Binary"): _record_key,
    numbered("Appointment", 0x8223, "Boolean"): _is_recurring,
}
"""By path. What a client writes under these is kept for nothing, but for the message flags of a new message."""
