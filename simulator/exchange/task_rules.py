"""How Status, PercentComplete and CompleteDate of a task follow each other (MS-OXWSTASK 2.2.4.6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath

STATUS, PERCENT, COMPLETE_DATE = "task:Status", "task:PercentComplete", "task:CompleteDate"
CHANGE_COUNT = "task:ChangeCount"
PROGRESS = (COMPLETE_DATE, PERCENT, STATUS)
"""The three, in the order of the schema: a request that sets several is read in its own order, and the last one
decides."""

_TEXTS = {
    "NotStarted": "Not Started",
    "InProgress": "In Progress",
    "Completed": "Completed",
    "WaitingOnOthers": "Waiting on someone else",
    "Deferred": "Deferred",
}

Values = dict[PropertyPath, object]


def status_text(status: str) -> str:
    """What StatusDescription says, in English whatever the mailbox's language (our choice)."""
    return _TEXTS.get(status, _TEXTS["NotStarted"])


def complete_task(mailbox: Mailbox, item: Item) -> None:
    """Fill in what the client left open. Raises ErrorInvalidPercentCompleteValue or ErrorInvalidCompleteDate."""
    held = item.properties
    given = [(path, held.pop(path)) for path in PROGRESS if path in held]
    held |= {STATUS: "NotStarted", PERCENT: 0.0}
    for path, value in given:
        _follow(held, path, value, mailbox.clock.now())
    for name, value in (
        ("ChangeCount", 1),
        ("IsRecurring", False),
        ("IsTeamTask", False),
        ("IsAssignmentEditable", 0),
        ("DelegationState", "NoMatch"),
        ("Owner", mailbox.account.display_name),
    ):
        held.setdefault(f"task:{name}", value)


def change_task(item: Item, changes: Values, delete: Iterable[PropertyPath], now: datetime) -> tuple[Values, set[str]]:
    """What the change of a task comes to: every property to set, and of the three those to delete.

    Raises ErrorInvalidPercentCompleteValue or ErrorInvalidCompleteDate.
    """
    held: Values = {path: item.properties[path] for path in PROGRESS if path in item.properties}
    if COMPLETE_DATE in delete and held.pop(COMPLETE_DATE, None) is not None:
        held |= {STATUS: "NotStarted", PERCENT: 0.0}
    for path, value in changes.items():
        if path in PROGRESS:
            _follow(held, path, value, now)
    count = item.get(CHANGE_COUNT, int) or 0
    gone = {path for path in PROGRESS if path in item.properties and path not in held}
    others = {path: value for path, value in changes.items() if path not in PROGRESS}
    return {**others, CHANGE_COUNT: count + 1, **held}, gone


def _follow(held: Values, path: PropertyPath, value: object, now: datetime) -> None:
    if path == COMPLETE_DATE:
        if isinstance(value, datetime) and value > now + timedelta(days=1):
            raise ExchangeError("ErrorInvalidCompleteDate", path=path)
        held |= {COMPLETE_DATE: value, STATUS: "Completed", PERCENT: 100.0}
    elif path == PERCENT and isinstance(value, int | float):
        if not 0 <= value <= 100:
            raise ExchangeError("ErrorInvalidPercentCompleteValue", path=path)
        _percent(held, float(value), now)
    elif path == STATUS:
        _status(held, str(value), now)


def _percent(held: Values, percent: float, now: datetime) -> None:
    held[PERCENT] = percent
    if percent == 100:
        _done(held, now)
        return
    held.pop(COMPLETE_DATE, None)
    if held.get(STATUS) == "Completed" or (percent and held.get(STATUS) == "NotStarted"):
        held[STATUS] = "InProgress" if percent else "NotStarted"


def _status(held: Values, status: str, now: datetime) -> None:
    held[STATUS] = status
    if status == "Completed":
        _done(held, now)
        return
    held.pop(COMPLETE_DATE, None)
    if status == "NotStarted" or held.get(PERCENT) == 100:
        held[PERCENT] = 0.0


def _done(held: Values, now: datetime) -> None:
    held |= {STATUS: "Completed", PERCENT: 100.0}
    held.setdefault(COMPLETE_DATE, now.replace(hour=0, minute=0, second=0, microsecond=0))
