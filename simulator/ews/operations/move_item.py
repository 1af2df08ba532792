"""MoveItem: items into another folder of the mailbox; each gets a new id (MS-OXWSCORE 3.1.4.7)."""

from lxml import etree

from simulator.ews.item_transfer import answer_transfer
from simulator.ews.operation import Operation
from simulator.ews.request_context import RequestContext
from simulator.exchange.mailbox import Mailbox


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId, with the new id unless the request doesn't want it."""
    return answer_transfer("MoveItem", request, context, Mailbox.move_item)


OPERATION = Operation(
    "MoveItem",
    "Exchange2007",
    handle,
    simulated="items into another folder, with new ids if wanted",
    lacks="public folders",
)
