"""What a change of one occurrence is for its master (MS-OXOCAL 3.1.5.9). Pure: the mailbox keeps the result."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.series import (
    DELETED,
    END,
    MODIFIED,
    OF_DAY,
    RECURRENCE,
    START,
    ChangedOccurrence,
    changed,
    day_after,
    day_before,
    deleted,
    first_day,
    occurrence,
    span_of,
    zone_in,
)


def with_changes(
    master: Item, item: Item, set_: Mapping[PropertyPath, object], gone: Iterable[PropertyPath]
) -> dict[PropertyPath, object]:
    """The master's list of exceptions once these properties of its occurrence `item` are set and gone."""
    assert item.occurrence is not None
    known = next((one for one in changed(master) if one.day == item.occurrence), None)
    changes = dict(known.changes) if known is not None else {}
    dropped = dict.fromkeys(known.dropped) if known is not None else {}
    for path, value in set_.items():
        if path not in OF_DAY:
            changes[path] = value
            dropped.pop(path, None)
    for path in gone:
        changes.pop(path, None)
        if path in master.properties and path not in OF_DAY:
            dropped[path] = None
    same = len(item.attachments) == len(master.attachments) and all(
        one is other for one, other in zip(item.attachments, master.attachments, strict=True)
    )
    attachments = None if same else tuple(item.attachments)
    exception = ChangedOccurrence(item.occurrence, tuple(changes.items()), tuple(dropped), attachments)
    others = [one for one in changed(master) if one.day != item.occurrence]
    return {MODIFIED: tuple(sorted((*others, exception), key=lambda one: one.day))}


def without(master: Item, day: date) -> dict[PropertyPath, object] | None:
    """The master's lists once this day is deleted; None when no occurrence is left."""
    gone = tuple(sorted({*deleted(master), day}))
    trial = Item(master.kind, master.item_class, {**master.properties, DELETED: gone})
    if first_day(trial) is None:
        return None
    return {DELETED: gone, MODIFIED: tuple(one for one in changed(master) if one.day != day)}


def restored(master: Item, day: date) -> dict[PropertyPath, object]:
    """The master's lists once a deleted day is there again, as the pattern has it."""
    return {DELETED: tuple(one for one in deleted(master) if one != day)}


def inheriting(master: Item, paths: Iterable[PropertyPath]) -> dict[PropertyPath, object]:
    """The master's list of exceptions once these properties are everywhere those of the master."""
    wanted = frozenset(paths)
    return {
        MODIFIED: tuple(
            ChangedOccurrence(
                one.day,
                tuple(pair for pair in one.changes if pair[0] not in wanted),
                tuple(path for path in one.dropped if path not in wanted),
                one.attachments,
            )
            for one in changed(master)
        )
    }


def merged(
    master: Item, news: Mapping[PropertyPath, object], shared: Collection[PropertyPath]
) -> dict[PropertyPath, object]:
    """The lists of an attendee's master once the organizer's are told.

    What copies of a meeting share is as the organizer tells it; what else the attendee did to single days stays.
    """
    told = {one.day: one for one in _exceptions(news.get(MODIFIED))}
    days = news.get(DELETED)
    gone = {*deleted(master), *(days if isinstance(days, tuple) else ())}
    for own in changed(master):
        other = told.get(own.day, ChangedOccurrence(own.day, ()))
        kept_back = tuple(pair for pair in own.changes if pair[0] not in shared)
        dropped = (*(path for path in own.dropped if path not in shared), *other.dropped)
        told[own.day] = ChangedOccurrence(own.day, kept_back + other.changes, dropped, own.attachments)
    kept = tuple(told[day] for day in sorted(told) if day not in gone)
    return {MODIFIED: kept, DELETED: tuple(sorted(gone))}


def _exceptions(value: object) -> tuple[ChangedOccurrence, ...]:
    return tuple(one for one in value if isinstance(one, ChangedOccurrence)) if isinstance(value, tuple) else ()


def check_occurrence_update(master: Item, item: Item, changes: Mapping[PropertyPath, object]) -> None:
    """Raise the error of a change that an occurrence can't have.

    ErrorOccurrenceCrossingBoundary for one that isn't between its neighbours any more, by days of its zone;
    ErrorOccurrenceTimeSpanTooBig for one that overlaps them; ErrorInvalidPropertySet for a pattern of its own.
    """
    if RECURRENCE in changes:
        raise ExchangeError("ErrorInvalidPropertySet")
    if not {START, END} & set(changes) or item.occurrence is None:
        return
    start, end = changes.get(START, item.properties.get(START)), changes.get(END, item.properties.get(END))
    assert isinstance(start, datetime) and isinstance(end, datetime)
    zone = zone_in(master.properties)
    day = start.astimezone(zone).date()
    for neighbour, sign in ((day_before(master, item.occurrence), 1), (day_after(master, item.occurrence), -1)):
        held = span_of(occurrence(master, neighbour)) if neighbour is not None else None
        if held is None:
            continue
        if (day - held.start.astimezone(zone).date()).days * sign <= 0:
            raise ExchangeError("ErrorOccurrenceCrossingBoundary")
        if held.touches(start, end):
            raise ExchangeError("ErrorOccurrenceTimeSpanTooBig")
