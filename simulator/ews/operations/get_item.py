"""GetItem: items with the properties asked for (MS-OXWSCORE 3.1.4.4)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_of, each, failure, success
from simulator.ews.rendered_items import is_its_own, view_of
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.ews.shapes import ItemShape, read_shape, write_item
from simulator.ews.target_ids import read_item
from simulator.exchange.errors import ExchangeError
from simulator.soap.namespaces import TYPES

NAME = "GetItem"
_MESSAGE = "GetItemResponseMessage"
_ITEM_ID = f"{{{TYPES}}}ItemId"


def handle(request: etree._Element, context: RequestContext) -> tuple[bytes, ...]:
    """One message per ItemId; a shape that can't be is the answer of every one."""
    entries = entries_of(request, "ItemIds")
    try:
        shape = read_shape(required_child(request, "ItemShape"), server=context.site.version, version=context.version)
    except ExchangeError as error:
        refusal = failure(_MESSAGE, error, "<m:Items/>").encode()
        return answer_of(NAME, [refusal] * len(entries))
    view = view_of(shape, context.version, context.time_zone, context.mailbox.guid)
    messages = each(_MESSAGE, entries, lambda entry: _message(context, shape, view, entry), on_error="<m:Items/>")
    return answer_of(NAME, list(messages))


def _message(context: RequestContext, shape: ItemShape, view: object, entry: etree._Element) -> bytes:
    """One response message: the one that is rendered already, or a new one, which is kept. Raises ExchangeError."""
    kept = context.rendered
    identity = entry.get("Id") if kept is not None and entry.tag == _ITEM_ID else None
    known = kept.get(view, identity) if kept is not None and identity is not None else None
    if known is not None:
        return known
    mailbox = context.mailbox
    item = read_item(context, entry)
    shown = write_item(context, mailbox, item, shape)
    message = success(_MESSAGE, f"<m:Items>{shown}</m:Items>").encode()
    if kept is not None and identity is not None and is_its_own(item, shape.uris):
        kept.keep(view, identity, mailbox, item, message)
    return message


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="every shape, additional and extended properties, bodies in either form, MIME content",
)
