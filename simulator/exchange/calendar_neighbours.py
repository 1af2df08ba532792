"""Which meetings of a calendar conflict with one, and which stand next to it (MS-OXWSMTGS 2.2.4.6).

Whatever shows as free or is cancelled is in nobody's way. Next to a meeting is what ends as it begins or begins as it
ends. Other occurrences of the same series don't count (our choice).
"""

from collections.abc import Callable
from datetime import timedelta

from simulator.exchange.calendar_window import items_between
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.series import Span, span_of

_INSTANT = timedelta(seconds=1)


def conflicting(mailbox: Mailbox, item: Item) -> list[Item]:
    """The items that overlap it, earliest first."""
    return _around(mailbox, item, lambda own, other: other.start < own.end and own.start < other.end)


def adjacent(mailbox: Mailbox, item: Item) -> list[Item]:
    """The items right before and after it."""
    return _around(mailbox, item, lambda own, other: other.end == own.start or other.start == own.end)


def _around(mailbox: Mailbox, item: Item, fits: Callable[[Span, Span], bool]) -> list[Item]:
    own, folder = span_of(item), mailbox.folders.get(item.folder)
    if own is None or folder is None or item.kind != "CalendarItem":
        return []
    others = (one for one in folder.items.values() if one.key != item.key)
    found = []
    for other in items_between(others, own.start - _INSTANT, own.end + _INSTANT):
        span = span_of(other)
        busy = other.text("calendar:LegacyFreeBusyStatus") != "Free" and not other.flag("calendar:IsCancelled")
        if span is not None and busy and fits(own, span):
            found.append(other)
    return found
