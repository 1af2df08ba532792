"""What MoveItem and CopyItem have in common (MS-OXWSCORE 2.2.4.13 BaseMoveCopyItemType)."""

from collections.abc import Callable

from lxml import etree

from simulator.ews.operation import answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.shapes import ID_ONLY, write_item
from simulator.ews.target_ids import given_change, read_item, read_target_folder
from simulator.ews.value_codecs import BOOLEAN
from simulator.ews.xml_text import local_name, messages_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox

Transfer = Callable[[Mailbox, Item, Folder], Item]


def answer_transfer(operation: str, request: etree._Element, context: RequestContext, transfer: Transfer) -> bytes:
    """One message per ItemId, with the ids after the transfer unless the request doesn't want them.

    A folder that isn't there is ErrorToFolderNotFound for every item; an occurrence of a series can't leave it:
    ErrorCalendarCannotMoveOrCopyOccurrence.
    """
    target_element = required_child(request, "ToFolderId")
    wanted = messages_child(request, "ReturnNewItemIds")
    with_ids = wanted is None or BOOLEAN.read(wanted, context.time_zone)

    def one(entry: etree._Element) -> str:
        folder = _target(context, target_element)
        if local_name(entry) == "OccurrenceItemId":
            raise ExchangeError("ErrorCalendarCannotMoveOrCopyOccurrence")
        item = read_item(context, entry)
        given_change(entry)
        there = transfer(context.mailbox, item, folder)
        return f"<m:Items>{write_item(context, context.mailbox, there, ID_ONLY) if with_ids else ''}</m:Items>"

    return answer_each(operation, entries_of(request, "ItemIds"), one, on_error="<m:Items/>")


def _target(context: RequestContext, element: etree._Element) -> Folder:
    try:
        return read_target_folder(context, element)[1]
    except ExchangeError as error:
        if error.code == "ErrorFolderNotFound":
            raise ExchangeError("ErrorToFolderNotFound") from None
        raise
