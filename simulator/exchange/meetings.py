"""Meetings from the organizer's and the attendee's side: requests, updates, cancellations, answers (MS-OXWSMTGS
3.1.4).

A first request has sequence number 0; one that moves the meeting to another time has the next number and asks
everybody again (MS-OXOCAL 3.1.5.5); any other update is informational and leaves the answers as they are. Who is
dropped from the list gets a cancellation. All of it goes for a series as a whole, and for one of its occurrences by
itself.
"""

from collections.abc import Iterable
from typing import Literal

from simulator.exchange import delivery
from simulator.exchange.calendar_assistant import put_in_calendar
from simulator.exchange.conversation import new_conversation_index
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.item_copy import INVITED
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.meeting_answer import Position, build_answer, own_address, take_position
from simulator.exchange.meeting_copies import (
    ATTENDEES,
    CANCELED,
    MEETING,
    SEQUENCE,
    Invited,
    attendees,
    find_meeting,
    give_identity,
    invited,
    is_of,
    is_organizer,
    requests_for,
    sequence,
    times,
)
from simulator.exchange.meeting_messages import build_cancellation, build_request
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.values import Attendee, Body

Disposition = Literal["SaveOnly", "SendOnly", "SendAndSaveCopy"]

_ORGANIZER: dict[Position, str] = {
    "Accept": "ErrorCalendarIsOrganizerForAccept",
    "Tentative": "ErrorCalendarIsOrganizerForTentative",
    "Decline": "ErrorCalendarIsOrganizerForDecline",
}
_CANCELLED: dict[Position, str] = {
    "Accept": "ErrorCalendarIsCancelledForAccept",
    "Tentative": "ErrorCalendarIsCancelledForTentative",
    "Decline": "ErrorCalendarIsCancelledForDecline",
}


def send_requests(
    organization: ExchangeOrganization,
    mailbox: Mailbox,
    meeting: Item,
    recipients: Literal["all", "changed"] = "all",
    save_copy: bool = False,
) -> None:
    """Send the meeting to its attendees: all, or only those added since it was last sent.

    The organizer's copy is brought up to date (MeetingRequestWasSent, sequence number, answers asked again). Does
    nothing for a copy whose organizer is somebody else, or for a meeting without attendees that never had any.
    """
    if not is_organizer(mailbox, meeting):
        return
    people = _others(mailbox, attendees(meeting))
    before = invited(meeting)
    if not people and before is None:
        return
    moved = before is not None and (before.start, before.end, before.recurrence) != times(meeting)
    _note_sending(organization, mailbox, meeting, people, moved)
    known = before.addresses if before is not None else frozenset[str]()
    present = frozenset(one.mailbox.email.lower() for one in people)
    _send_request(organization, mailbox, meeting, present - known, "NewMeetingRequest", save_copy)
    if recipients == "all" or moved:
        update = "FullUpdate" if moved else "InformationalUpdate"
        _send_request(organization, mailbox, meeting, present & known, update, save_copy)
    _send_cancellation(organization, mailbox, meeting, known - present, save_copy)


def send_cancellations(
    organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, save_copy: bool = False
) -> None:
    """Tell everybody who was invited that the meeting is off, and mark the organizer's copy.

    An attendee whose copy is deleted tells the organizer instead, by declining (our choice).
    """
    if not is_organizer(mailbox, meeting):
        _decline(organization, mailbox, meeting, save_copy)
        return
    before = invited(meeting)
    if before is None or not before.addresses:
        return
    changes: dict[PropertyPath, object] = {
        SEQUENCE: sequence(meeting) + 1,
        "calendar:IsCancelled": True,
        "calendar:AppointmentState": MEETING | CANCELED,
        INVITED: Invited(frozenset(), before.start, before.end, before.recurrence, meeting.occurrence),
    }
    mailbox.update_item(meeting, changes)
    _send_cancellation(organization, mailbox, meeting, before.addresses, save_copy)


