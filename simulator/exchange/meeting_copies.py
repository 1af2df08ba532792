"""The copies of one meeting: what they share, and how a mailbox finds its own (MS-OXOCAL 2.2.1, MS-OXWSMTGS)."""

from dataclasses import dataclass
from datetime import datetime

from simulator.exchange.global_object_id import (
    clean_global_object_id,
    global_object_id_of_uid,
    new_global_object_id,
    uid_of_global_object_id,
)
from simulator.exchange.item import Item
from simulator.exchange.item_copy import INVITED
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import (
    GLOBAL_OBJECT_ID,
    PropertyPath,
)
from simulator.exchange.values import Attendee, EmailAddress

ATTENDEES = ("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources")
SEQUENCE = "calendar:AppointmentSequenceNumber"
MEETING = 1
RECEIVED = 2
CANCELED = 4
"""Bits of calendar:AppointmentState (MS-OXOCAL 2.2.1.10)."""

SHARED: tuple[PropertyPath, ...] = (
    "item:Subject",
    "item:Body",
    "item:Importance",
    "item:Sensitivity",
    "message:ConversationTopic",
    "message:ConversationIndex",
    GLOBAL_OBJECT_ID,
    "calendar:UID",
    "calendar:DateTimeStamp",
    "calendar:CalendarItemType",
    "calendar:RecurrenceId",
    "calendar:Recurrence",
    "calendar:Start",
    "calendar:End",
    "calendar:OriginalStart",
    "calendar:IsAllDayEvent",
    "calendar:Location",
    "calendar:When",
    "calendar:StartTimeZone",
    "calendar:EndTimeZone",
    "calendar:MeetingTimeZone",
    "calendar:TimeZone",
    "calendar:StartTimeZoneId",
    "calendar:EndTimeZoneId",
    "calendar:Organizer",
    *ATTENDEES,
    SEQUENCE,
    "calendar:IsResponseRequested",
    "calendar:AllowNewTimeProposal",
    "calendar:ConferenceType",
    "calendar:NetShowUrl",
    "calendar:MeetingWorkspaceUrl",
    "calendar:IsOnlineMeeting",
)
"""What a request carries from the organizer's copy to the attendee's."""


@dataclass(frozen=True)
class Invited:
    """What the organizer's copy was last sent with: to whom (lower-case addresses), from when to when."""

    addresses: frozenset[str]
    start: object
    end: object


def identity(item: Item) -> bytes | None:
    """The CleanGlobalObjectId: the same in every copy of a meeting."""
    known = item.properties.get(GLOBAL_OBJECT_ID)
    return clean_global_object_id(known) if isinstance(known, bytes) else None


def give_identity(item: Item, now: datetime, token: bytes) -> dict[PropertyPath, object]:
    """UID and GlobalObjectId that the item still lacks; CleanGlobalObjectId follows from the latter."""
    known = item.properties.get(GLOBAL_OBJECT_ID)
    uid = item.text("calendar:UID")
    if not isinstance(known, bytes):
        known = global_object_id_of_uid(uid) if uid else new_global_object_id(now, token)
    wanted: dict[PropertyPath, object] = {
        GLOBAL_OBJECT_ID: known,
        "calendar:UID": uid or uid_of_global_object_id(known),
    }
    return {path: value for path, value in wanted.items() if path not in item.properties}


def shared(item: Item) -> dict[PropertyPath, object]:
    """The properties of `item` that every copy of the meeting has, answers of attendees left out."""
    found = {path: item.properties[path] for path in SHARED if path in item.properties}
    for path in ATTENDEES:
        if path in found:
            found[path] = tuple(Attendee(one.mailbox) for one in attendees(item, path))
    return found


def attendees(item: Item, *paths: str) -> tuple[Attendee, ...]:
    """The attendees in these properties (all three when none is named)."""
    found: list[Attendee] = []
    for path in paths or ATTENDEES:
        value = item.properties.get(path)
        if isinstance(value, tuple):
            found.extend(one for one in value if isinstance(one, Attendee))
    return tuple(found)


def organizer(item: Item) -> EmailAddress | None:
    """The organizer that the item names."""
    return item.get("calendar:Organizer", EmailAddress)


def sequence(item: Item) -> int:
    """The sequence number; 0 when there is none yet."""
    return item.get(SEQUENCE, int) or 0


def is_of(mailbox: Mailbox, address: EmailAddress | None) -> bool:
    """Whether an address is one of the mailbox's own."""
    if address is None:
        return False
    mine = {one.lower() for one in (*mailbox.account.addresses, mailbox.account.legacy_dn)}
    return address.email.lower() in mine


def is_organizer(mailbox: Mailbox, item: Item) -> bool:
    """Whether the mailbox's owner organizes the meeting; an item without organizer is the owner's."""
    named = organizer(item)
    return named is None or is_of(mailbox, named)


def find_meeting(mailbox: Mailbox, item: Item) -> Item | None:
    """The calendar item of the mailbox that belongs to a meeting message: in the Calendar, by CleanGlobalObjectId."""
    wanted = identity(item)
    if wanted is None:
        return None
    for candidate in mailbox.distinguished("calendar").items.values():
        if candidate.kind == "CalendarItem" and identity(candidate) == wanted:
            return candidate
    return None


def requests_for(mailbox: Mailbox, item: Item) -> list[Item]:
    """The requests for the same meeting that are in the mailbox's Inbox, `item` itself left out."""
    wanted = identity(item)
    inbox = mailbox.distinguished("inbox").items.values()
    return [one for one in inbox if one.kind == "MeetingRequest" and one is not item and identity(one) == wanted]


def invited(item: Item) -> Invited | None:
    """What the organizer's copy was last sent with; None when it never was."""
    return item.get(INVITED, Invited)
