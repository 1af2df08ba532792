"""DeleteFolder (MS-OXWSFOLD 3.1.4.3): each id is answered by itself.

A folder that is in Deleted Items already goes for good.
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_choice
from simulator.ews.target_ids import read_folder
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import DisposalType, Mailbox

NAME = "DeleteFolder"
_DISPOSALS: tuple[DisposalType, ...] = ("HardDelete", "SoftDelete", "MoveToDeletedItems")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a DeleteFolder request."""
    disposal = required_choice(request, "DeleteType", _DISPOSALS)

    def one(folder_id: etree._Element) -> str:
        mailbox, folder = read_folder(context, folder_id)
        if folder.distinguished:
            raise ExchangeError("ErrorDeleteDistinguishedFolder")
        thrown_away = disposal == "MoveToDeletedItems" and _is_in_deleted_items(mailbox, folder)
        mailbox.delete_folder(folder, "HardDelete" if thrown_away else disposal)
        return ""

    return answer_each(NAME, entries_of(request, "FolderIds"), one)


def _is_in_deleted_items(mailbox: Mailbox, folder: Folder) -> bool:
    return any(below is folder for below in mailbox.descendants(mailbox.distinguished("deleteditems")))


OPERATION = Operation(NAME, "Exchange2007", handle)
