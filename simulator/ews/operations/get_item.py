"""GetItem: items with the properties asked for (MS-OXWSCORE 3.1.4.4)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.shapes import read_shape, write_item
from simulator.ews.target_ids import read_item
from simulator.exchange.errors import ExchangeError


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId; a shape that can't be is the answer of every one."""
    refusal: ExchangeError | None = None
    shape = None
    try:
        shape = read_shape(required_child(request, "ItemShape"), server=context.site.version)
    except ExchangeError as error:
        refusal = error

    def one(entry: etree._Element) -> str:
        if shape is None:
            assert refusal is not None
            raise refusal
        item = read_item(context, entry)
        return f"<m:Items>{write_item(context, context.mailbox, item, shape)}</m:Items>"

    return answer_each("GetItem", entries_of(request, "ItemIds"), one, on_error="<m:Items/>")


OPERATION = Operation("GetItem", "Exchange2007", handle)
