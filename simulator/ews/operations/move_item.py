"""MoveItem: items into another folder of the mailbox; each gets a new id (MS-OXWSCORE 3.1.4.7)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.shapes import ID_ONLY, write_item
from simulator.ews.target_ids import read_item, read_target_folder
from simulator.ews.xml_text import content, messages_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId, with the new ids unless the request doesn't want them."""
    target_element = required_child(request, "ToFolderId")
    wanted = messages_child(request, "ReturnNewItemIds")
    with_ids = wanted is None or content(wanted).strip() in ("true", "1")

    def target() -> Folder:
        try:
            return read_target_folder(context, target_element)[1]
        except ExchangeError as error:
            if error.code == "ErrorFolderNotFound":
                raise ExchangeError("ErrorToFolderNotFound") from None
            raise

    def one(entry: etree._Element) -> str:
        folder = target()
        item = context.mailbox.move_item(read_item(context, entry), folder)
        return f"<m:Items>{write_item(context, context.mailbox, item, ID_ONLY) if with_ids else ''}</m:Items>"

    return answer_each("MoveItem", entries_of(request, "ItemIds"), one, on_error="<m:Items/>")


OPERATION = Operation("MoveItem", "Exchange2007", handle)
