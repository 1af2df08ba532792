"""ArchiveItem: no mailbox here has an archive, and that is what is answered (MS-OXWSARCH 3.1.4.1).

Learn, "ArchiveItem operation", has the answer that Exchange gives then: ErrorInvalidOperation and its text. Archive
mailboxes are not simulated.
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.target_ids import read_target_folder
from simulator.exchange.errors import ExchangeError


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId."""
    source = required_child(request, "ArchiveSourceFolderId")

    def one(_entry: etree._Element) -> str:
        read_target_folder(context, source)
        raise ExchangeError("ErrorInvalidOperation", "Archive mailbox is not enabled for this user.")

    return answer_each("ArchiveItem", entries_of(request, "ItemIds"), one, on_error="<m:Items/>")


OPERATION = Operation(
    "ArchiveItem",
    "Exchange2013",
    handle,
    simulated="the answer for a mailbox without an archive: ErrorInvalidOperation",
    lacks="archive mailboxes",
)
