"""What hangs on an item: files, other items, and references to files elsewhere (MS-OXWSATT)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.exchange.errors import ExchangeError

if TYPE_CHECKING:
    from simulator.exchange.item import Item

MOST_LEVELS = 10
"""How deep attachments may be nested (Learn "ResponseCode", ErrorAttachmentNestLevelLimitExceeded)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that is elsewhere (ReferenceAttachmentType, MS-OXWSATT 2.2.4.8); None is what nobody said."""

    location: str | None = None
    """AttachLongPathName: the URL of the file."""
    provider_type: str | None = None
    provider_endpoint: str | None = None
    thumbnail: str | None = None
    preview: str | None = None
    permission: int | None = None
    original_permission: int | None = None
    is_folder: bool | None = None


@dataclass(slots=True)
class Attachment:
    """One attachment; exactly one of ``content`` (a file), ``item`` (an embedded item) and ``reference`` is set."""

    number: int
    """Unique in its mailbox, never used again."""
    name: str
    modified: datetime
    content: bytes | None = None
    item: "Item | None" = None
    reference: Reference | None = None
    content_type: str | None = None
    content_id: str | None = None
    content_location: str | None = None
    is_inline: bool = False
    is_contact_photo: bool = False

    @property
    def size(self) -> int:
        """Bytes of the content; for an item, the item's own size; for a reference, that of its URL (our choice)."""
        if self.content is not None:
            return len(self.content)
        if self.reference is not None:
            return len(self.reference.location or "")
        return self.item.size if self.item is not None else 0


@dataclass(frozen=True, slots=True)
class Way:
    """How an attachment is reached: the items passed, the one in a folder first, and the attachment itself."""

    items: tuple["Item", ...]
    attachment: Attachment

    @property
    def holder(self) -> "Item":
        """The item that it hangs on."""
        return self.items[-1]


def way_to(owner: "Item", numbers: Sequence[int]) -> Way:
    """The way from an item in a folder, by the numbers of the attachments passed. Raises ErrorInvalidAttachmentId."""
    items, found, holder = [], None, owner if numbers else None
    for number in numbers:
        found = next((one for one in holder.attachments if one.number == number), None) if holder is not None else None
        if holder is None or found is None:
            raise ExchangeError("ErrorInvalidAttachmentId")
        items.append(holder)
        holder = found.item
    if found is None:
        raise ExchangeError("ErrorInvalidAttachmentId")
    return Way(tuple(items), found)


def levels(attachment: Attachment) -> int:
    """1 for an attachment with none of its own, 2 for one with such attachments …"""
    inner = attachment.item.attachments if attachment.item is not None else []
    return 1 + max((levels(one) for one in inner), default=0)
