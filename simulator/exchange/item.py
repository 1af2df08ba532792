"""One item of a mailbox: a message, a calendar item, a contact, a task …"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from simulator.exchange.attachments import Attachment
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.values import Body

ITEM_CLASSES = (
    ("CalendarItem", "IPM.Appointment"),
    ("Contact", "IPM.Contact"),
    ("DistributionList", "IPM.DistList"),
    ("Message", "IPM.Note"),
    ("MeetingRequest", "IPM.Schedule.Meeting.Request"),
    ("MeetingResponse", "IPM.Schedule.Meeting.Resp"),
    ("MeetingCancellation", "IPM.Schedule.Meeting.Canceled"),
    ("PostItem", "IPM.Post"),
    ("Task", "IPM.Task"),
)
"""The element an item is written as, and the item class it has unless a client chose one (MS-OXWSCORE 3.1.4.2)."""

DEFAULT_ITEM_CLASS = dict(ITEM_CLASSES)
_OWN_CLASS = frozenset({"CalendarItem", "Contact", "DistributionList", "PostItem", "Task"})


def check_item_class(kind: str, item_class: str) -> None:
    """Raise ErrorObjectTypeChanged for a class that items written as ``kind`` can't have (MS-OXWSCORE 2.2.4.24).

    Messages may have any class that isn't another kind's.
    """
    given = item_class.lower()

    def is_of(other: str) -> bool:
        family = DEFAULT_ITEM_CLASS[other].lower()
        return given == family or given.startswith(f"{family}.")

    wrong = not is_of(kind) if kind in _OWN_CLASS else any(is_of(other) for other in _OWN_CLASS)
    if not given or wrong:
        raise ExchangeError("ErrorObjectTypeChanged", path="item:ItemClass")


FIXED_BYTES = 512
"""Our choice: what an item weighs beside its texts, so that Size is never 0."""

T = TypeVar("T")


@dataclass(slots=True)
class Item:
    """State of one item. Only a mailbox puts it into a folder or changes it there."""

    kind: str
    """The element it is written as: ``Message``, ``CalendarItem``, ``MeetingRequest`` …"""
    item_class: str
    properties: dict[PropertyPath, object] = field(default_factory=dict)
    """Values by path; texts as str, moments as aware UTC datetime, binaries as bytes, lists as tuple."""
    attachments: list[Attachment] = field(default_factory=list)
    key: int = 0
    """Unique in its mailbox, never used again; 0 until it is in a folder."""
    folder: int = 0
    change: int = 0
    """The mailbox's change number when it was last changed; the ChangeKey carries it."""
    created: datetime | None = None
    modified: datetime | None = None
    modified_by: str = ""
    mime: bytes | None = None
    """The message as it came in, byte for byte; None once a property that shows in it has changed."""
    is_associated: bool = False
    arrived: int = 0
    """The change number with which it came into its folder."""
    occurrence: date | None = None
    """Of an occurrence of a series: the day on which the pattern has it; its key is the master's. Folders hold none."""

    def text(self, path: PropertyPath) -> str:
        """A text property, or the empty string."""
        value = self.properties.get(path)
        return value if isinstance(value, str) else ""

    def flag(self, path: PropertyPath, default: bool = False) -> bool:
        """A boolean property, or ``default``."""
        value = self.properties.get(path)
        return value if isinstance(value, bool) else default

    def get(self, path: PropertyPath, kind: type[T]) -> T | None:
        """A property that has the given Python type, or None."""
        value = self.properties.get(path)
        return value if isinstance(value, kind) else None

    @property
    def is_read(self) -> bool:
        """Items that know no read state count as read."""
        return self.flag("message:IsRead", True)

    @property
    def size(self) -> int:
        """Approximate bytes, as item:Size shows them (our choice: texts, binaries, attachments and a fixed part)."""
        total = FIXED_BYTES + sum(attachment.size for attachment in self.attachments)
        for value in self.properties.values():
            if isinstance(value, str | bytes):
                total += len(value)
            elif isinstance(value, Body):
                total += len(value.text)
        return total
