"""Attachments as XML: the list that an item shows, and the content that GetAttachment gives (MS-OXWSATT 2.2.4)."""

import base64
import mimetypes
from datetime import tzinfo

from lxml import etree

from simulator.ews.value_codecs import moment_text, read_base64
from simulator.ews.xml_text import children, content, leaf, local_name
from simulator.exchange.attachments import Attachment
from simulator.exchange.ids import AttachmentKey, ItemKey, encode_attachment_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.soap.faults import EwsFault


def attachment_id(mailbox: Mailbox, owner: Item, numbers: tuple[int, ...]) -> str:
    """The AttachmentId text of the attachment at the end of ``numbers``, counted from ``owner``."""
    return encode_attachment_id(AttachmentKey(ItemKey(mailbox.guid, owner.folder, owner.key), numbers))


def write_attachment_list(mailbox: Mailbox, owner: Item, item: Item, numbers: tuple[int, ...] = ()) -> str:
    """``t:Attachments`` of ``item`` without contents; nothing when there are none.

    ``owner`` is the item in a folder: ``item`` itself, or the one that ``item`` is attached to by way of ``numbers``.
    """
    inner = "".join(
        write_attachment(mailbox, owner, attachment, (*numbers, attachment.number)) for attachment in item.attachments
    )
    return f"<t:Attachments>{inner}</t:Attachments>" if inner else ""


def write_attachment(
    mailbox: Mailbox, owner: Item, attachment: Attachment, numbers: tuple[int, ...], inner: str = ""
) -> str:
    """One attachment. ``inner`` is its content or item."""
    name = "FileAttachment" if attachment.item is None else "ItemAttachment"
    identity = attachment_id(mailbox, owner, numbers)
    parts = [f'<t:AttachmentId Id="{identity}"/>', leaf("t:Name", attachment.name)]
    for element, value in (
        ("ContentType", attachment.content_type),
        ("ContentId", attachment.content_id),
        ("ContentLocation", attachment.content_location),
    ):
        if value is not None:
            parts.append(leaf(f"t:{element}", value))
    parts.append(f"<t:Size>{attachment.size}</t:Size>")
    parts.append(f"<t:LastModifiedTime>{moment_text(attachment.modified)}</t:LastModifiedTime>")
    parts.append(f"<t:IsInline>{'true' if attachment.is_inline else 'false'}</t:IsInline>")
    if attachment.item is None:
        parts.append(f"<t:IsContactPhoto>{'true' if attachment.is_contact_photo else 'false'}</t:IsContactPhoto>")
    return f"<t:{name}>{''.join(parts)}{inner}</t:{name}>"


def write_identity(mailbox: Mailbox, owner: Item, attachment: Attachment) -> str:
    """One attachment as CreateAttachment answers it: its id and the owner's new ids alone."""
    name = "FileAttachment" if attachment.item is None else "ItemAttachment"
    identity = attachment_id(mailbox, owner, (attachment.number,))
    roots = f'RootItemId="{mailbox.item_id(owner)}" RootItemChangeKey="{mailbox.change_key(owner)}"'
    return f'<t:{name}><t:AttachmentId Id="{identity}" {roots}/></t:{name}>'


def write_content(attachment: Attachment) -> str:
    """``t:Content`` of a file."""
    return f"<t:Content>{base64.b64encode(attachment.content or b'').decode()}</t:Content>"


def read_file_attachment(mailbox: Mailbox, element: etree._Element, _zone: tzinfo) -> Attachment:
    """A ``t:FileAttachment``. Raises EwsFault when it has no content."""
    part = {local_name(child): child for child in children(element)}
    if "Content" not in part:
        raise EwsFault("ErrorSchemaValidation", "The element 'FileAttachment' has incomplete content: Content.")

    def text_of(name: str) -> str | None:
        return content(part[name]) if name in part else None

    name = text_of("Name") or ""
    return Attachment(
        number=mailbox.new_key(),
        name=name,
        modified=mailbox.clock.now(),
        content=read_base64(part["Content"]),
        content_type=text_of("ContentType") or mimetypes.guess_type(name)[0],
        content_id=text_of("ContentId"),
        content_location=text_of("ContentLocation"),
        is_inline=(text_of("IsInline") or "false").strip() in ("true", "1"),
        is_contact_photo=(text_of("IsContactPhoto") or "false").strip() in ("true", "1"),
    )
