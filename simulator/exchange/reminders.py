"""When an item next reminds its owner, and what dismissing and snoozing do (MS-OXORMDR 3.1.4, MS-OXWSMTGS 3.1.4.7).

A series reminds of one occurrence at a time: the first that is neither deleted nor dismissed and has its reminder set.
Those that were over when the series was made count as dismissed (our choice). A task reminds at ReminderDueBy, a
calendar item so many minutes before it. A dismissed reminder of a single item is not set any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.series import day_after, first_day, is_master, occurrence, span_of

IS_SET = "item:ReminderIsSet"
DUE = "item:ReminderDueBy"
MINUTES = "item:ReminderMinutesBeforeStart"
SNOOZED = "tagus:ReminderSnoozedUntil"
"""Private: when a snoozed reminder comes again."""
FROM = "tagus:RemindersFrom"
"""Private to a series: the first day that wasn't dismissed."""
_MOST_WITHOUT = 400
"""So many occurrences in a row may have their reminder off before no more is looked for (our choice)."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: of a single item, a task or an occurrence."""

    item: Item
    at: datetime
    start: datetime
    end: datetime


def reminder_of(item: Item) -> Reminder | None:
    """The next reminder of an item or a series; None when it has none."""
    if not is_master(item):
        return _single(item, item.get(SNOOZED, datetime))
    for day in islice(_days(item), _MOST_WITHOUT):
        found = _single(occurrence(item, day), item.get(SNOOZED, datetime))
        if found is not None:
            return found
    return None


def next_time(item: Item) -> datetime | None:
    """When the item reminds next; a dismissed occurrence does not any more."""
    found = reminder_of(item)
    since = item.get(FROM, date)
    if found is None or (item.occurrence is not None and since is not None and item.occurrence < since):
        return None
    return found.at


def first_day_to_come(master: Item, now: datetime) -> date | None:
    """The first occurrence of a series that isn't over; None when it is all over or none of it is."""
    day = first_day(master)
    before = day
    while day is not None:
        span = span_of(occurrence(master, day))
        if span is None or span.end >= now:
            return day if day != before else None
        day = day_after(master, day)
    return None


def dismiss(mailbox: Mailbox, item: Item) -> Item:
    """Take the present reminder away; of a series, the next occurrence reminds. Returns the item that changed."""
    master = item if item.occurrence is None else mailbox.item(item.key)
    if not is_master(master):
        return mailbox.update_item(master, {IS_SET: False}, [SNOOZED])
    pending = reminder_of(master)
    day = item.occurrence or (pending.item.occurrence if pending is not None else None)
    following = day_after(master, day) if day is not None else None
    if following is None:
        return mailbox.update_item(master, {IS_SET: False}, [SNOOZED, FROM])
    changes: dict[PropertyPath, object] = {FROM: following}
    mailbox.update_item(master, changes, [SNOOZED])
    return master


def snooze(mailbox: Mailbox, item: Item, until: datetime) -> Item:
    """Remind again at a moment. Returns the item that changed. Raises ErrorInvalidOperation without a reminder."""
    master = item if item.occurrence is None else mailbox.item(item.key)
    if reminder_of(master) is None:
        raise ExchangeError("ErrorInvalidOperation")
    return mailbox.update_item(master, {SNOOZED: until})


def _days(master: Item) -> Iterator[date]:
    day = master.get(FROM, date) or first_day(master)
    while day is not None:
        if _is_there(master, day):
            yield day
        day = day_after(master, day)


def _is_there(master: Item, day: date) -> bool:
    try:
        occurrence(master, day)
    except ExchangeError:
        return False
    return True


def _single(item: Item, snoozed: datetime | None) -> Reminder | None:
    if not item.flag(IS_SET):
        return None
    span, due = span_of(item), item.get(DUE, datetime)
    if item.kind != "CalendarItem":
        if due is None:
            return None
        start = item.get("task:StartDate", datetime) or due
        return Reminder(item, snoozed or due, start, item.get("task:DueDate", datetime) or start)
    if span is None:
        return None
    minutes = timedelta(minutes=item.get(MINUTES, int) or 0)
    return Reminder(item, snoozed or (due or span.start) - minutes, span.start, span.end)
