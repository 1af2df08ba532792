"""EWS requests as bytes. Elements are in schema order; every request names API version, mailbox and UTC."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from lxml import etree

from syncer.exchange_side.item_writer import extended_value, guid_text, item_element, update_elements
from syncer.exchange_side.names import CRM_ID, MESSAGES, READ_PROPERTIES, SEND_MARKER, SOAP, TYPES, M, S, T
from syncer.exchange_side.values import Attachment, ItemRef, Stamp

NAMESPACES = {"s": SOAP, "t": TYPES, "m": MESSAGES}

SendMode = Literal["SendToNone", "SendToAllAndSaveCopy", "SendOnlyToAll"]


def envelope(body: etree._Element, *, api_version: str, mailbox: str | None) -> bytes:
    """The request around a body; `mailbox` is the SMTP address to impersonate (MS-OXWSCDATA 2.2.3.3)."""
    root = etree.Element(S + "Envelope", nsmap=NAMESPACES)
    header = etree.SubElement(root, S + "Header")
    etree.SubElement(header, T + "RequestServerVersion", Version=api_version)
    if mailbox is not None:
        sid = etree.SubElement(etree.SubElement(header, T + "ExchangeImpersonation"), T + "ConnectingSID")
        etree.SubElement(sid, T + "SmtpAddress").text = mailbox
    zone = etree.SubElement(header, T + "TimeZoneContext")
    etree.SubElement(zone, T + "TimeZoneDefinition", Id="UTC")
    etree.SubElement(root, S + "Body").append(body)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def probe_version() -> etree._Element:
    """A request that needs no mailbox; whatever it answers, the header tells the server's version (ConvertId)."""
    body = _operation("ConvertId", DestinationFormat="EntryId")
    ids = etree.SubElement(body, M + "SourceIds")
    etree.SubElement(ids, T + "AlternateId", Format="EwsId", Id="AAA=", Mailbox="probe@invalid.invalid")
    return body


def sync_folder_items(folder: str, sync_state: str | None, limit: int) -> etree._Element:
    """SyncFolderItems, ids only (MS-OXWSSYNC 3.1.4.2)."""
    body = _operation("SyncFolderItems")
    etree.SubElement(etree.SubElement(body, M + "ItemShape"), T + "BaseShape").text = "IdOnly"
    _folder(etree.SubElement(body, M + "SyncFolderId"), folder)
    if sync_state is not None:
        etree.SubElement(body, M + "SyncState").text = sync_state
    etree.SubElement(body, M + "MaxChangesReturned").text = str(limit)
    return body


def get_items(item_ids: Sequence[str]) -> etree._Element:
    """GetItem with everything the readers know, text bodies (MS-OXWSCORE 3.1.4.4)."""
    body = _operation("GetItem")
    shape = etree.SubElement(body, M + "ItemShape")
    etree.SubElement(shape, T + "BaseShape").text = "AllProperties"
    etree.SubElement(shape, T + "BodyType").text = "Text"
    additional = etree.SubElement(shape, T + "AdditionalProperties")
    for name in READ_PROPERTIES:
        etree.SubElement(additional, T + "ExtendedFieldURI", name.attributes())
    ids = etree.SubElement(body, M + "ItemIds")
    for item_id in item_ids:
        etree.SubElement(ids, T + "ItemId", Id=item_id)
    return body


def get_attachment_ids(item_id: str) -> etree._Element:
    """GetItem for the list of attachments of one item."""
    body = _operation("GetItem")
    shape = etree.SubElement(body, M + "ItemShape")
    etree.SubElement(shape, T + "BaseShape").text = "IdOnly"
    additional = etree.SubElement(shape, T + "AdditionalProperties")
    etree.SubElement(additional, T + "FieldURI", FieldURI="item:Attachments")
    etree.SubElement(etree.SubElement(body, M + "ItemIds"), T + "ItemId", Id=item_id)
    return body


def get_attachment(attachment_id: str) -> etree._Element:
    """GetAttachment (MS-OXWSATT 3.1.4.3)."""
    body = _operation("GetAttachment")
    ids = etree.SubElement(body, M + "AttachmentIds")
    etree.SubElement(ids, T + "AttachmentId", Id=attachment_id)
    return body


def create_attachments(parent: ItemRef, attachments: Iterable[Attachment], encode: Mapping[int, str]) -> etree._Element:
    """CreateAttachment (MS-OXWSATT 3.1.4.1); `encode` holds the base64 text of each by its place."""
    body = _operation("CreateAttachment")
    etree.SubElement(body, M + "ParentItemId", Id=parent.item_id, ChangeKey=parent.change_key)
    listed = etree.SubElement(body, M + "Attachments")
    for place, attachment in enumerate(attachments):
        element = etree.SubElement(listed, T + "FileAttachment")
        etree.SubElement(element, T + "Name").text = attachment.name
        etree.SubElement(element, T + "ContentType").text = attachment.content_type or "application/octet-stream"
        etree.SubElement(element, T + "Content").text = encode[place]
    return body


