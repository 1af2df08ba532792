"""Changing an item as its owner does: rules that hold whatever the client sent, then the change itself."""

from datetime import datetime

from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import DEFAULT_ITEM_CLASS, Item
from simulator.exchange.item_defaults import MESSAGES, check_times, complete_task_status
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath

SENT_MESSAGE_KEEPS = frozenset(
    {"message:From", "message:Sender", "message:ToRecipients", "message:CcRecipients", "message:BccRecipients",
     "message:ReplyTo", "message:InternetMessageId", "message:IsReadReceiptRequested",
     "message:IsDeliveryReceiptRequested"}
)  # fmt: skip
"""What can't be changed once a message has been sent (ErrorInvalidPropertyUpdateSentMessage)."""


def apply_update(
    mailbox: Mailbox,
    item: Item,
    set_: dict[PropertyPath, object],
    delete: dict[PropertyPath, None],
    item_class: str | None = None,
) -> None:
    """Check the change as a whole, then make it. Raises ExchangeError, and then nothing is changed."""
    _check_item_class(item, item_class)
    touched = {path for path in (*set_, *delete) if isinstance(path, str)}
    if item.kind in MESSAGES and not item.flag("item:IsDraft") and SENT_MESSAGE_KEEPS & touched:
        raise ExchangeError("ErrorInvalidPropertyUpdateSentMessage")
    changes = dict(set_)
    if item.kind == "CalendarItem":
        _check_calendar(item, changes)
    if item.kind == "Task":
        _complete_task(mailbox, item, changes, delete)
    if item_class is not None:
        item.item_class = item_class
    mailbox.update_item(item, changes, delete)


def _check_item_class(item: Item, item_class: str | None) -> None:
    if item_class is None:
        return
    family = DEFAULT_ITEM_CLASS.get(item.kind, "IPM")
    known = [other for kind, other in DEFAULT_ITEM_CLASS.items() if kind != item.kind]
    if not item_class or any(item_class.lower().startswith(other.lower()) for other in known if other != family):
        raise ExchangeError("ErrorObjectTypeChanged")


def _check_calendar(item: Item, changes: dict[PropertyPath, object]) -> None:
    start = changes.get("calendar:Start", item.properties.get("calendar:Start"))
    end = changes.get("calendar:End", item.properties.get("calendar:End"))
    if isinstance(start, datetime) and isinstance(end, datetime):
        check_times(start, end)
    if "calendar:Start" in changes:
        changes.setdefault("item:ReminderDueBy", changes["calendar:Start"])


def _complete_task(
    mailbox: Mailbox, item: Item, changes: dict[PropertyPath, object], delete: dict[PropertyPath, None]
) -> None:
    """Status, PercentComplete and CompleteDate follow the one that the client changed."""
    trial = Item(item.kind, item.item_class, {**item.properties, **changes})
    for path in delete:
        trial.properties.pop(path, None)
    status, percent = changes.get("task:Status"), changes.get("task:PercentComplete")
    reopened = (status is not None and status != "Completed") or (isinstance(percent, int | float) and percent < 100)
    if reopened:
        trial.properties.pop("task:CompleteDate", None)
        if status is None and item.text("task:Status") == "Completed":
            trial.properties["task:Status"] = "InProgress" if percent else "NotStarted"
        if percent is None and item.properties.get("task:PercentComplete") == 100:
            trial.properties["task:PercentComplete"] = 0.0
    complete_task_status(trial, mailbox.clock.now())
    for path in ("task:Status", "task:PercentComplete", "task:CompleteDate"):
        if trial.properties.get(path) != item.properties.get(path):
            if path in trial.properties:
                changes[path] = trial.properties[path]
            else:
                delete[path] = None
