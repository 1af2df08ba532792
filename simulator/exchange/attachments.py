"""What hangs on an item: files and other items (MS-OXWSATT)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.exchange.item import Item


@dataclass(slots=True)
class Attachment:
    """One attachment; exactly one of ``content`` (a file) and ``item`` (an embedded item) is set."""

    number: int
    """Unique in its mailbox, never used again."""
    name: str
    modified: datetime
    content: bytes | None = None
    item: "Item | None" = None
    content_type: str | None = None
    content_id: str | None = None
    content_location: str | None = None
    is_inline: bool = False
    is_contact_photo: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of the content; for an item, the item's own size."""
        if self.content is not None:
            return len(self.content)
        return self.item.size if self.item is not None else 0
