"""Tasks that recur (MS-OXWSTASK 2.2.4.6, MS-OXOTASK 3.1.4.4): the folder holds the present occurrence alone.

Completing it leaves a completed task of its own behind and moves the recurring one on: by the pattern, or for a
regenerating one so long after the day of completion. The last one is simply completed. The recurring task keeps its
id, and UpdateItem answers with it (our choice). Days are those of UTC, as tasks have no zone.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_copy import copy_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.recurrence import EndDate, Numbered, Recurrence, Regeneration
from simulator.exchange.recurrence_dates import first_date, next_date, starting
from simulator.exchange.task_rules import COMPLETE_DATE, PERCENT, PROGRESS, STATUS

RECURRENCE = "task:Recurrence"
START, DUE = "task:StartDate", "task:DueDate"


def settled_task(held: Mapping[PropertyPath, object]) -> dict[PropertyPath, object]:
    """What a task with these properties has of its recurrence: it begins with its first occurrence."""
    recurrence = held.get(RECURRENCE)
    if not isinstance(recurrence, Recurrence):
        return {"task:IsRecurring": False}
    first = first_date(recurrence)
    assert first is not None
    start, due = _at(first), held.get(DUE)
    before = held.get(START)
    lasts = due - before if isinstance(due, datetime) and isinstance(before, datetime) else timedelta()
    return {
        "task:IsRecurring": True,
        RECURRENCE: starting(recurrence, first),
        START: start,
        DUE: start + max(lasts, timedelta()),
    }


def changed_task(
    mailbox: Mailbox, item: Item, changes: dict[PropertyPath, object], delete: dict[PropertyPath, None], now: datetime
) -> None:
    """Add to a change of a task what follows for its recurrence; completing it may leave a completed one behind."""
    if changes.get(STATUS) == "Completed" and _complete(mailbox, item, changes, now):
        delete[COMPLETE_DATE] = None
    elif RECURRENCE in changes or RECURRENCE in delete:
        held = {**item.properties, **changes}
        for path in delete:
            held.pop(path, None)
        changes |= settled_task(held)


def _complete(mailbox: Mailbox, item: Item, changes: dict[PropertyPath, object], now: datetime) -> bool:
    """Whether a completed task was left behind, and `changes` now move this one on."""
    moved = moved_on(item, changes, now) if item.text(STATUS) != "Completed" else None
    if moved is None:
        return False
    done = copy_item(item, mailbox.new_key)
    done.properties |= changes
    done.properties.pop(RECURRENCE, None)
    done.properties["task:IsRecurring"] = False
    done.properties["item:ReminderIsSet"] = False
    mailbox.add_item(done, mailbox.folder(item.folder))
    for path in PROGRESS:
        changes.pop(path, None)
    changes.update(moved)
    return True


def delete_occurrence(mailbox: Mailbox, item: Item, now: datetime) -> None:
    """Move a recurring task on, as if its present occurrence never was. Raises ErrorCannotDeleteTaskOccurrence."""
    moved = moved_on(item, {}, now)
    if moved is None:
        raise ExchangeError("ErrorCannotDeleteTaskOccurrence")
    mailbox.update_item(item, moved, [COMPLETE_DATE])


def moved_on(item: Item, changes: Mapping[PropertyPath, object], now: datetime) -> dict[PropertyPath, object] | None:
    """The properties of the next occurrence; None when there is none, or the task doesn't recur."""
    recurrence = item.get(RECURRENCE, Recurrence)
    if recurrence is None:
        return None
    completed = changes.get(COMPLETE_DATE, item.properties.get(COMPLETE_DATE))
    done = (completed if isinstance(completed, datetime) else now).astimezone(UTC).date()
    start = item.get(START, datetime)
    here = start.astimezone(UTC).date() if start is not None else recurrence.range.start
    following, ahead = _next(recurrence, here, done)
    if following is None:
        return None
    moved: dict[PropertyPath, object] = {
        RECURRENCE: ahead,
        STATUS: "NotStarted",
        PERCENT: 0.0,
    }
    for path in (START, DUE, "item:ReminderDueBy"):
        held = item.get(path, datetime)
        if held is not None:
            moved[path] = held + (following - here)
    return moved


def _next(recurrence: Recurrence, here: date, done: date) -> tuple[date | None, Recurrence]:
    """The next day, and the recurrence from it on."""
    pattern, bounds = recurrence.pattern, recurrence.range
    if not isinstance(pattern, Regeneration):
        return next_date(recurrence, here), recurrence
    units = {"Daily": "days", "Weekly": "weeks", "Monthly": "months", "Yearly": "years"}[pattern.unit]
    following = done + relativedelta(**{units: pattern.interval})  # type: ignore[arg-type]
    if isinstance(bounds, Numbered):
        left = bounds.count - 1
        return (following, replace(recurrence, range=Numbered(following, left))) if left else (None, recurrence)
    if isinstance(bounds, EndDate) and following > bounds.end:
        return None, recurrence
    return following, replace(recurrence, range=replace(bounds, start=following))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
