"""UpdateItem: set, append to and delete properties (MS-OXWSCORE 3.1.4.9, MS-OXWSMTGS 3.1.4.9)."""

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import Disposition, choice, entries_of, flag, required_choice
from simulator.ews.shapes import ID_ONLY, write_item
from simulator.ews.target_ids import given_change, read_item, read_target_folder
from simulator.ews.update_fields import read_updates
from simulator.ews.xml_text import children, local_name, messages_child, types_child
from simulator.exchange import meetings
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_update import apply_update
from simulator.exchange.read_receipts import send_receipt
from simulator.exchange.submission import check_sendable, send
from simulator.soap.faults import EwsFault

Resolution = Literal["NeverOverwrite", "AutoResolve", "AlwaysOverwrite"]
RESOLUTIONS: tuple[Resolution, ...] = ("NeverOverwrite", "AutoResolve", "AlwaysOverwrite")
DISPOSITIONS: tuple[Disposition, ...] = ("SaveOnly", "SendOnly", "SendAndSaveCopy")
INVITATIONS = (
    "SendToNone", "SendOnlyToAll", "SendOnlyToChanged", "SendToAllAndSaveCopy", "SendToChangedAndSaveCopy",
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What holds for all changes of one request."""

    resolution: Resolution
    disposition: Disposition | None
    invitations: str | None
    folder: etree._Element | None
    silent: bool
    """Whether no receipt is sent for a message that becomes read."""


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemChange, with the item's new ChangeKey."""
    asked = Request(
        required_choice(request, "ConflictResolution", RESOLUTIONS),
        choice(request, "MessageDisposition", DISPOSITIONS),
        choice(request, "SendMeetingInvitationsOrCancellations", INVITATIONS),
        messages_child(request, "SavedItemFolderId"),
        flag(request, "SuppressReadReceipts", False),
    )

    def one(change: etree._Element) -> str:
        items = "".join(write_item(context, context.mailbox, item, ID_ONLY) for item in _change(context, asked, change))
        return f"<m:Items>{items}</m:Items><m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>"

    return answer_each("UpdateItem", entries_of(request, "ItemChanges"), one, on_error="<m:Items/>")


def _change(context: RequestContext, asked: Request, change: etree._Element) -> list[Item]:
    parts, updates_element = children(change), types_child(change, "Updates")
    if not parts or updates_element is None or local_name(parts[0]) == "Updates":
        raise EwsFault("ErrorSchemaValidation", "The element 'ItemChange' has incomplete content.")
    item = read_item(context, parts[0])
    _check_attributes(asked, item)
    _check_conflict(asked, item, given_change(parts[0]))
    updates, was_read = read_updates(context, item, updates_element), item.is_read
    apply_update(context.mailbox, item, updates.set, updates.delete, updates.item_class)
    if item.is_read and not was_read and not asked.silent:
        send_receipt(context.organization, context.mailbox, item, "Read")
    if item.kind == "CalendarItem":
        _tell_attendees(context, asked, item)
        return [item]
    if item.kind == "Message" and asked.disposition in ("SendOnly", "SendAndSaveCopy"):
        return _send(context, asked, item)
    return [item]


def _check_attributes(asked: Request, item: Item) -> None:
    if item.kind == "CalendarItem" and asked.invitations is None:
        raise ExchangeError("ErrorSendMeetingInvitationsOrCancellationsRequired")
    if item.kind == "Message" and asked.disposition is None:
        raise ExchangeError("ErrorMessageDispositionRequired")


def _check_conflict(asked: Request, item: Item, change: int | None) -> None:
    """AutoResolve overwrites here: the server merges what it can and keeps the new value otherwise (our choice)."""
    if asked.resolution == "AlwaysOverwrite":
        return
    if change is None:
        if asked.resolution == "NeverOverwrite":
            raise ExchangeError("ErrorChangeKeyRequiredForWriteOperations")
        return
    if change != item.change and asked.resolution == "NeverOverwrite":
        raise ExchangeError("ErrorIrresolvableConflict")


def _tell_attendees(context: RequestContext, asked: Request, item: Item) -> None:
    if asked.invitations is None or asked.invitations == "SendToNone":
        return
    whom: Literal["all", "changed"] = "changed" if "Changed" in asked.invitations else "all"
    copy = asked.invitations.endswith("SaveCopy")
    meetings.send_requests(context.organization, context.mailbox, item, whom, copy)


def _send(context: RequestContext, asked: Request, item: Item) -> list[Item]:
    mailbox = context.mailbox
    target = mailbox.distinguished("sentitems")
    if asked.folder is not None:
        target = read_target_folder(context, asked.folder)[1]
    check_sendable(context.organization, mailbox, item)
    send(context.organization, mailbox, item)
    if asked.disposition == "SendOnly":
        mailbox.remove_item(item)
    else:
        mailbox.move_item(item, target)
    return []


OPERATION = Operation(
    "UpdateItem",
    "Exchange2007",
    handle,
    simulated="set, append and delete, conflict resolution, updates of meetings to attendees",
)
