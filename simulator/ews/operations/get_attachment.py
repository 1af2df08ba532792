"""GetAttachment: the content of files, the properties of attached items (MS-OXWSATT 3.1.4.3)."""

from lxml import etree

from simulator.ews.attachment_xml import write_attachment, write_content
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of
from simulator.ews.shapes import ItemShape, read_shape, write_attached_item
from simulator.ews.xml_text import messages_child
from simulator.exchange.attachments import Attachment
from simulator.exchange.errors import ExchangeError
from simulator.exchange.ids import AttachmentKey, decode_attachment_id
from simulator.exchange.item import Item

WITHOUT_SHAPE = ItemShape(base="AllProperties")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per AttachmentId."""
    element = messages_child(request, "AttachmentShape")
    shape = WITHOUT_SHAPE if element is None else read_shape(element, base="AllProperties", server=context.site.version)

    def one(entry: etree._Element) -> str:
        key = decode_attachment_id(entry.get("Id", ""))
        owner = _owner(context, key)
        attachment = _find(owner, key.numbers)
        mailbox = context.mailbox
        if attachment.item is None:
            inner = write_content(attachment)
        else:
            inner = write_attached_item(context, mailbox, owner, key.numbers, attachment.item, shape)
        return f"<m:Attachments>{write_attachment(mailbox, owner, attachment, key.numbers, inner)}</m:Attachments>"

    return answer_each("GetAttachment", entries_of(request, "AttachmentIds"), one, on_error="<m:Attachments/>")


def _owner(context: RequestContext, key: AttachmentKey) -> Item:
    return context.organization.find_item(context.mailbox, key.owner)


def _find(owner: Item, numbers: tuple[int, ...]) -> Attachment:
    """The attachment at the end of the way. Raises ErrorItemNotFound."""
    attachments, found = owner.attachments, None
    for number in numbers:
        found = next((one for one in attachments if one.number == number), None)
        if found is None:
            break
        attachments = found.item.attachments if found.item is not None else []
    if found is None:
        raise ExchangeError("ErrorItemNotFound")
    return found


OPERATION = Operation("GetAttachment", "Exchange2007", handle)
