"""ExportItems: items as streams that UploadItems takes (MS-OXWSBTRF 3.1.4.1)."""

import base64

from lxml import etree

from simulator.ews.item_stream import Exported, stream_of
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, schema_fault
from simulator.ews.target_ids import given_change, read_item
from simulator.ews.xml_text import identifier, local_name


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId, with the item's ids and its stream. The ChangeKey need not be the current one."""
    entries = entries_of(request, "ItemIds")
    for entry in entries:
        if local_name(entry) != "ItemId":
            raise schema_fault(f"The element 'ItemIds' has invalid child element '{local_name(entry)}'.")

    def one(entry: etree._Element) -> str:
        mailbox, item = context.mailbox, read_item(context, entry)
        given_change(entry)
        data = base64.b64encode(stream_of(Exported(mailbox.guid, item))).decode()
        ids = identifier("m:ItemId", mailbox.item_id(item), mailbox.change_key(item))
        return f"{ids}<m:Data>{data}</m:Data>"

    return answer_each("ExportItems", entries, one)


OPERATION = Operation(
    "ExportItems",
    "Exchange2010_SP1",
    handle,
    simulated="each item as a stream that UploadItems takes",
    lacks="streams of a real Exchange: the simulator's have a form of their own",
)
