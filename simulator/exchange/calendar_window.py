"""What a calendar has between two moments: single items, and the occurrences of its series."""

from collections.abc import Iterable
from datetime import datetime

from simulator.exchange.item import Item
from simulator.exchange.series import is_master, occurrences_between, span_of


def items_between(items: Iterable[Item], start: datetime, end: datetime) -> list[Item]:
    """The items of a calendar folder that touch the stretch of time, earliest first; series are expanded."""
    found = []
    for item in items:
        if is_master(item):
            found.extend(occurrences_between(item, start, end))
            continue
        span = span_of(item)
        if span is not None and span.touches(start, end):
            found.append(item)
    found.sort(key=_order)
    return found


def _order(item: Item) -> tuple[datetime, int]:
    span = span_of(item)
    assert span is not None
    return span.start, item.key
