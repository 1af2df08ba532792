"""CopyItem: copies of items, with all that hangs on them, in another folder (MS-OXWSCORE 3.1.4.1)."""

from lxml import etree

from simulator.ews.item_transfer import answer_transfer
from simulator.ews.operation import Operation
from simulator.ews.request_context import RequestContext
from simulator.exchange.mailbox import Mailbox


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId, with the copy's id unless the request doesn't want it."""
    return answer_transfer("CopyItem", request, context, Mailbox.copy_item)


OPERATION = Operation(
    "CopyItem",
    "Exchange2007",
    handle,
    simulated="copies with all that hangs on them, with new ids if wanted",
    lacks="public folders",
)
