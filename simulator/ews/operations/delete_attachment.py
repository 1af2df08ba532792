"""DeleteAttachment: take files and items away from an item (MS-OXWSATT 3.1.4.2)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_attribute
from simulator.exchange.ids import decode_attachment_id


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per AttachmentId, with the new ChangeKey of the item in a folder."""

    def one(entry: etree._Element) -> str:
        mailbox = context.mailbox
        key = decode_attachment_id(required_attribute(entry, "Id"))
        owner = context.organization.find_item(mailbox, key.owner)
        mailbox.remove_attachment(owner, key.numbers)
        return f'<m:RootItemId RootItemId="{mailbox.item_id(owner)}" RootItemChangeKey="{mailbox.change_key(owner)}"/>'

    return answer_each("DeleteAttachment", entries_of(request, "AttachmentIds"), one)


OPERATION = Operation(
    "DeleteAttachment",
    "Exchange2007",
    handle,
    simulated="at any depth, with the new ChangeKey of the item in a folder",
)
