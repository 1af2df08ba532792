"""CreateAttachment: hang files and items on an item (MS-OXWSATT 3.1.4.1)."""

from lxml import etree

from simulator.ews.attachment_xml import write_identity
from simulator.ews.item_parsing import read_attachment
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_child
from simulator.exchange.ids import decode_item_id


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per attachment, with its id and the item's new ChangeKey."""
    parent = required_child(request, "ParentItemId")

    def one(entry: etree._Element) -> str:
        mailbox = context.mailbox
        owner = context.organization.find_item(mailbox, decode_item_id(parent.get("Id", "")))
        attachment = read_attachment(context, entry)
        mailbox.add_attachment(owner, attachment)
        return f"<m:Attachments>{write_identity(mailbox, owner, attachment)}</m:Attachments>"

    return answer_each("CreateAttachment", entries_of(request, "Attachments"), one, on_error="<m:Attachments/>")


OPERATION = Operation("CreateAttachment", "Exchange2007", handle)
