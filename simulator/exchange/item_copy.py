"""A copy of an item for another mailbox or folder."""

from collections.abc import Callable

from simulator.exchange.attachments import Attachment
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.property_path import GUID_OF_SET, ExtendedPropertyPath, PropertyPath

INVITED = "tagus:Invited"
"""Private to the organizer's copy of a meeting: whom it was sent to, and with which times. No client sees it."""

PRIVATE_TO_SENDER = frozenset(
    {
        "item:Categories",
        "item:Flag",
        "item:ReminderIsSet",
        "item:ReminderDueBy",
        "item:ReminderMinutesBeforeStart",
        "item:DateTimeReceived",
        "message:BccRecipients",
        INVITED,
    }
)
"""What a delivered message does not carry of the sender's copy.

That PublicStrings properties stay behind as well is our choice.
"""


def travels(path: PropertyPath) -> bool:
    """Whether a property of the sent message is on the delivered one."""
    if isinstance(path, ExtendedPropertyPath):
        return path.set_id != GUID_OF_SET["PublicStrings"]
    return path not in PRIVATE_TO_SENDER


def copy_attachments(attachments: list[Attachment], new_key: Callable[[], int]) -> list[Attachment]:
    """The attachments, attached items and what hangs on them as well, with numbers from `new_key`."""
    return [
        Attachment(
            number=new_key(),
            name=one.name,
            modified=one.modified,
            content=one.content,
            item=_copy_attached(one.item, new_key) if one.item is not None else None,
            reference=one.reference,
            content_type=one.content_type,
            content_id=one.content_id,
            content_location=one.content_location,
            is_inline=one.is_inline,
            is_contact_photo=one.is_contact_photo,
        )
        for one in attachments
    ]


def copy_item(item: Item, new_key: Callable[[], int]) -> Item:
    """A copy in no folder yet, with every property; what hangs on it gets numbers from `new_key`.

    Raises ErrorCalendarCannotMoveOrCopyOccurrence.
    """
    if item.occurrence is not None:
        raise ExchangeError("ErrorCalendarCannotMoveOrCopyOccurrence")
    return Item(
        kind=item.kind,
        item_class=item.item_class,
        properties=dict(item.properties),
        attachments=copy_attachments(item.attachments, new_key),
        mime=item.mime,
        is_associated=item.is_associated,
    )


def _copy_attached(item: Item, new_key: Callable[[], int]) -> Item:
    """A copy that keeps its dates: no folder gives it new ones."""
    copied = copy_item(item, new_key)
    copied.created, copied.modified, copied.modified_by = item.created, item.modified, item.modified_by
    return copied