def respond(
    organization: ExchangeOrganization,
    mailbox: Mailbox,
    item: Item,
    position: Position,
    body: Body | None,
    disposition: Disposition,
    saved_folder: Folder | None = None,
) -> list[Item]:
    """Answer a meeting, named by its request or its calendar item; returns what changed: the calendar item first.

    The request leaves the Inbox for Deleted Items. SaveOnly keeps the response as a draft (our choice). Raises
    ExchangeError ErrorCalendarIsOrganizerFor…, ErrorCalendarIsCancelledFor…, ErrorCalendarMeetingRequestIsOutOfDate.
    """
    request = item if item.kind == "MeetingRequest" else None
    meeting = item if request is None else find_meeting(mailbox, item)
    _refuse(mailbox, item, meeting, position)
    if meeting is None:
        meeting = put_in_calendar(mailbox, item)
    waiting = requests_for(mailbox, meeting)
    answer = build_answer(organization, mailbox, meeting, position, body)
    take_position(organization, mailbox, meeting, position, request or next(iter(waiting), None))
    for one in waiting:
        mailbox.delete_item(one, "MoveToDeletedItems")
    changed = [meeting, *waiting]
    if disposition == "SaveOnly":
        answer.properties["item:IsDraft"] = True
        return [*changed, mailbox.add_item(answer, saved_folder or mailbox.distinguished("drafts"))]
    delivery.submit(organization, mailbox, answer)
    if disposition == "SendAndSaveCopy":
        changed.append(mailbox.add_item(answer, saved_folder or mailbox.distinguished("sentitems")))
    return changed


def _decline(organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, save_copy: bool) -> None:
    """Decline a meeting that is about to be deleted, unless it is off already or was declined."""
    if not meeting.flag("calendar:IsCancelled") and meeting.text("calendar:MyResponseType") != "Decline":
        _send(organization, mailbox, build_answer(organization, mailbox, meeting, "Decline", None), save_copy)


def _refuse(mailbox: Mailbox, item: Item, meeting: Item | None, position: Position) -> None:
    if is_organizer(mailbox, meeting or item):
        raise ExchangeError(_ORGANIZER[position])
    if meeting is not None and meeting.flag("calendar:IsCancelled"):
        raise ExchangeError(_CANCELLED[position])
    if item.flag("meeting:IsOutOfDate"):
        raise ExchangeError("ErrorCalendarMeetingRequestIsOutOfDate", "The meeting request is out of date.")


def _others(mailbox: Mailbox, people: Iterable[Attendee]) -> list[Attendee]:
    return [one for one in people if not is_of(mailbox, one.mailbox)]


def _note_sending(
    organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, people: list[Attendee], moved: bool
) -> None:
    """Bring the organizer's copy up to date just before it is sent."""
    now, ids = organization.clock.now(), organization.ids
    changes = give_identity(meeting, now, ids.token(16))
    if "message:ConversationIndex" not in meeting.properties:
        changes["message:ConversationIndex"] = new_conversation_index(now, ids.guid())
    changes |= {
        SEQUENCE: sequence(meeting) + 1 if moved else sequence(meeting),
        "calendar:IsMeeting": True,
        "calendar:MeetingRequestWasSent": True,
        "calendar:MyResponseType": "Organizer",
        "calendar:AppointmentState": MEETING,
        "calendar:Organizer": own_address(mailbox),
        INVITED: Invited(frozenset(one.mailbox.email.lower() for one in people), *times(meeting), meeting.occurrence),
    }
    if moved:
        for path in ATTENDEES:
            if path in meeting.properties:
                changes[path] = tuple(Attendee(one.mailbox) for one in attendees(meeting, path))
    mailbox.update_item(meeting, changes)


def _send_request(
    organization: ExchangeOrganization,
    mailbox: Mailbox,
    meeting: Item,
    addresses: frozenset[str],
    request_type: str,
    save_copy: bool,
) -> None:
    if addresses:
        request = build_request(organization, mailbox, meeting, addresses, request_type)
        _send(organization, mailbox, request, save_copy)


def _send_cancellation(
    organization: ExchangeOrganization, mailbox: Mailbox, meeting: Item, addresses: frozenset[str], save_copy: bool
) -> None:
    if addresses:
        message = build_cancellation(organization, mailbox, meeting, sorted(addresses))
        _send(organization, mailbox, message, save_copy)


def _send(organization: ExchangeOrganization, mailbox: Mailbox, message: Item, save_copy: bool) -> None:
    delivery.submit(organization, mailbox, message)
    if save_copy:
        mailbox.add_item(message, mailbox.distinguished("sentitems"))
