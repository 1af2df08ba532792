"""What the server gives a new item beside what the client gave (MS-OXWSCORE 3.1.4.2, MS-OXWSMTGS 3.1.4)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from simulator.exchange.attachments import Attachment
from simulator.exchange.calendar_times import settled
from simulator.exchange.contact_rules import complete_contact, complete_distribution_list
from simulator.exchange.conversation import new_conversation_index, topic
from simulator.exchange.errors import ExchangeError
from simulator.exchange.global_object_id import new_global_object_id
from simulator.exchange.icalendar_in import read_calendar_item
from simulator.exchange.item import DEFAULT_ITEM_CLASS, Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mime_in import read_mime
from simulator.exchange.property_path import GLOBAL_OBJECT_ID, tagged
from simulator.exchange.recurring_tasks import settled_task
from simulator.exchange.reminders import FROM as REMINDERS_FROM
from simulator.exchange.reminders import first_day_to_come
from simulator.exchange.task_rules import complete_task
from simulator.exchange.time_zones import windows_id_of_city
from simulator.exchange.values import Attendee, EmailAddress, Flag

MESSAGE_FLAGS = tagged(0x0E07, "Integer")
RESEND = 0x80
"""mfResend: the message is sent again."""
UNSENT = 0x8
"""mfUnsent in PidTagMessageFlags (MS-OXCMSG 2.2.1.6): the message is a draft."""
WITHOUT_MIME = frozenset({"Contact", "DistributionList", "Task"})
"""Items that are not made from MIME (MS-OXWSCORE 2.2.4.24 MimeContent)."""
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
    flag = held.get("item:Flag")
    held["item:Flag"] = dated(flag, mailbox.clock.now()) if isinstance(flag, Flag) else Flag()
    held.setdefault("item:Culture", "en-US")
    held.setdefault("item:ReminderIsSet", item.kind == "CalendarItem")
    if item.kind != "CalendarItem":
        held.setdefault("item:ReminderMinutesBeforeStart", 0)
    now = mailbox.clock.now()
    held.setdefault("item:DateTimeReceived", now)
    held.setdefault("item:DateTimeSent", now)
    for name, value in (("IsSubmitted", False), ("IsFromMe", False), ("IsResend", False), ("IsUnmodified", True)):
        held.setdefault(f"item:{name}", value)
    if item.kind in MESSAGES:
        _complete_message(mailbox, item, now)
    elif item.kind == "CalendarItem":
        _complete_calendar_item(mailbox, item, now)
    elif item.kind == "Contact":
        complete_contact(item)
    elif item.kind == "DistributionList":
        complete_distribution_list(item)
    elif item.kind == "Task":
        complete_task(mailbox, item)
        item.properties |= settled_task(item.properties)
    elif item.kind == "PostItem":
        _complete_post(mailbox, item, now)
    held.setdefault("item:IsDraft", False)


def dated(flag: object, now: datetime) -> Flag:
    """The flag; one that was completed without a date is completed now."""
    assert isinstance(flag, Flag)
    return replace(flag, complete=now) if flag.status == "Complete" and flag.complete is None else flag


def _take_mime(mailbox: Mailbox, item: Item) -> None:
    assert item.mime is not None
    if item.kind in WITHOUT_MIME:
        raise ExchangeError("ErrorUnsupportedMimeConversion")
    if item.kind == "CalendarItem":
        imported = read_calendar_item(item.mime, windows_id_of_city(mailbox.account.office) or "UTC", mailbox.clock)
    else:
        imported = read_mime(item.mime, mailbox.clock)
    chosen = bool(item.properties or item.attachments)
    _take_in(mailbox, imported.attachments)
    item.attachments.extend(imported.attachments)
    if item.item_class == DEFAULT_ITEM_CLASS["Message"]:
        item.item_class = imported.item_class
    for path, value in imported.properties.items():
        item.properties.setdefault(path, value)
    if chosen or item.kind == "CalendarItem":
        item.mime = None


def _take_in(mailbox: Mailbox, attachments: list[Attachment]) -> None:
    """Number what hangs on an imported message, and make whole the messages among it."""
    for attachment in attachments:
        attachment.number = mailbox.new_key()
        if attachment.item is not None:
            _take_in(mailbox, attachment.item.attachments)
            complete_new_item(mailbox, attachment.item)
            attachment.item.created = attachment.item.modified = attachment.modified


def _complete_message(mailbox: Mailbox, item: Item, now: datetime) -> None:
    held = item.properties
    flags = held.pop(MESSAGE_FLAGS, None)
    held.setdefault("item:IsDraft", not isinstance(flags, int) or bool(flags & UNSENT))
    held.setdefault("message:IsRead", not isinstance(flags, int) or bool(flags & 1))
    for name in ("IsReadReceiptRequested", "IsDeliveryReceiptRequested", "IsResponseRequested"):
        held.setdefault(f"message:{name}", False)
    if isinstance(flags, int):
        held["item:IsResend"] = bool(flags & RESEND)
    _join_conversation(mailbox, item, now)


def _join_conversation(mailbox: Mailbox, item: Item, now: datetime) -> None:
    held = item.properties
    held.setdefault("message:ConversationTopic", topic(item.text("item:Subject")))
    held.setdefault("message:ConversationIndex", new_conversation_index(now, mailbox.ids.guid()))


def _complete_post(mailbox: Mailbox, item: Item, now: datetime) -> None:
    """A post is put up by its owner, at once: it is no draft (MS-OXWSPOST 2.2.4.1)."""
    held, me = item.properties, owner(mailbox)
    held.setdefault("message:From", me)
    held.setdefault("message:Sender", held["message:From"])
    held.setdefault("message:IsRead", True)
    held.setdefault("postitem:PostedTime", now)
    _join_conversation(mailbox, item, now)


def _complete_calendar_item(mailbox: Mailbox, item: Item, now: datetime) -> None:
    held = item.properties
    start = item.get("calendar:Start", datetime) or _next_half_hour(now)
    end = item.get("calendar:End", datetime) or start + timedelta(minutes=30)
    held["calendar:Start"], held["calendar:End"] = start, end
    held |= settled(held)
    to_come = first_day_to_come(item, now)
    if to_come is not None:
        held[REMINDERS_FROM] = to_come
    start = item.get("calendar:Start", datetime) or start
    held.setdefault(GLOBAL_OBJECT_ID, new_global_object_id(now, mailbox.ids.token(16)))
    invited = ("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources")
    meeting = any(held.get(path) for path in invited)
    for path, value in (
        ("calendar:IsAllDayEvent", False),
        ("calendar:LegacyFreeBusyStatus", "Free" if item.flag("calendar:IsAllDayEvent") else "Busy"),
        ("calendar:IsCancelled", False),
        ("calendar:MeetingRequestWasSent", False),
        ("calendar:IsResponseRequested", True),
        ("calendar:MyResponseType", "Organizer"),
        ("calendar:Organizer", owner(mailbox)),
        ("calendar:DateTimeStamp", now),
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


def _next_half_hour(now: datetime) -> datetime:
    minute = 30 if now.minute < 30 else 60
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minute)
