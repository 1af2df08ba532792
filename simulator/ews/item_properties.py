"""The properties every item has, in the order of ItemType (types.xsd; MS-OXWSCORE 2.2.4.24)."""

from urllib.parse import quote

from simulator.ews.property_row import Property, computed, stored
from simulator.ews.value_codecs import (
    BINARY,
    BODY,
    BOOLEAN,
    CULTURE,
    FLAG,
    HEADERS,
    IDENTIFIER,
    INTEGER,
    MOMENT,
    RAW,
    RECIPIENTS,
    REMINDER_MINUTES,
    STRINGS,
    TEXT,
    one_of,
)
from simulator.exchange.conversation import conversation_id
from simulator.exchange.ids import item_entry_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.read_receipts import is_pending
from simulator.exchange.reminders import next_time
from simulator.exchange.text_conversion import preview
from simulator.exchange.values import Attendee, Body, EmailAddress, InternetHeader

MIME_CONTENT = "item:MimeContent"
BODY_PATH = "item:Body"
ATTACHMENTS = "item:Attachments"
HEADERS_PATH = "item:InternetMessageHeaders"
HEADER_PATH = "item:InternetMessageHeader"
FULL_RIGHTS = (
    "<t:EffectiveRights><t:CreateAssociated>false</t:CreateAssociated><t:CreateContents>false</t:CreateContents>"
    "<t:CreateHierarchy>false</t:CreateHierarchy><t:Delete>true</t:Delete><t:Modify>true</t:Modify>"
    "<t:Read>true</t:Read><t:ViewPrivateItems>true</t:ViewPrivateItems></t:EffectiveRights>"
)
"""What the owner may do with an item (MS-OXWSCDATA 2.2.4.35)."""


def _item_id(mailbox: Mailbox, item: Item) -> object:
    return mailbox.item_id(item), mailbox.change_key(item)


def _parent_id(mailbox: Mailbox, item: Item) -> object:
    folder = mailbox.folders.get(item.folder)
    return (mailbox.folder_id(folder), mailbox.folder_change_key(folder)) if folder is not None else None


def _names(values: object) -> str:
    if not isinstance(values, tuple):
        return ""
    people = [entry.mailbox if isinstance(entry, Attendee) else entry for entry in values]
    return "; ".join(person.name or person.email for person in people if isinstance(person, EmailAddress))


def _display_to(_mailbox: Mailbox, item: Item) -> object:
    path = "calendar:RequiredAttendees" if item.kind == "CalendarItem" else "message:ToRecipients"
    return _names(item.properties.get(path))


def _display_cc(_mailbox: Mailbox, item: Item) -> object:
    path = "calendar:OptionalAttendees" if item.kind == "CalendarItem" else "message:CcRecipients"
    return _names(item.properties.get(path))


def _display_bcc(_mailbox: Mailbox, item: Item) -> object:
    return _names(item.properties.get("message:BccRecipients"))


def _has_attachments(_mailbox: Mailbox, item: Item) -> object:
    return any(not attachment.is_inline for attachment in item.attachments)


def _text_body(_mailbox: Mailbox, item: Item) -> object:
    body = item.get(BODY_PATH, Body)
    return body if body is not None else None


def _preview(_mailbox: Mailbox, item: Item) -> object:
    body = item.get(BODY_PATH, Body)
    return preview(body) if body is not None else ""


def _conversation(mailbox: Mailbox, item: Item) -> object:
    index = item.properties.get("message:ConversationIndex")
    return conversation_id(mailbox.guid, index) if isinstance(index, bytes) and len(index) >= 22 else None


def _store_entry_id(mailbox: Mailbox, item: Item) -> object:
    return item_entry_id(mailbox.item_key(item))


def _instance_key(_mailbox: Mailbox, item: Item) -> object:
    day = item.occurrence.isoformat().encode() if item.occurrence is not None else b""
    return item.folder.to_bytes(8, "big") + item.key.to_bytes(8, "big") + day


def _reminder_next(_mailbox: Mailbox, item: Item) -> object:
    return next_time(item)


def _read_form(mailbox: Mailbox, item: Item) -> object:
    return _web_form(mailbox, item, "")


def _edit_form(mailbox: Mailbox, item: Item) -> object:
    return _web_form(mailbox, item, "&s=Draft") if item.kind != "Message" or item.flag("item:IsDraft") else None


def _web_form(mailbox: Mailbox, item: Item, state: str) -> str:
    """The query as Outlook Web App of Exchange 2010 reads it; the same on later servers (our choice)."""
    identity = quote(mailbox.item_id(item), safe="")
    return f"?ae=Item&a=Open{state}&t={quote(item.item_class)}&id={identity}&exvsurl=1"


