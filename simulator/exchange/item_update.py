"""Changing an item as its owner does: rules that hold whatever the client sent, then the change itself."""

from datetime import datetime

from simulator.exchange.calendar_times import check_times, settled_update
from simulator.exchange.contact_rules import refiled
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item, check_item_class
from simulator.exchange.item_defaults import MESSAGES, dated
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.recurring_tasks import changed_task
from simulator.exchange.series_changes import check_occurrence_update
from simulator.exchange.task_rules import change_task
from simulator.exchange.values import Flag

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
    if item_class is not None:
        check_item_class(item.kind, item_class)
    touched = {path for path in (*set_, *delete) if isinstance(path, str)}
    if item.kind in MESSAGES and not item.flag("item:IsDraft") and SENT_MESSAGE_KEEPS & touched:
        raise ExchangeError("ErrorInvalidPropertyUpdateSentMessage")
    changes = dict(set_)
    if item.kind == "CalendarItem":
        _complete_calendar_item(mailbox, item, changes, delete)
    if item.kind == "Task":
        changes, gone = change_task(item, changes, delete, mailbox.clock.now())
        delete = {path: None for path in delete if path not in changes} | dict.fromkeys(gone)
        changed_task(mailbox, item, changes, delete, mailbox.clock.now())
        delete = {path: None for path in delete if path not in changes}
    if item.kind == "Contact":
        changes = refiled(item, changes, set(delete))
    if isinstance(changes.get("item:Flag"), Flag):
        changes["item:Flag"] = dated(changes["item:Flag"], mailbox.clock.now())
    if item_class is not None:
        item.item_class = item_class
    mailbox.update_item(item, changes, delete)


def _complete_calendar_item(
    mailbox: Mailbox, item: Item, changes: dict[PropertyPath, object], delete: dict[PropertyPath, None]
) -> None:
    """An occurrence stays between its neighbours; any other item's times follow what the client changed."""
    if item.occurrence is None:
        changes |= settled_update(item, changes, delete)
        return
    start = changes.get("calendar:Start", item.properties.get("calendar:Start"))
    end = changes.get("calendar:End", item.properties.get("calendar:End"))
    if isinstance(start, datetime) and isinstance(end, datetime):
        check_times(start, end)
    check_occurrence_update(mailbox.item(item.key), item, changes)
    if "calendar:Start" in changes:
        changes.setdefault("item:ReminderDueBy", changes["calendar:Start"])
