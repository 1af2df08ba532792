"""What Exchange does by itself when a meeting message arrives (MS-OXOCAL 3.1.4.7 to 3.1.4.9, Learn "Set-
CalendarProcessing").

A request becomes a tentative calendar item, or updates the one that is there; a cancellation marks it; a response
is noted on the organizer's copy. Older requests for the same meeting are marked out of date (IsOutOfDate, MS-OXWSMTGS
2.2.4.19) and go to Deleted Items: RemoveOldMeetingMessages is on for a new mailbox, but no page says where to; Deleted
Items and at once is our choice. A room answers by itself (AutoAccept). That it declines when another meeting, even a
tentative one, overlaps at all is AllowConflicts as a new room has it; that nothing else (working hours, policies,
recurrence) keeps it from accepting is our choice.
"""

from datetime import datetime, timedelta

from simulator.exchange.calendar_window import items_between
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.meeting_answer import Position, build_answer, take_position
from simulator.exchange.meeting_copies import (
    ATTENDEES,
    CANCELED,
    MEETING,
    RECEIVED,
    SEQUENCE,
    SHARED,
    copies,
    day_of,
    find_meeting,
    is_organizer,
    link,
    requests_for,
    sequence,
    shared,
)
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.series import deleted, is_master, span_of
from simulator.exchange.series_changes import inheriting, merged, restored
from simulator.exchange.values import Attendee, EmailAddress

LOOKED_AHEAD = timedelta(days=2 * 366)
"""How far a room looks for conflicts with a series (our choice)."""
FULL_UPDATES = frozenset({"NewMeetingRequest", "FullUpdate"})


def arrived(organization: ExchangeOrganization, mailbox: Mailbox, message: Item) -> list[Item]:
    """Do what an arrived message asks for; returns the answers to send (of a room), in no folder."""
    if message.kind == "MeetingRequest":
        return _request(organization, mailbox, message)
    if message.kind == "MeetingCancellation":
        _cancellation(mailbox, message)
    elif message.kind == "MeetingResponse":
        _response(mailbox, message)
    return []


def put_in_calendar(mailbox: Mailbox, request: Item) -> Item:
    """The tentative calendar item of a request, made or brought up to date."""
    known = find_meeting(mailbox, request) or _restored(mailbox, request)
    wanted = shared(request)
    fresh = request.text("meetingRequest:MeetingRequestType") in FULL_UPDATES
    if known is None or fresh or sequence(request) > sequence(known):
        wanted |= {
            "calendar:MyResponseType": "NoResponseReceived",
            "calendar:LegacyFreeBusyStatus": "Tentative",
            "calendar:AppointmentState": MEETING | RECEIVED,
            "calendar:IsMeeting": True,
            "calendar:IsCancelled": False,
            "calendar:MeetingRequestWasSent": False,
        }
    if known is not None:
        if is_master(known) and not fresh:
            wanted |= merged(known, wanted, SHARED)
        gone = [path for path in shared(known) if path not in wanted]
        if known.occurrence is not None:
            wanted = {path: value for path, value in wanted.items() if known.properties.get(path) != value}
        return mailbox.update_item(known, wanted, gone)
    _drop_single_occurrences(mailbox, request)
    item = Item("CalendarItem", "IPM.Appointment", properties=dict(wanted))
    complete_new_item(mailbox, item)
    return mailbox.add_item(item, mailbox.distinguished("calendar"))


def _restored(mailbox: Mailbox, request: Item) -> Item | None:
    """The occurrence that a request is about, brought back into the series from which it was deleted."""
    day = day_of(request)
    for candidate in copies(mailbox, request):
        if day is not None and day in deleted(candidate):
            mailbox.update_item(candidate, restored(candidate, day))
            return find_meeting(mailbox, request)
    return None


def _drop_single_occurrences(mailbox: Mailbox, request: Item) -> None:
    """Somebody who was invited to single occurrences has them in the whole series from now on."""
    for candidate in copies(mailbox, request):
        if day_of(request) is None and day_of(candidate) is not None:
            mailbox.delete_item(candidate, "HardDelete")