def find_by_stamp(folder: str, crm_id: str) -> etree._Element:
    """FindItem: items of the folder whose `crmid` is this id (MS-OXWSSRCH 3.1.4.2)."""
    body = _operation("FindItem", Traversal="Shallow")
    etree.SubElement(etree.SubElement(body, M + "ItemShape"), T + "BaseShape").text = "IdOnly"
    equal = etree.SubElement(etree.SubElement(body, M + "Restriction"), T + "IsEqualTo")
    etree.SubElement(equal, T + "ExtendedFieldURI", CRM_ID[0].attributes())
    constant = etree.SubElement(equal, T + "FieldURIOrConstant")
    etree.SubElement(constant, T + "Constant", Value=guid_text(crm_id))
    _folder(etree.SubElement(body, M + "ParentFolderIds"), folder)
    return body


def create_item(folder: str, element: str, fields: Mapping[str, object], stamp: Stamp) -> etree._Element:
    """CreateItem that tells nobody: SaveOnly, SendToNone (MS-OXWSCORE 3.1.4.2)."""
    attributes = {"MessageDisposition": "SaveOnly"}
    if element == "CalendarItem":
        attributes["SendMeetingInvitations"] = "SendToNone"
    body = _operation("CreateItem", **attributes)
    _folder(etree.SubElement(body, M + "SavedItemFolderId"), folder)
    etree.SubElement(body, M + "Items").append(item_element(element, fields, stamp))
    return body


def update_item(
    ref: ItemRef, element: str, fields: Mapping[str, object | None], stamp: Stamp | None = None
) -> etree._Element:
    """UpdateItem that tells nobody and only succeeds at the ChangeKey read (MS-OXWSCORE 3.1.4.9)."""
    changes = update_elements(element, fields, stamp)
    return _update(ref, changes, "SendToNone" if element == "CalendarItem" else None)


def send_meeting(ref: ItemRef, marker: str) -> etree._Element:
    """UpdateItem of the marker property with SendToAllAndSaveCopy: sends the invitations (MS-OXWSMTGS 3.1.4.9)."""
    change = etree.Element(T + "SetItemField", nsmap=NAMESPACES)
    etree.SubElement(change, T + "ExtendedFieldURI", SEND_MARKER.attributes())
    etree.SubElement(change, T + "CalendarItem").append(extended_value(SEND_MARKER, marker))
    return _update(ref, [change], "SendToAllAndSaveCopy")


def send_item(ref: ItemRef) -> etree._Element:
    """SendItem of a saved draft; the copy goes to Sent Items (MS-OXWSMSG 3.1.4.7)."""
    body = _operation("SendItem", SaveItemToFolder="true")
    etree.SubElement(etree.SubElement(body, M + "ItemIds"), T + "ItemId", Id=ref.item_id, ChangeKey=ref.change_key)
    _folder(etree.SubElement(body, M + "SavedItemFolderId"), "sentitems")
    return body


def delete_item(ref: ItemRef, *, cancel: SendMode | None, for_ever: bool = False) -> etree._Element:
    """DeleteItem (MS-OXWSCORE 3.1.4.3). `cancel` for calendar items: whom to tell.

    Calendar items need the one attribute and tasks the other; neither matters to the other elements.
    """
    attributes = {"DeleteType": "HardDelete" if for_ever else "MoveToDeletedItems"}
    if cancel is not None:
        attributes["SendMeetingCancellations"] = cancel
        attributes["AffectedTaskOccurrences"] = "AllOccurrences"
    body = _operation("DeleteItem", **attributes)
    etree.SubElement(etree.SubElement(body, M + "ItemIds"), T + "ItemId", Id=ref.item_id)
    return body


def get_folder(folder: str) -> etree._Element:
    """GetFolder (MS-OXWSFOLD 3.1.4.6)."""
    body = _operation("GetFolder")
    etree.SubElement(etree.SubElement(body, M + "FolderShape"), T + "BaseShape").text = "Default"
    _folder(etree.SubElement(body, M + "FolderIds"), folder)
    return body


def find_folders_of_inbox() -> etree._Element:
    """The request Dynamics makes to test a mailbox, as Microsoft's support article shows it."""
    body = _operation("FindFolder", Traversal="Shallow")
    etree.SubElement(etree.SubElement(body, M + "FolderShape"), T + "BaseShape").text = "AllProperties"
    etree.SubElement(body, M + "IndexedPageFolderView", MaxEntriesReturned="1", Offset="0", BasePoint="Beginning")
    _folder(etree.SubElement(body, M + "ParentFolderIds"), "inbox")
    return body


def _update(ref: ItemRef, changes: Iterable[etree._Element], send: SendMode | None) -> etree._Element:
    attributes = {"MessageDisposition": "SaveOnly", "ConflictResolution": "NeverOverwrite"}
    if send is not None:
        attributes["SendMeetingInvitationsOrCancellations"] = send
    body = _operation("UpdateItem", **attributes)
    change = etree.SubElement(etree.SubElement(body, M + "ItemChanges"), T + "ItemChange")
    etree.SubElement(change, T + "ItemId", Id=ref.item_id, ChangeKey=ref.change_key)
    etree.SubElement(change, T + "Updates").extend(changes)
    return body


def _operation(name: str, **attributes: str) -> etree._Element:
    return etree.Element(M + name, attributes, nsmap=NAMESPACES)


def _folder(parent: etree._Element, distinguished: str) -> None:
    etree.SubElement(parent, T + "DistinguishedFolderId", Id=distinguished)
