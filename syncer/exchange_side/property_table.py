"""The item properties the syncer knows: one row each, in the order the schema wants them (types.xsd 2010 and later).

A row says how a property is addressed and what its value is. Reading and writing both walk this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "body", "flag", "moment", "whole", "number", "address", "addresses", "attendees", "email", "phone", "postal"
]


@dataclass(frozen=True, slots=True)
class Property:
    """`name` is the key in `ExchangeItem.fields`; `uri` the FieldURI; `index` the FieldIndex of an indexed property."""

    name: str
    uri: str
    kind: Kind = "text"
    index: str | None = None
    writable: bool = True


def _read_only(name: str, uri: str, kind: Kind = "text") -> Property:
    return Property(name, uri, kind, writable=False)


ITEM = (
    Property("Subject", "item:Subject"),
    Property("Sensitivity", "item:Sensitivity"),
    Property("Body", "item:Body", "body"),
    _read_only("DateTimeReceived", "item:DateTimeReceived", "moment"),
    Property("Importance", "item:Importance"),
    Property("InReplyTo", "item:InReplyTo"),
    _read_only("IsDraft", "item:IsDraft", "flag"),
    _read_only("DateTimeSent", "item:DateTimeSent", "moment"),
    Property("ReminderDueBy", "item:ReminderDueBy", "moment"),
    Property("ReminderIsSet", "item:ReminderIsSet", "flag"),
    Property("ReminderMinutesBeforeStart", "item:ReminderMinutesBeforeStart", "whole"),
    _read_only("HasAttachments", "item:HasAttachments", "flag"),
    _read_only("ItemClass", "item:ItemClass"),
)

MESSAGE = (
    _read_only("Sender", "message:Sender", "address"),
    Property("ToRecipients", "message:ToRecipients", "addresses"),
    Property("CcRecipients", "message:CcRecipients", "addresses"),
    Property("BccRecipients", "message:BccRecipients", "addresses"),
    Property("From", "message:From", "address"),
    _read_only("InternetMessageId", "message:InternetMessageId"),
    Property("References", "message:References"),
)

CALENDAR = (
    _read_only("UID", "calendar:UID"),
    Property("Start", "calendar:Start", "moment"),
    Property("End", "calendar:End", "moment"),
    Property("IsAllDayEvent", "calendar:IsAllDayEvent", "flag"),
    Property("LegacyFreeBusyStatus", "calendar:LegacyFreeBusyStatus"),
    Property("Location", "calendar:Location"),
    _read_only("IsMeeting", "calendar:IsMeeting", "flag"),
    _read_only("IsCancelled", "calendar:IsCancelled", "flag"),
    _read_only("IsRecurring", "calendar:IsRecurring", "flag"),
    _read_only("MeetingRequestWasSent", "calendar:MeetingRequestWasSent", "flag"),
    _read_only("CalendarItemType", "calendar:CalendarItemType"),
    _read_only("MyResponseType", "calendar:MyResponseType"),
    _read_only("Organizer", "calendar:Organizer", "address"),
    Property("RequiredAttendees", "calendar:RequiredAttendees", "attendees"),
    Property("OptionalAttendees", "calendar:OptionalAttendees", "attendees"),
    _read_only("AppointmentState", "calendar:AppointmentState", "whole"),
)

CONTACT = (
    Property("FileAs", "contacts:FileAs"),
    Property("DisplayName", "contacts:DisplayName"),
    Property("GivenName", "contacts:GivenName"),
    Property("MiddleName", "contacts:MiddleName"),
    Property("Nickname", "contacts:Nickname"),
    Property("CompanyName", "contacts:CompanyName"),
    *(Property(f"EmailAddress{n}", "contacts:EmailAddress", "email", f"EmailAddress{n}") for n in (1, 2, 3)),
    *(
        Property(f"{kind}Address", "contacts:PhysicalAddress", "postal", kind)
        for kind in ("Business", "Home", "Other")
    ),
    *(
        Property(name, "contacts:PhoneNumber", "phone", name)
        for name in (
            "AssistantPhone", "BusinessFax", "BusinessPhone", "BusinessPhone2", "Callback", "CompanyMainPhone",
            "HomeFax", "HomePhone", "HomePhone2", "MobilePhone", "OtherTelephone", "Pager", "PrimaryPhone",
        )
    ),
    Property("AssistantName", "contacts:AssistantName"),
    Property("Birthday", "contacts:Birthday", "moment"),
    Property("BusinessHomePage", "contacts:BusinessHomePage"),
    Property("Department", "contacts:Department"),
    Property("Generation", "contacts:Generation"),
    Property("JobTitle", "contacts:JobTitle"),
    Property("Manager", "contacts:Manager"),
    Property("OfficeLocation", "contacts:OfficeLocation"),
    Property("Profession", "contacts:Profession"),
    Property("SpouseName", "contacts:SpouseName"),
    Property("Surname", "contacts:Surname"),
    Property("WeddingAnniversary", "contacts:WeddingAnniversary", "moment"),
)  # fmt: skip

TASK = (
    Property("CompleteDate", "task:CompleteDate", "moment"),
    Property("DueDate", "task:DueDate", "moment"),
    _read_only("IsComplete", "task:IsComplete", "flag"),
    _read_only("IsRecurring", "task:IsRecurring", "flag"),
    Property("PercentComplete", "task:PercentComplete", "number"),
    Property("StartDate", "task:StartDate", "moment"),
    Property("Status", "task:Status"),
)

ELEMENTS: dict[str, tuple[Property, ...]] = {
    "Item": ITEM,
    "Message": ITEM + MESSAGE,
    "CalendarItem": ITEM + CALENDAR,
    "Contact": ITEM + CONTACT,
    "Task": ITEM + TASK,
    "MeetingMessage": ITEM + MESSAGE,
    "MeetingRequest": ITEM + MESSAGE + CALENDAR,
    "MeetingResponse": ITEM + MESSAGE,
    "MeetingCancellation": ITEM + MESSAGE,
}
"""Known elements. Another element is read by the rows of `Item`."""

POSTAL_PARTS = (
    ("street", "Street"),
    ("city", "City"),
    ("state", "State"),
    ("country", "CountryOrRegion"),
    ("postal_code", "PostalCode"),
)
"""`PostalAddress` field and element, in schema order (MS-OXWSCONT 2.2.4.5)."""
