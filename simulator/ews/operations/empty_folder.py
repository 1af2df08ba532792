"""EmptyFolder (MS-OXWSFOLD 3.1.4.5): everything in a folder is deleted, and its sub-folders if the request says so.

What is in Deleted Items cannot be moved there: it is soft-deleted instead, as DeleteItem does.
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_choice
from simulator.ews.target_ids import read_folder
from simulator.exchange.folder_rules import check_empty
from simulator.exchange.mailbox import DISPOSALS

NAME = "EmptyFolder"
_FLAGS = ("true", "false", "1", "0")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer an EmptyFolder request."""
    disposal = required_choice(request, "DeleteType", DISPOSALS)
    with_subfolders = required_choice(request, "DeleteSubFolders", _FLAGS) in ("true", "1")

    def one(folder_id: etree._Element) -> str:
        mailbox, folder = read_folder(context, folder_id)
        check_empty(mailbox, folder, with_subfolders=with_subfolders)
        how = mailbox.disposal_in(folder, disposal)
        for item in list(folder.items.values()):
            mailbox.delete_item(item, how)
        for child in list(mailbox.children(folder)) if with_subfolders else ():
            mailbox.delete_folder(child, how)
        return ""

    return answer_each(NAME, entries_of(request, "FolderIds"), one)


OPERATION = Operation(
    NAME,
    "Exchange2010_SP1",
    handle,
    simulated="items alone, or with all folders below; hard, soft and into Deleted Items",
    lacks="public folders",
)
