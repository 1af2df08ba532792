"""GetAttachment: the content of files, the properties of attached items (MS-OXWSATT 3.1.4.3)."""

from lxml import etree

from simulator.ews.attachment_xml import write_attachment, write_content
from simulator.ews.operation import Operation, answer_each
from simulator.ews.optional_behaviour import ANY_ATTACHED_ITEM_HAS_MIME
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_attribute
from simulator.ews.shapes import ItemShape, read_shape, write_attached_item
from simulator.ews.xml_text import messages_child
from simulator.exchange.attachments import way_to
from simulator.exchange.errors import ExchangeError
from simulator.exchange.ids import decode_attachment_id
from simulator.exchange.item import Item

WITHOUT_SHAPE = ItemShape(base="AllProperties")
WITH_MIME = ("IPM.Note", "IPM.Post", "IPM.Appointment")
"""Classes of attached items whose MIME content Exchange 2007 and 2010 give (MS-OXWSATT appendix, note 10)."""


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per AttachmentId; a shape that can't be is the answer of every one."""
    element = messages_child(request, "AttachmentShape")
    shape, refusal = WITHOUT_SHAPE, None
    try:
        if element is not None:
            shape = read_shape(element, base="AllProperties", server=context.site.version, version=context.version)
    except ExchangeError as error:
        refusal = error

    def one(entry: etree._Element) -> str:
        if refusal is not None:
            raise refusal
        mailbox, key = context.mailbox, decode_attachment_id(required_attribute(entry, "Id"))
        owner = context.organization.find_item(mailbox, key.owner)
        attachment = way_to(owner, key.numbers).attachment
        if attachment.item is None:
            inner = write_content(attachment)
        else:
            _check_mime(context, attachment.item, shape)
            inner = write_attached_item(context, mailbox, owner, key.numbers, attachment.item, shape)
        written = write_attachment(mailbox, owner, attachment, key.numbers, context.version, inner)
        return f"<m:Attachments>{written}</m:Attachments>"

    return answer_each("GetAttachment", entries_of(request, "AttachmentIds"), one, on_error="<m:Attachments/>")


def _check_mime(context: RequestContext, item: Item, shape: ItemShape) -> None:
    """Raise ErrorUnsupportedMimeConversion where the server has no MIME content for such an item."""
    known = any(item.item_class == one or item.item_class.startswith(f"{one}.") for one in WITH_MIME)
    if shape.include_mime and not known and not ANY_ATTACHED_ITEM_HAS_MIME.of(context.site.version):
        raise ExchangeError("ErrorUnsupportedMimeConversion")


OPERATION = Operation(
    "GetAttachment",
    "Exchange2007",
    handle,
    simulated="content of files, properties and MIME content of items, references",
)