_ICONS = {
    "CalendarItem": "AppointmentItem",
    "Contact": "OutlookDefaultForContacts",
    "DistributionList": "OutlookDefaultForContacts",
    "PostItem": "PostItem",
    "Task": "TaskItem",
}


def _icon(_mailbox: Mailbox, item: Item) -> object:
    return _ICONS.get(item.kind) or ("MailRead" if item.is_read else "MailUnread")


def _headers(_mailbox: Mailbox, item: Item) -> object:
    lines: list[InternetHeader] = []
    for path, value in item.properties.items():
        if isinstance(path, IndexedPath) and path.uri == HEADER_PATH and isinstance(value, tuple):
            lines.extend(line for line in value if isinstance(line, InternetHeader))
    return tuple(lines) or None


def _response_objects(mailbox: Mailbox, item: Item) -> object:
    names = RESPONSE_OBJECTS.get(item.kind, ())
    if item.kind == "CalendarItem":
        mine = item.text("calendar:MyResponseType") in ("Organizer", "")
        names = ("CancelCalendarItem", "ForwardItem") if mine else names
    if item.kind == "Message" and item.flag("item:IsDraft"):
        names = ("ForwardItem",)
    if is_pending(mailbox, item) and not item.is_read:
        names = (*names, "SuppressReadReceipt")
    return f"<t:ResponseObjects>{''.join(f'<t:{name}/>' for name in names)}</t:ResponseObjects>" if names else None


RESPONSE_OBJECTS = {
    "Message": ("ReplyToItem", "ReplyAllToItem", "ForwardItem"),
    "CalendarItem": (
        "AcceptItem", "TentativelyAcceptItem", "DeclineItem", "ReplyToItem", "ReplyAllToItem", "ForwardItem",
    ),
    "MeetingRequest": (
        "AcceptItem", "TentativelyAcceptItem", "DeclineItem", "ReplyToItem", "ReplyAllToItem", "ForwardItem",
    ),
    "MeetingResponse": ("ReplyToItem", "ReplyAllToItem", "ForwardItem"),
    "MeetingCancellation": ("RemoveItem", "ReplyToItem", "ReplyAllToItem", "ForwardItem"),
    "PostItem": ("PostReplyItem", "ReplyToItem", "ForwardItem"),
}  # fmt: skip
"""Which response objects an item offers (MS-OXWSCORE 2.2.4.33)."""


