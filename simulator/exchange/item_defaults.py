"""What the server gives a new item beside what the client gave (MS-OXWSCORE 3.1.4.2, MS-OXWSMTGS 3.1.4)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from simulator.exchange.conversation import new_conversation_index, topic
from simulator.exchange.errors import ExchangeError
from simulator.exchange.global_object_id import new_global_object_id
from simulator.exchange.icalendar_in import read_calendar_item
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mime_in import read_mime
from simulator.exchange.property_path import GLOBAL_OBJECT_ID, tagged
from simulator.exchange.time_zones import windows_id_of_city
from simulator.exchange.values import Attendee, EmailAddress, Flag

MESSAGE_FLAGS = tagged(0x0E07, "Integer")
UNSENT = 0x8
"""mfUnsent in PidTagMessageFlags (MS-OXCMSG 2.2.1.6): the message is a draft."""
MOST_YEARS = 5
"""A calendar item may not last longer (Learn, ErrorCalendarDurationIsTooLong)."""
MESSAGES = frozenset({"Message", "MeetingRequest", "MeetingResponse", "MeetingCancellation"})


def owner(mailbox: Mailbox) -> EmailAddress:
    """The mailbox's owner as messages name them."""
    return EmailAddress(mailbox.account.display_name, mailbox.account.smtp, "SMTP", "Mailbox")


def complete_new_item(mailbox: Mailbox, item: Item) -> None:
    """Fill in what the client left open. Raises ExchangeError for values that can't be together."""
    if item.mime is not None:
        _take_mime(mailbox, item)
    held = item.properties
    held.setdefault("item:Importance", "Normal")
    held.setdefault("item:Sensitivity", "Normal")
    held.setdefault("item:Flag", Flag())
    held.setdefault("item:Culture", "en-US")
    held.setdefault("item:ReminderIsSet", item.kind == "CalendarItem")
    now = mailbox.clock.now()
    held.setdefault("item:DateTimeReceived", now)
    held.setdefault("item:DateTimeSent", now)
    for name, value in (("IsSubmitted", False), ("IsFromMe", False), ("IsResend", False), ("IsUnmodified", False)):
        held.setdefault(f"item:{name}", value)
    if item.kind in MESSAGES:
        _complete_message(mailbox, item, now)
    elif item.kind == "CalendarItem":
        _complete_calendar_item(mailbox, item, now)
    elif item.kind == "Contact":
        _complete_contact(item)
    elif item.kind == "Task":
        _complete_task(mailbox, item)
    held.setdefault("item:IsDraft", False)


def _take_mime(mailbox: Mailbox, item: Item) -> None:
    assert item.mime is not None
    if item.kind == "CalendarItem":
        imported = read_calendar_item(item.mime, windows_id_of_city(mailbox.account.office) or "UTC", mailbox.clock)
    else:
        imported = read_mime(item.mime, mailbox.clock)
    chosen = bool(item.properties or item.attachments)
    for attachment in imported.attachments:
        attachment.number = mailbox.new_key()
    item.attachments.extend(imported.attachments)
    for path, value in imported.properties.items():
        item.properties.setdefault(path, value)
    if chosen or item.kind == "CalendarItem":
        item.mime = None


def _complete_message(mailbox: Mailbox, item: Item, now: datetime) -> None:
    held = item.properties
    flags = held.pop(MESSAGE_FLAGS, None)
    held.setdefault("item:IsDraft", not isinstance(flags, int) or bool(flags & UNSENT))
    held.setdefault("message:IsRead", not isinstance(flags, int) or bool(flags & 1))
    for name in ("IsReadReceiptRequested", "IsDeliveryReceiptRequested", "IsResponseRequested"):
        held.setdefault(f"message:{name}", False)
    held.setdefault("message:ConversationTopic", topic(item.text("item:Subject")))
    held.setdefault("message:ConversationIndex", new_conversation_index(now, mailbox.ids.guid()))


def _complete_calendar_item(mailbox: Mailbox, item: Item, now: datetime) -> None:
    held = item.properties
    start = item.get("calendar:Start", datetime) or _next_half_hour(now)
    end = item.get("calendar:End", datetime) or start + timedelta(minutes=30)
    check_times(start, end)
    held["calendar:Start"], held["calendar:End"] = start, end
    held.setdefault(GLOBAL_OBJECT_ID, new_global_object_id(now, mailbox.ids.token(16)))
    invited = ("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources")
    meeting = any(held.get(path) for path in invited)
    for path, value in (
        ("calendar:IsAllDayEvent", False),
        ("calendar:LegacyFreeBusyStatus", "Free" if item.flag("calendar:IsAllDayEvent") else "Busy"),
        ("calendar:IsCancelled", False),
        ("calendar:IsRecurring", False),
        ("calendar:MeetingRequestWasSent", False),
        ("calendar:IsResponseRequested", True),
        ("calendar:CalendarItemType", "Single"),
        ("calendar:MyResponseType", "Organizer"),
        ("calendar:Organizer", owner(mailbox)),
        ("calendar:DateTimeStamp", now),
        ("calendar:TimeZone", "UTC"),
        ("calendar:AppointmentSequenceNumber", 0),
        ("calendar:AppointmentState", 1 if meeting else 0),
        ("calendar:AllowNewTimeProposal", True),
        ("calendar:IsOnlineMeeting", False),
        ("calendar:ConferenceType", 0),
        ("item:ReminderMinutesBeforeStart", 15),
        ("item:ReminderDueBy", start),
    ):
        held.setdefault(path, value)
    for path in invited:
        attendees = held.get(path)
        if isinstance(attendees, tuple):
            held[path] = tuple(known_attendee(entry) for entry in attendees if isinstance(entry, Attendee))


