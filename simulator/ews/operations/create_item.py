"""CreateItem: new items, messages sent at once, meetings, answers to items (MS-OXWSCORE and MS-OXWSMTGS 3.1.4.2)."""

from dataclasses import dataclass

from lxml import etree

from simulator.ews.item_parsing import parse_item
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import Disposition, choice, entries_of
from simulator.ews.response_objects import RESPONSE_OBJECTS, answer_item
from simulator.ews.shapes import ID_ONLY, write_item
from simulator.ews.target_ids import read_target_folder
from simulator.ews.xml_text import local_name, messages_child
from simulator.exchange import meetings
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import MESSAGES, complete_new_item
from simulator.exchange.item_placement import HOME_FOLDERS, check_place
from simulator.exchange.submission import check_sendable, send

DISPOSITIONS: tuple[Disposition, ...] = ("SaveOnly", "SendOnly", "SendAndSaveCopy")
INVITATIONS = ("SendToNone", "SendOnlyToAll", "SendToAllAndSaveCopy")


@dataclass(frozen=True)
class Request:
    """What holds for all items of one request."""

    disposition: Disposition | None
    invitations: str | None
    folder: etree._Element | None


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per item, with the new item's ids."""
    asked = Request(
        choice(request, "MessageDisposition", DISPOSITIONS),
        choice(request, "SendMeetingInvitations", INVITATIONS),
        messages_child(request, "SavedItemFolderId"),
    )

    def one(element: etree._Element) -> str:
        if local_name(element) in RESPONSE_OBJECTS:
            items = answer_item(context, element, asked.disposition, _saved_folder(context, asked))
        else:
            items = _create(context, asked, element)
        return f"<m:Items>{''.join(write_item(context, context.mailbox, item, ID_ONLY) for item in items)}</m:Items>"

    return answer_each("CreateItem", entries_of(request, "Items"), one, on_error="<m:Items/>")


def _saved_folder(context: RequestContext, asked: Request) -> Folder | None:
    if asked.folder is None:
        return None
    try:
        return read_target_folder(context, asked.folder)[1]
    except ExchangeError as error:
        if error.code == "ErrorFolderNotFound":
            raise ExchangeError("ErrorSavedItemFolderNotFound") from None
        raise


def _create(context: RequestContext, asked: Request, element: etree._Element) -> list[Item]:
    parsed = parse_item(context, element)
    folder = _saved_folder(context, asked)
    item = parsed.item()
    if item.kind in MESSAGES:
        return _create_message(context, asked, item, folder)
    if item.kind == "CalendarItem" and asked.invitations is None:
        raise ExchangeError("ErrorSendMeetingInvitationsRequired")
    target = folder or context.mailbox.distinguished(HOME_FOLDERS.get(item.kind, "inbox"))
    check_place(item, target)
    complete_new_item(context.mailbox, item)
    context.mailbox.add_item(item, target)
    if item.kind == "CalendarItem" and asked.invitations != "SendToNone":
        copy = asked.invitations == "SendToAllAndSaveCopy"
        meetings.send_requests(context.organization, context.mailbox, item, "all", copy)
    return [item]


def _create_message(context: RequestContext, asked: Request, item: Item, folder: Folder | None) -> list[Item]:
    mailbox = context.mailbox
    if asked.disposition is None:
        raise ExchangeError("ErrorMessageDispositionRequired")
    if item.kind != "Message":
        raise ExchangeError("ErrorInvalidItemForOperationCreateItem")
    home = "drafts" if asked.disposition == "SaveOnly" else "sentitems"
    target = folder or mailbox.distinguished(home)
    check_place(item, target)
    complete_new_item(mailbox, item)
    if asked.disposition == "SaveOnly":
        return [mailbox.add_item(item, target)]
    check_sendable(context.organization, mailbox, item)
    send(context.organization, mailbox, item)
    if asked.disposition == "SendAndSaveCopy":
        mailbox.add_item(item, target)
    return []


OPERATION = Operation(
    "CreateItem",
    "Exchange2007",
    handle,
    simulated="every kind of item, drafts, sending at once, meetings with their invitations, response objects",
    lacks="invitations to share, proposals of a new time",
)
