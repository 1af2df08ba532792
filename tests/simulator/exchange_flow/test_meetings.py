"""Meetings between mailboxes of several sites: every copy in step."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exchange import delivery, meetings
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.meeting_answer import Position
from simulator.exchange.meeting_copies import attendees, identity
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath
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


def test_an_attendee_who_deletes_the_meeting_declines_it() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    (entry,) = calendar(guest)
    meetings.send_cancellations(organization, guest, entry)
    guest.delete_item(entry, "MoveToDeletedItems")
    assert attendees(item)[0].response == "Decline"
    assert not item.flag("calendar:IsCancelled")


def test_a_room_accepts_when_it_is_free_and_declines_when_it_is_not() -> None:
    organization = new_organization()
    room = mailbox(organization, "room.alfama")
    first = meeting(mailbox(organization, "ana.silva"), "room.alfama")
    second = meeting(mailbox(organization, "oliver.smith"), "room.alfama")
    meetings.send_requests(organization, mailbox(organization, "ana.silva"), first)
    meetings.send_requests(organization, mailbox(organization, "oliver.smith"), second)
    assert attendees(first)[0].response == "Accept"
    assert attendees(second)[0].response == "Decline"
    assert [one.text("calendar:MyResponseType") for one in calendar(room)] == ["Accept"]
    assert inbox(room) == []


def test_the_members_of_a_group_are_invited_and_answer_as_themselves() -> None:
    organization = new_organization()
    organizer, member = mailbox(organization, "ana.silva"), mailbox(organization, "harry.brown")
    item = meeting(organizer, "sales")
    meetings.send_requests(organization, organizer, item)
    meetings.respond(organization, member, inbox(member)[0], "Accept", None, "SendOnly")
    answers = {one.mailbox.email: one.response for one in attendees(item)}
    assert answers == {"sales@contoso.test": "Unknown", "harry.brown@contoso.test": "Accept"}


def test_a_calendar_item_can_be_answered_without_its_request() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    guest.delete_item(inbox(guest)[0], "HardDelete")
    meetings.respond(organization, guest, calendar(guest)[0], "Tentative", None, "SendOnly")
    assert attendees(item)[0].response == "Tentative"


def test_a_request_answered_after_its_calendar_item_was_deleted_makes_a_new_one() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    guest.delete_item(calendar(guest)[0], "HardDelete")
    meetings.respond(organization, guest, inbox(guest)[0], "Accept", None, "SendOnly")
    (entry,) = calendar(guest)
    assert entry.text("calendar:MyResponseType") == "Accept"
    assert identity(entry) == identity(item)


def test_a_saved_answer_is_a_draft_and_nobody_is_told() -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith")
    meetings.send_requests(organization, organizer, item)
    changed = meetings.respond(organization, guest, inbox(guest)[0], "Accept", None, "SaveOnly")
    assert inbox(organizer) == []
    assert changed[-1].folder == guest.distinguished("drafts").key
    assert changed[-1].flag("item:IsDraft")


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.sampled_from(
            ["move", "edit", "drop", "invite", "Accept", "Tentative", "Decline", "down", "up", "cancel"],
        ),
        max_size=12,
    )
)
def test_all_copies_end_in_step(steps: list[str]) -> None:
    organization = new_organization()
    organizer, guest = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    item = meeting(organizer, "oliver.smith", "grace.taylor")
    meetings.send_requests(organization, organizer, item)
    for number, step in enumerate(steps):
        play(organization, organizer, guest, item, step, number)
    play(organization, organizer, guest, item, "up", 0)
    invited = [one for one in attendees(item) if one.mailbox.email.startswith("oliver")]
    entries = [one for one in calendar(guest) if not one.flag("calendar:IsCancelled")]
    assert len(entries) <= 1
    for entry in entries:
        assert invited
        assert identity(entry) == identity(item)
        assert entry.properties["calendar:Start"] == item.properties["calendar:Start"]
        mine = entry.text("calendar:MyResponseType")
        # an update brings a declined meeting back without an answer, while the organizer still knows the old one
        unanswered = ("Unknown", "Decline")
        assert invited[0].response in (unanswered if mine == "NoResponseReceived" else (mine,))
    if item.flag("calendar:IsCancelled"):
        assert entries == []


def play(
    organization: ExchangeOrganization, organizer: Mailbox, guest: Mailbox, item: Item, step: str, number: int
) -> None:
    """One step of somebody: the organizer's while the meeting is on, an answer when there is something to answer."""
    if step in ("down", "up"):
        organization.directory.set_up("london", step == "up")
        delivery.site_up(organization, "london")
    elif step in ("Accept", "Tentative", "Decline"):
        waiting = [one for one in inbox(guest) if one.kind == "MeetingRequest"]
        meeting_on = [one for one in calendar(guest) if not one.flag("calendar:IsCancelled")]
        if waiting and meeting_on and organization.directory.is_up("london"):
            meetings.respond(organization, guest, waiting[0], step, None, "SendOnly")  # type: ignore[arg-type]
    elif item.flag("calendar:IsCancelled"):
        return
    elif step == "cancel":
        meetings.send_cancellations(organization, organizer, item)
    else:
        start = item.properties["calendar:Start"]
        assert isinstance(start, datetime)
        people = ("grace.taylor",) if step == "drop" else ("oliver.smith", "grace.taylor")
        changes: dict[str, dict[PropertyPath, object]] = {
            "move": {"calendar:Start": start + timedelta(hours=1), "calendar:End": start + timedelta(hours=2)},
            "edit": {"item:Subject": f"Harbour {number}"},
            "drop": {"calendar:RequiredAttendees": tuple(Attendee(address(name)) for name in people)},
            "invite": {"calendar:RequiredAttendees": _with_guest(item)},
        }
        organizer.update_item(item, changes[step])
        meetings.send_requests(organization, organizer, item)


def _with_guest(item: Item) -> tuple[Attendee, ...]:
    known = attendees(item, "calendar:RequiredAttendees")
    if any(one.mailbox.email.startswith("oliver") for one in known):
        return known
    return (*known, Attendee(address("oliver.smith")))
