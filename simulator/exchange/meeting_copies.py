"""The copies of one meeting: what they share, and how a mailbox finds its own (MS-OXOCAL 2.2.1, MS-OXWSMTGS)."""

from dataclasses import dataclass
from datetime import date, datetime

from simulator.exchange.global_object_id import (
    clean_global_object_id,
    day_of_global_object_id,
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
from simulator.exchange.recurrence_dates import occurs_on
from simulator.exchange.series import (
    DELETED,
    MODIFIED,
    PLANNED_END,
    RECURRENCE,
    ChangedOccurrence,
    changed,
    deleted,
    is_master,
    occurrence,
    recurrence_of,
)
from simulator.exchange.values import Attendee, EmailAddress

ATTENDEES = ("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources")
SEQUENCE = "calendar:AppointmentSequenceNumber"
ASSOCIATED_DAY = "tagus:AssociatedDay"
"""Private to meeting messages about one occurrence: which one."""
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
    "calendar:IsRecurring",
    "calendar:RecurrenceId",
    RECURRENCE,
    MODIFIED,
    DELETED,
    "calendar:Start",
    "calendar:End",
    "calendar:OriginalStart",
    "calendar:IsAllDayEvent",
    "calendar:Location",
    "calendar:When",
    "calendar:StartTimeZone",
    "calendar:EndTimeZone",
    "calendar:MeetingTimeZone",
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
    """What the organizer's copy was last sent with: to whom (lower-case addresses), from when to when, how often."""

    addresses: frozenset[str]
    start: object
    end: object
    recurrence: object = None
    day: date | None = None
    """The occurrence that was sent by itself; None for a whole series or a single meeting."""


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
    if found.get(MODIFIED):
        found[MODIFIED] = tuple(_shared_exception(one) for one in changed(item))
    return found


def _shared_exception(exception: ChangedOccurrence) -> ChangedOccurrence:
    trial = Item("CalendarItem", "IPM.Appointment", dict(exception.changes))
    dropped = tuple(path for path in exception.dropped if path in SHARED)
    return ChangedOccurrence(exception.day, tuple(shared(trial).items()), dropped)


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
    """The calendar item of the mailbox that belongs to a meeting message: in the Calendar, by CleanGlobalObjectId.

    A message about one occurrence belongs to that occurrence of the series, if the mailbox has the series and the
    occurrence wasn't deleted; else to an item that the mailbox has of this occurrence alone.
    """
    day, alone = day_of(item), None
    for candidate in copies(mailbox, item):
        if day is None:
            if day_of(candidate) is None:
                return candidate
        elif is_master(candidate):
            known = recurrence_of(candidate)
            there = known is not None and day not in deleted(candidate) and occurs_on(known, day)
            return occurrence(candidate, day) if there else None
        elif day_of(candidate) == day:
            alone = candidate
    return alone


def copies(mailbox: Mailbox, item: Item) -> list[Item]:
    """The calendar items of the meeting that a message or an item is about: the whole meeting's first."""
    wanted = identity(item)
    if wanted is None:
        return []
    held = mailbox.distinguished("calendar").items.values()
    found = [one for one in held if one.kind == "CalendarItem" and identity(one) == wanted]
    return sorted(found, key=lambda one: day_of(one) is not None)


def day_of(item: Item) -> date | None:
    """The day of the one occurrence that an item or a message is about; None when it is about a whole meeting."""
    known = item.properties.get(GLOBAL_OBJECT_ID)
    return day_of_global_object_id(known) if isinstance(known, bytes) else None


def requests_for(mailbox: Mailbox, item: Item) -> list[Item]:
    """The requests for the same meeting that are in the mailbox's Inbox, `item` itself left out.

    Those of single occurrences count for a cancellation of the whole series alone.
    """
    wanted, day = identity(item), day_of(item)
    whole = day is None and item.kind == "MeetingCancellation"
    inbox = mailbox.distinguished("inbox").items.values()
    same = (one for one in inbox if one.kind == "MeetingRequest" and one is not item and identity(one) == wanted)
    return [one for one in same if whole or day_of(one) == day]


def link(message: Item, meeting: Item) -> None:
    """Name the calendar item on a meeting message."""
    message.properties["meeting:AssociatedCalendarItemId"] = meeting.key
    if meeting.occurrence is not None:
        message.properties[ASSOCIATED_DAY] = meeting.occurrence


def associated(mailbox: Mailbox, message: Item) -> Item | None:
    """The calendar item, or the occurrence, that a meeting message names, while it is there."""
    key, day = message.properties.get("meeting:AssociatedCalendarItemId"), message.get(ASSOCIATED_DAY, date)
    found = mailbox.items.get(key) if isinstance(key, int) else None
    if found is None or day is None:
        return found
    known = recurrence_of(found)
    if known is None or day in deleted(found) or not occurs_on(known, day):
        return None
    return occurrence(found, day)


def times(meeting: Item) -> tuple[object, object, object]:
    """Start, end and recurrence: an update that changes them asks everybody again."""
    held = meeting.properties
    return held.get("calendar:Start"), held.get("calendar:End"), held.get(RECURRENCE)


def invited(item: Item) -> Invited | None:
    """What the organizer's copy was last sent with; None when it never was.

    An occurrence that never was sent by itself was sent with its series, as the pattern has it.
    """
    held = item.get(INVITED, Invited)
    if held is None or item.occurrence == held.day:
        return held
    planned = item.properties.get("calendar:OriginalStart"), item.properties.get(PLANNED_END)
    return Invited(held.addresses, *planned, None, item.occurrence)