ITEM: tuple[Property, ...] = (
    Property(MIME_CONTENT, "MimeContent", TEXT, all=False, find=False, getter=lambda _mailbox, _item: None),
    computed("item:ItemId", "ItemId", IDENTIFIER, _item_id, default=True),
    computed("item:ParentFolderId", "ParentFolderId", IDENTIFIER, _parent_id),
    Property("item:ItemClass", "ItemClass", TEXT, deletable=False, getter=lambda _mailbox, item: item.item_class),
    Property("item:Subject", "Subject", TEXT, default=True),
    Property("item:Sensitivity", "Sensitivity", one_of("Normal", "Personal", "Private", "Confidential"), default=True,
             deletable=False),
    Property(BODY_PATH, "Body", BODY, default=True, appendable=True, find=False),
    Property(ATTACHMENTS, "Attachments", RAW, find=False, getter=lambda _mailbox, _item: None),
    stored("item:DateTimeReceived", "DateTimeReceived", MOMENT),
    computed("item:Size", "Size", INTEGER, lambda _mailbox, item: item.size, default=True),
    Property("item:Categories", "Categories", STRINGS),
    Property("item:Importance", "Importance", one_of("Low", "Normal", "High"), deletable=False),
    Property("item:InReplyTo", "InReplyTo", TEXT),
    stored("item:IsSubmitted", "IsSubmitted", BOOLEAN),
    stored("item:IsDraft", "IsDraft", BOOLEAN),
    stored("item:IsFromMe", "IsFromMe", BOOLEAN),
    stored("item:IsResend", "IsResend", BOOLEAN),
    stored("item:IsUnmodified", "IsUnmodified", BOOLEAN),
    Property(HEADERS_PATH, "InternetMessageHeaders", HEADERS, find=False, getter=_headers),
    stored("item:DateTimeSent", "DateTimeSent", MOMENT, default=True),
    computed("item:DateTimeCreated", "DateTimeCreated", MOMENT, lambda _mailbox, item: item.created, default=True),
    computed("item:ResponseObjects", "ResponseObjects", RAW, _response_objects, default=True, find=False),
    Property("item:ReminderDueBy", "ReminderDueBy", MOMENT),
    Property("item:ReminderIsSet", "ReminderIsSet", BOOLEAN, deletable=False),
    computed("item:ReminderNextTime", "ReminderNextTime", MOMENT, _reminder_next, since="Exchange2013"),
    Property("item:ReminderMinutesBeforeStart", "ReminderMinutesBeforeStart", REMINDER_MINUTES, deletable=False),
    computed("item:DisplayCc", "DisplayCc", TEXT, _display_cc),
    computed("item:DisplayTo", "DisplayTo", TEXT, _display_to),
    computed("item:DisplayBcc", "DisplayBcc", TEXT, _display_bcc, all=False, since="V2017_07_11"),
    computed("item:HasAttachments", "HasAttachments", BOOLEAN, _has_attachments, default=True),
    Property("item:ExtendedProperty", "ExtendedProperty", RAW, all=False),
    Property("item:Culture", "Culture", CULTURE, deletable=False),
    computed("item:EffectiveRights", "EffectiveRights", RAW, lambda _mailbox, _item: FULL_RIGHTS),
    computed("item:LastModifiedName", "LastModifiedName", TEXT, lambda _mailbox, item: item.modified_by),
    computed("item:LastModifiedTime", "LastModifiedTime", MOMENT, lambda _mailbox, item: item.modified),
    computed("item:IsAssociated", "IsAssociated", BOOLEAN, lambda _mailbox, item: item.is_associated, default=True,
             since="Exchange2010"),
    computed("item:WebClientReadFormQueryString", "WebClientReadFormQueryString", TEXT, _read_form,
             since="Exchange2010"),
    computed("item:WebClientEditFormQueryString", "WebClientEditFormQueryString", TEXT, _edit_form,
             since="Exchange2010"),
    computed("item:ConversationId", "ConversationId", IDENTIFIER, _conversation, since="Exchange2010"),
    computed("item:UniqueBody", "UniqueBody", BODY, _text_body, all=False, find=False, since="Exchange2010"),
    Property("item:Flag", "Flag", FLAG, since="Exchange2013"),
    computed("item:StoreEntryId", "StoreEntryId", BINARY, _store_entry_id, all=False, since="Exchange2010_SP2"),
    computed("item:InstanceKey", "InstanceKey", BINARY, _instance_key, since="Exchange2013"),
    computed("item:NormalizedBody", "NormalizedBody", BODY, _text_body, all=False, find=False, since="Exchange2013"),
    stored("item:EntityExtractionResult", "EntityExtractionResult", RAW, all=False, since="Exchange2013"),
    Property("item:PolicyTag", "PolicyTag", RAW, since="Exchange2013"),
    Property("item:ArchiveTag", "ArchiveTag", RAW, since="Exchange2013"),
    stored("item:RetentionDate", "RetentionDate", MOMENT, since="Exchange2013"),
    computed("item:Preview", "Preview", TEXT, _preview, since="Exchange2013"),
    stored("item:RightsManagementLicenseData", "RightsManagementLicenseData", RAW, all=False, since="Exchange2013"),
    stored("item:PredictedActionReasons", "PredictedActionReasons", RAW, all=False, since="Exchange2013_SP1"),
    stored("item:IsClutter", "IsClutter", BOOLEAN, all=False, since="Exchange2013_SP1"),
    stored("item:BlockStatus", "BlockStatus", BOOLEAN, all=False, since="Exchange2013"),
    stored("item:HasBlockedImages", "HasBlockedImages", BOOLEAN, all=False, since="Exchange2013"),
    computed("item:TextBody", "TextBody", BODY, _text_body, all=False, find=False, since="Exchange2013"),
    computed("item:IconIndex", "IconIndex", TEXT, _icon, all=False, since="Exchange2013"),
    Property("item:Hashtags", "Hashtags", STRINGS, all=False, since="Exchange2016"),
    Property("item:Mentions", "Mentions", RECIPIENTS, all=False, find=False, since="Exchange2016"),
    stored("item:MentionedMe", "MentionedMe", BOOLEAN, all=False, since="Exchange2016"),
    Property("item:PendingSocialActivityTagIds", "PendingSocialActivityTagIds", STRINGS, all=False,
             since="Exchange2016"),
)  # fmt: skip
"""Rows of every item; Default as messages have it."""

CALENDAR_ITEM_DEFAULTS = frozenset(
    {"item:ItemId", "item:Subject", "item:HasAttachments", "item:ResponseObjects", "item:IsAssociated"}
)
CONTACT_DEFAULTS = frozenset({"item:ItemId", "item:HasAttachments"})
DISTRIBUTION_LIST_DEFAULTS = CONTACT_DEFAULTS | {"item:Subject"}
TASK_DEFAULTS = frozenset({"item:ItemId", "item:Subject", "item:HasAttachments"})
"""Which of them other items have in Default (Learn "Property sets and response shapes in EWS", table 3).

Distribution lists and posts aren't in that table: the first like contacts with their subject, posts like messages (our
choice).
"""