def _request(organization: ExchangeOrganization, mailbox: Mailbox, request: Item) -> list[Item]:
    known = find_meeting(mailbox, request)
    if known is not None and is_organizer(mailbox, known):
        return []
    _retire_older(mailbox, request)
    if known is not None and sequence(request) < sequence(known):
        request.properties["meeting:IsOutOfDate"] = True
        mailbox.touch(request)
        return []
    meeting = put_in_calendar(mailbox, request)
    _link(mailbox, request, meeting)
    if mailbox.account.kind != "room":
        return []
    return [_room_answers(organization, mailbox, request, meeting)]


def _room_answers(organization: ExchangeOrganization, room: Mailbox, request: Item, meeting: Item) -> Item:
    position: Position = "Decline" if _is_taken(room, meeting) else "Accept"
    take_position(organization, room, meeting, position, request)
    room.delete_item(request, "MoveToDeletedItems")
    return build_answer(organization, room, meeting, position, None)


def _is_taken(room: Mailbox, meeting: Item) -> bool:
    """Whether another meeting of the room overlaps; of a series any occurrence of the first two years counts."""
    begins = span_of(meeting)
    if begins is None:
        return False
    until = max(begins.end, begins.start + LOOKED_AHEAD)
    wanted = items_between((meeting,), begins.start, until)
    held = (one for one in room.distinguished("calendar").items.values() if one.key != meeting.key)
    others = [one for one in items_between(held, begins.start, until) if not one.flag("calendar:IsCancelled")]
    spans = [span for one in others if (span := span_of(one)) is not None]
    return any(
        span.start < own.end and own.start < span.end
        for one in wanted
        if (own := span_of(one)) is not None
        for span in spans
    )


def _link(mailbox: Mailbox, message: Item, meeting: Item) -> None:
    """Name the calendar item on the message. The message has only just arrived: nobody has seen it without."""
    link(message, meeting)
    message.properties["meeting:HasBeenProcessed"] = True
    mailbox.touch(message)


def _retire_older(mailbox: Mailbox, newest: Item) -> None:
    for other in requests_for(mailbox, newest):
        if sequence(other) <= sequence(newest):
            mailbox.update_item(other, {"meeting:IsOutOfDate": True})
            mailbox.delete_item(other, "MoveToDeletedItems")


def _cancellation(mailbox: Mailbox, message: Item) -> None:
    _retire_older(mailbox, message)
    meeting = find_meeting(mailbox, message)
    if meeting is None or is_organizer(mailbox, meeting) or sequence(message) < sequence(meeting):
        return
    changes: dict[PropertyPath, object] = {
        "item:Subject": message.text("item:Subject"),
        SEQUENCE: sequence(message),
        "calendar:IsCancelled": True,
        "calendar:AppointmentState": MEETING | RECEIVED | CANCELED,
        "calendar:LegacyFreeBusyStatus": "Free",
    }
    if is_master(meeting):
        changes |= inheriting(meeting, changes)
    mailbox.update_item(meeting, changes)
    _link(mailbox, message, meeting)


def _response(mailbox: Mailbox, message: Item) -> None:
    """Note an answer on the organizer's copy; one to an older sequence number changes nothing."""
    meeting = find_meeting(mailbox, message)
    sender = message.get("message:From", EmailAddress)
    if meeting is None or sender is None or not is_organizer(mailbox, meeting):
        return
    if sequence(message) < sequence(meeting):
        message.properties["meeting:IsOutOfDate"] = True
        mailbox.touch(message)
        return
    at = message.get("item:DateTimeSent", datetime)
    answer = message.text("meeting:ResponseType")
    mailbox.update_item(meeting, _with_answer(meeting, sender, answer, at))
    _link(mailbox, message, meeting)


def _with_answer(meeting: Item, sender: EmailAddress, answer: str, at: datetime | None) -> dict[PropertyPath, object]:
    """The attendee lists with the sender's answer in them; somebody not invited is added as optional."""
    wanted = sender.email.lower()
    for path in ATTENDEES:
        people = meeting.properties.get(path)
        if not isinstance(people, tuple) or wanted not in (one.mailbox.email.lower() for one in people):
            continue
        noted = tuple(
            Attendee(one.mailbox, answer, at) if one.mailbox.email.lower() == wanted else one for one in people
        )
        return {path: noted}
    optional = meeting.properties.get("calendar:OptionalAttendees")
    others = optional if isinstance(optional, tuple) else ()
    return {"calendar:OptionalAttendees": (*others, Attendee(sender, answer, at))}
