"""Meetings between mailboxes of several sites: every copy in step."""

from datetime import UTC, datetime

import pytest

from simulator.exchange import delivery, meetings
from simulator.exchange.errors import ExchangeError
from simulator.exchange.meeting_answer import Position
from simulator.exchange.meeting_copies import attendees, identity
from simulator.exchange.values import Attendee
from tests.simulator.exchange_flow.organization import (
    NOW,
    address,
    calendar,
    inbox,
    mailbox,
    meeting,
    new_organization,
)

LATER = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def test_a_request_is_in_the_inbox_and_tentative_in_the_calendar() -> None:
    organization = new_organization()
    organizer = mailbox(organization, "ana.silva")
    item = meeting(organizer, "oliver.smith", "michael.johnson", optional=("kenji.sato",))
    meetings.send_requests(organization, organizer, item, save_copy=True)
    for name in ("oliver.smith", "michael.johnson", "kenji.sato"):
        box = mailbox(organization, name)
        (request,), (entry,) = inbox(box), calendar(box)
        assert (request.kind, request.item_class) == ("MeetingRequest", "IPM.Schedule.Meeting.Request")
        assert request.properties["meeting:AssociatedCalendarItemId"] == entry.key
        assert request.text("meetingRequest:MeetingRequestType") == "NewMeetingRequest"
        assert entry.text("calendar:MyResponseType") == "NoResponseReceived"
        assert entry.text("calendar:LegacyFreeBusyStatus") == "Tentative"
        assert identity(request) == identity(entry) == identity(item) is not None
        assert entry.text("calendar:Location") == "Quay"
    assert item.flag("calendar:MeetingRequestWasSent")
    assert item.text("calendar:MyResponseType") == "Organizer"
    assert [one.kind for one in organizer.distinguished("sentitems").items.values()] == ["MeetingRequest"]
    assert calendar(organizer) == [item]


@pytest.mark.parametrize(
    ("position", "item_class", "shown"),
    [
        ("Accept", "IPM.Schedule.Meeting.Resp.Pos", "Busy"),
        ("Tentative", "IPM.Schedule.Meeting.Resp.Tent", "Tentative"),
        ("Decline", "IPM.Schedule.Meeting.Resp.Neg", "Free"),
    ],
)
def test_an_answer_reaches_the_organizers_copy(position: Position, item_class: str, shown: str) -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith", "grace.taylor")
    meetings.send_requests(organization, organizer, item)
    (request,) = inbox(guest)
    changed = meetings.respond(organization, guest, request, position, None, "SendAndSaveCopy")
    (response,) = inbox(organizer)
    assert (response.kind, response.item_class) == ("MeetingResponse", item_class)
    answers = {one.mailbox.email: (one.response, one.last_response) for one in attendees(item)}
    assert answers["oliver.smith@contoso.test"] == (position, NOW)
    assert answers["grace.taylor@contoso.test"] == ("Unknown", None)
    assert inbox(guest) == []
    assert changed[0].text("calendar:MyResponseType") == position
    assert changed[0].text("calendar:LegacyFreeBusyStatus") == shown
    where = "deleteditems" if position == "Decline" else "calendar"
    assert changed[0].folder == guest.distinguished(where).key
    assert [one.kind for one in guest.distinguished("sentitems").items.values()] == ["MeetingResponse"]


def test_a_meeting_moved_in_time_asks_again_and_any_other_change_does_not() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    meetings.respond(organization, guest, inbox(guest)[0], "Accept", None, "SendOnly")
    organizer.update_item(item, {"calendar:Location": "Pier"})
    meetings.send_requests(organization, organizer, item)
    (entry,), (request,) = calendar(guest), inbox(guest)
    assert request.text("meetingRequest:MeetingRequestType") == "InformationalUpdate"
    assert (entry.text("calendar:Location"), entry.text("calendar:MyResponseType")) == ("Pier", "Accept")
    organizer.update_item(item, {"calendar:Start": LATER, "calendar:End": LATER.replace(hour=11)})
    meetings.send_requests(organization, organizer, item)
    (entry,), (request,) = calendar(guest), inbox(guest)
    assert request.text("meetingRequest:MeetingRequestType") == "FullUpdate"
    assert entry.properties["calendar:Start"] == LATER
    assert entry.text("calendar:MyResponseType") == "NoResponseReceived"
    assert item.properties["calendar:AppointmentSequenceNumber"] == 1
    assert attendees(item)[0].response == "Unknown"