def known_attendee(attendee: Attendee) -> Attendee:
    """An attendee without answer, whatever the client claimed: answers come by meeting responses alone."""
    return Attendee(attendee.mailbox, "Unknown")


def check_times(start: datetime, end: datetime) -> None:
    """Raise ErrorCalendarEndDateIsEarlierThanStartDate or ErrorCalendarDurationIsTooLong."""
    if end < start:
        raise ExchangeError("ErrorCalendarEndDateIsEarlierThanStartDate")
    if end - start > timedelta(days=366 * MOST_YEARS):
        raise ExchangeError("ErrorCalendarDurationIsTooLong")


def _next_half_hour(now: datetime) -> datetime:
    minute = 30 if now.minute < 30 else 60
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minute)


def _complete_contact(item: Item) -> None:
    held = item.properties
    given, surname = item.text("contacts:GivenName"), item.text("contacts:Surname")
    held.setdefault("contacts:DisplayName", f"{given} {surname}".strip() or item.text("contacts:CompanyName"))
    mapped = _FILE_AS.get(item.text("contacts:FileAsMapping"))
    if mapped is not None:
        held.setdefault("contacts:FileAs", mapped(item))
    held.setdefault("item:Subject", item.text("contacts:DisplayName"))
    held.setdefault("contacts:ContactSource", "Store")


def _last_comma_first(item: Item) -> str:
    given, surname = item.text("contacts:GivenName"), item.text("contacts:Surname")
    return ", ".join(part for part in (surname, given) if part)


def _first_space_last(item: Item) -> str:
    given, surname = item.text("contacts:GivenName"), item.text("contacts:Surname")
    return " ".join(part for part in (given, surname) if part)


_FILE_AS: dict[str, Callable[[Item], str]] = {
    "LastCommaFirst": _last_comma_first,
    "FirstSpaceLast": _first_space_last,
    "Company": lambda item: item.text("contacts:CompanyName"),
    "LastCommaFirstCompany": lambda item: f"{_last_comma_first(item)} ({item.text('contacts:CompanyName')})",
    "CompanyLastCommaFirst": lambda item: f"{item.text('contacts:CompanyName')} ({_last_comma_first(item)})",
}


def _complete_task(mailbox: Mailbox, item: Item) -> None:
    held = item.properties
    complete_task_status(item, mailbox.clock.now())
    for path, value in (
        ("task:Status", "NotStarted"),
        ("task:PercentComplete", 0.0),
        ("task:ChangeCount", 1),
        ("task:IsRecurring", False),
        ("task:IsTeamTask", False),
        ("task:IsAssignmentEditable", 0),
        ("task:DelegationState", "NoMatch"),
        ("task:Owner", mailbox.account.display_name),
        ("task:StatusDescription", STATUS_TEXTS.get(item.text("task:Status"), "Not Started")),
    ):
        held.setdefault(path, value)


STATUS_TEXTS = {
    "NotStarted": "Not Started",
    "InProgress": "In Progress",
    "Completed": "Completed",
    "WaitingOnOthers": "Waiting on someone else",
    "Deferred": "Deferred",
}


def complete_task_status(item: Item, now: datetime) -> None:
    """Keep Status, PercentComplete and CompleteDate of a task in step (MS-OXWSTASK 2.2.4.6)."""
    held = item.properties
    percent = held.get("task:PercentComplete")
    if isinstance(percent, int | float) and not 0 <= percent <= 100:
        raise ExchangeError("ErrorInvalidPercentCompleteValue")
    complete = held.get("task:CompleteDate")
    if isinstance(complete, datetime) and complete > now + timedelta(days=1):
        raise ExchangeError("ErrorInvalidCompleteDate")
    if item.text("task:Status") == "Completed" or percent == 100 or complete is not None:
        held["task:Status"], held["task:PercentComplete"] = "Completed", 100.0
        held.setdefault("task:CompleteDate", now.replace(hour=0, minute=0, second=0, microsecond=0))
