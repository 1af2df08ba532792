"""DeleteFolder (MS-OXWSFOLD 3.1.4.4): each id is answered by itself.

A folder that is in Deleted Items already cannot be moved there: it is soft-deleted instead.
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_choice
from simulator.ews.target_ids import read_folder
from simulator.exchange.folder_rules import check_delete
from simulator.exchange.mailbox import DISPOSALS

NAME = "DeleteFolder"


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a DeleteFolder request."""
    disposal = required_choice(request, "DeleteType", DISPOSALS)

    def one(folder_id: etree._Element) -> str:
        mailbox, folder = read_folder(context, folder_id)
        check_delete(mailbox, folder)
        mailbox.delete_folder(folder, mailbox.disposal_in(mailbox.folders[folder.parent], disposal))
        return ""

    return answer_each(NAME, entries_of(request, "FolderIds"), one)


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="hard, soft and into Deleted Items; distinguished folders refuse",
    lacks="public folders",
)
