"""Attachments as XML: the list that an item shows, and the content that GetAttachment gives (MS-OXWSATT 2.2.4)."""

import base64
import mimetypes
from datetime import UTC
from typing import Any

from lxml import etree

from simulator.ews.value_codecs import BOOLEAN, INTEGER, TEXT, Codec, moment_text, read_base64
from simulator.ews.xml_text import children, content, leaf, local_name
from simulator.exchange.attachments import Attachment, Reference
from simulator.exchange.ids import AttachmentKey, encode_attachment_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange_version import API_VERSIONS
from simulator.soap.faults import EwsFault

REFERENCES_SINCE = "Exchange2013_SP1"
"""The first version that has ReferenceAttachment (MS-OXWSATT appendix, note 8)."""
_MORE_SINCE = API_VERSIONS.index("Exchange2010")
"""The first version that has Size, LastModifiedTime, IsInline and IsContactPhoto (notes 1 and 2)."""
_REFERENCE: tuple[tuple[str, str, Codec], ...] = (
    ("AttachLongPathName", "location", TEXT),
    ("ProviderType", "provider_type", TEXT),
    ("ProviderEndpointUrl", "provider_endpoint", TEXT),
    ("AttachmentThumbnailUrl", "thumbnail", TEXT),
    ("AttachmentPreviewUrl", "preview", TEXT),
    ("PermissionType", "permission", INTEGER),
    ("OriginalPermissionType", "original_permission", INTEGER),
    ("AttachmentIsFolder", "is_folder", BOOLEAN),
)
"""What a ReferenceAttachment has beside the rest, in the schema's order: element, field of a `Reference`, codec."""


def attachment_id(mailbox: Mailbox, owner: Item, numbers: tuple[int, ...]) -> str:
    """The AttachmentId text of the attachment at the end of ``numbers``, counted from ``owner``."""
    return encode_attachment_id(AttachmentKey(mailbox.item_key(owner), numbers))


def write_attachment_list(
    mailbox: Mailbox, owner: Item, item: Item, version: str, numbers: tuple[int, ...] = ()
) -> str:
    """``t:Attachments`` of ``item`` without contents; nothing when there are none.

    ``owner`` is the item in a folder: ``item`` itself, or the one that ``item`` is attached to by way of ``numbers``.
    References are left out for a ``version`` that has none.
    """
    known = API_VERSIONS.index(version) >= API_VERSIONS.index(REFERENCES_SINCE)
    inner = "".join(
        write_attachment(mailbox, owner, attachment, (*numbers, attachment.number), version)
        for attachment in item.attachments
        if known or attachment.reference is None
    )
    return f"<t:Attachments>{inner}</t:Attachments>" if inner else ""


def element_of(attachment: Attachment) -> str:
    """FileAttachment, ItemAttachment or ReferenceAttachment."""
    if attachment.reference is not None:
        return "ReferenceAttachment"
    return "FileAttachment" if attachment.item is None else "ItemAttachment"


def write_attachment(
    mailbox: Mailbox, owner: Item, attachment: Attachment, numbers: tuple[int, ...], version: str, inner: str = ""
) -> str:
    """One attachment as ``version`` has it. ``inner`` is its content or item."""
    identity = attachment_id(mailbox, owner, numbers)
    parts = [f'<t:AttachmentId Id="{identity}"/>', leaf("t:Name", attachment.name)]
    for element, value in (
        ("ContentType", attachment.content_type),
        ("ContentId", attachment.content_id),
        ("ContentLocation", attachment.content_location),
    ):
        if value is not None:
            parts.append(leaf(f"t:{element}", value))
    if API_VERSIONS.index(version) >= _MORE_SINCE:
        parts.append(f"<t:Size>{attachment.size}</t:Size>")
        parts.append(f"<t:LastModifiedTime>{moment_text(attachment.modified)}</t:LastModifiedTime>")
        parts.append(f"<t:IsInline>{_boolean(attachment.is_inline)}</t:IsInline>")
        if attachment.content is not None:
            parts.append(f"<t:IsContactPhoto>{_boolean(attachment.is_contact_photo)}</t:IsContactPhoto>")
    if attachment.reference is not None:
        parts.append(_write_reference(attachment.reference))
    name = element_of(attachment)
    return f"<t:{name}>{''.join(parts)}{inner}</t:{name}>"


def write_identity(mailbox: Mailbox, owner: Item, attachment: Attachment, numbers: tuple[int, ...]) -> str:
    """One attachment as CreateAttachment answers it: its id and the owner's new ids alone."""
    name = element_of(attachment)
    identity = attachment_id(mailbox, owner, numbers)
    roots = f'RootItemId="{mailbox.item_id(owner)}" RootItemChangeKey="{mailbox.change_key(owner)}"'
    return f'<t:{name}><t:AttachmentId Id="{identity}" {roots}/></t:{name}>'


def write_content(attachment: Attachment) -> str:
    """``t:Content`` of a file; nothing for a reference."""
    if attachment.content is None:
        return ""
    return f"<t:Content>{base64.b64encode(attachment.content).decode()}</t:Content>"


def read_file_attachment(mailbox: Mailbox, element: etree._Element) -> Attachment:
    """A ``t:FileAttachment``. Raises EwsFault when it has no content."""
    part = {local_name(child): child for child in children(element)}
    if "Content" not in part:
        raise EwsFault("ErrorSchemaValidation", "The element 'FileAttachment' has incomplete content: Content.")
    found = read_attachment_parts(mailbox, element)
    found.content = read_base64(part["Content"])
    found.content_type = found.content_type or mimetypes.guess_type(found.name)[0]
    found.is_contact_photo = _flag(part.get("IsContactPhoto"))
    return found


def read_reference_attachment(mailbox: Mailbox, element: etree._Element) -> Attachment:
    """A ``t:ReferenceAttachment``. Raises EwsFault for values that the schema forbids."""
    part = {local_name(child): child for child in children(element)}
    values: dict[str, Any] = {field: codec.read(part[name], UTC) for name, field, codec in _REFERENCE if name in part}
    found = read_attachment_parts(mailbox, element)
    found.reference = Reference(**values)
    return found


def read_attachment_parts(mailbox: Mailbox, element: etree._Element) -> Attachment:
    """What every kind of attachment may have, as an attachment of nothing yet; its number is new."""
    part = {local_name(child): child for child in children(element)}

    def text_of(name: str) -> str | None:
        return content(part[name]) if name in part else None

    return Attachment(
        number=mailbox.new_key(),
        name=text_of("Name") or "",
        modified=mailbox.clock.now(),
        content_type=text_of("ContentType"),
        content_id=text_of("ContentId"),
        content_location=text_of("ContentLocation"),
        is_inline=_flag(part.get("IsInline")),
    )


def _write_reference(reference: Reference) -> str:
    values = ((element, getattr(reference, field), codec) for element, field, codec in _REFERENCE)
    return "".join(codec.write(f"t:{element}", value) for element, value, codec in values if value is not None)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _flag(element: etree._Element | None) -> bool:
    return element is not None and content(element).strip() in ("true", "1")
