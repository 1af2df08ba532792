"""MarkAllItemsAsRead: every item of a folder read, or unread (MS-OXWSCORE 3.1.4.5).

Sub-folders are left alone. Items that are marked already keep their ChangeKey, and tell synchronizing clients nothing.
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.property_table import row_of
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child, schema_fault
from simulator.ews.search_folders import items_shown
from simulator.ews.target_ids import read_folder
from simulator.ews.xml_text import content
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.read_receipts import send_receipt

NAME = "MarkAllItemsAsRead"
IS_READ = "message:IsRead"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a MarkAllItemsAsRead request."""
    read = _flag(request, "ReadFlag")
    suppress = _flag(request, "SuppressReadReceipts")

    def one(folder_id: etree._Element) -> str:
        mailbox, folder = read_folder(context, folder_id)
        for item in _to_change(mailbox, folder, read):
            mailbox.update_item(item, {IS_READ: read})
            if read and not suppress:
                send_receipt(context.organization, mailbox, item, "Read")
        return ""

    return answer_each(NAME, entries_of(request, "FolderIds"), one)


def _to_change(mailbox: Mailbox, folder: Folder, read: bool) -> list[Item]:
    shown = items_shown(mailbox, folder)
    return [item for item in shown if item.is_read is not read and row_of(item.kind, IS_READ) is not None]


def _flag(request: etree._Element, name: str) -> bool:
    value = content(required_child(request, name)).strip()
    if value not in ("true", "false", "1", "0"):
        raise schema_fault(f"The '{name}' element is invalid - The value '{value}' is invalid.")
    return value in ("true", "1")


OPERATION = Operation(
    NAME,
    "Exchange2013",
    handle,
    simulated="read or unread, with receipts unless they are suppressed",
)
