"""CreateAttachment: hang files, items and references on an item (MS-OXWSATT 3.1.4.1).

The parent may be an attached item, named by its AttachmentId: the new attachment then hangs on that (MS-OXWSATT 3.1.4.1
has attachments "to an item or another attachment").
"""

from lxml import etree

from simulator.ews.attachment_xml import write_identity
from simulator.ews.item_parsing import read_attachment
from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_attribute, required_child
from simulator.ews.target_ids import given_change
from simulator.exchange.errors import ExchangeError
from simulator.exchange.ids import AttachmentKey, FolderKey, ItemKey, decode


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per attachment, with its id and the new ChangeKey of the item in a folder."""
    parent = required_child(request, "ParentItemId")
    identity = required_attribute(parent, "Id")

    def one(entry: etree._Element) -> str:
        mailbox = context.mailbox
        root, numbers = _parent(identity)
        given_change(parent)
        owner = context.organization.find_item(mailbox, root)
        attachment = read_attachment(context, entry, above=len(numbers))
        mailbox.add_attachment(owner, attachment, numbers)
        written = write_identity(mailbox, owner, attachment, (*numbers, attachment.number))
        return f"<m:Attachments>{written}</m:Attachments>"

    return answer_each("CreateAttachment", entries_of(request, "Attachments"), one, on_error="<m:Attachments/>")


def _parent(identity: str) -> tuple[ItemKey, tuple[int, ...]]:
    """The item in a folder, and the way from it to the attached item that is the parent."""
    key = decode(identity)
    if isinstance(key, FolderKey):
        raise ExchangeError("ErrorCannotUseFolderIdForItemId")
    return (key.owner, key.numbers) if isinstance(key, AttachmentKey) else (key, ())


OPERATION = Operation(
    "CreateAttachment",
    "Exchange2007",
    handle,
    simulated="files, items and references, at any depth, with the limits of size and number",
)