def test_an_answer_to_an_older_request_changes_nothing() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    organization.directory.set_up("lisbon", False)
    meetings.respond(organization, guest, inbox(guest)[0], "Accept", None, "SendOnly")
    organizer.update_item(item, {"calendar:Start": LATER, "calendar:End": LATER.replace(hour=11)})
    meetings.send_requests(organization, organizer, item)
    organization.directory.set_up("lisbon", True)
    delivery.site_up(organization, "lisbon")
    assert attendees(item)[0].response == "Unknown"
    assert inbox(organizer)[0].flag("meeting:IsOutOfDate")


def test_the_added_get_a_request_and_the_dropped_a_cancellation() -> None:
    organization = new_organization()
    organizer = mailbox(organization, "ana.silva")
    old, new = mailbox(organization, "oliver.smith"), mailbox(organization, "michael.johnson")
    item = meeting(organizer, "oliver.smith", "grace.taylor")
    meetings.send_requests(organization, organizer, item)
    people = tuple(Attendee(address(name)) for name in ("grace.taylor", "michael.johnson"))
    organizer.update_item(item, {"calendar:RequiredAttendees": people})
    meetings.send_requests(organization, organizer, item, "changed")
    assert [one.kind for one in inbox(new)] == ["MeetingRequest"]
    assert [one.kind for one in inbox(old)] == ["MeetingCancellation"]
    assert calendar(old)[0].flag("calendar:IsCancelled")
    assert len(inbox(mailbox(organization, "grace.taylor"))) == 1


def test_a_cancellation_marks_every_copy() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    meetings.send_cancellations(organization, organizer, item, save_copy=True)
    meetings.send_cancellations(organization, organizer, item)
    (entry,), (message,) = calendar(guest), inbox(guest)
    assert message.item_class == "IPM.Schedule.Meeting.Canceled"
    assert entry.flag("calendar:IsCancelled")
    assert entry.text("item:Subject") == "Canceled: Harbour"
    assert entry.text("calendar:LegacyFreeBusyStatus") == "Free"
    with pytest.raises(ExchangeError) as caught:
        meetings.respond(organization, guest, entry, "Accept", None, "SendOnly")
    assert caught.value.code == "ErrorCalendarIsCancelledForAccept"


def test_the_organizer_cannot_answer_the_own_meeting() -> None:
    organization = new_organization()
    organizer = mailbox(organization, "ana.silva")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    with pytest.raises(ExchangeError) as caught:
        meetings.respond(organization, organizer, item, "Decline", None, "SendOnly")
    assert caught.value.code == "ErrorCalendarIsOrganizerForDecline"


def test_a_request_to_a_site_that_is_down_arrives_once() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    organization.directory.set_up("london", False)
    meetings.send_requests(organization, organizer, meeting(organizer, "oliver.smith"))
    assert (inbox(guest), calendar(guest)) == ([], [])
    organization.directory.set_up("london", True)
    delivery.site_up(organization, "london")
    assert (len(inbox(guest)), len(calendar(guest))) == (1, 1)


def test_a_meeting_without_attendees_sends_nothing() -> None:
    organization = new_organization()
    organizer = mailbox(organization, "ana.silva")
    item = meeting(organizer)
    meetings.send_requests(organization, organizer, item, save_copy=True)
    meetings.send_cancellations(organization, organizer, item, save_copy=True)
    assert not item.flag("calendar:MeetingRequestWasSent")
    assert not organizer.distinguished("sentitems").items
